package dev.dsync.engine.session;

import dev.dsync.engine.fetch.Fetch;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.index.Index;

/**
 * The contents of a root, as those who build files in it tell what they built.
 *
 * @param all also of small files, whose content listings tell
 */
record Noted(KnownContents contents, boolean all) implements Fetch.Notes {
    @Override
    public Index index() {
        return contents.index();
    }

    @Override
    public long unnotedBytesMax() {
        return all ? 0 : KnownContents.UNINDEXED_BYTES_MAX;
    }

    @Override
    public long unchunkedBytesMax() {
        return KnownContents.UNINDEXED_BYTES_MAX;
    }
}
