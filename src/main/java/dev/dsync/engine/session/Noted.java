package dev.dsync.engine.session;

import dev.dsync.engine.fetch.Fetch;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.index.Index;

/** The contents of a root, as those who build files in it tell what they built. */
record Noted(KnownContents contents) implements Fetch.Notes {
    @Override
    public Index index() {
        return contents.index();
    }

    @Override
    public long unnotedBytesMax() {
        return contents.unindexedBytesMax();
    }
}
