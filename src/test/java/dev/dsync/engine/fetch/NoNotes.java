package dev.dsync.engine.fetch;

import dev.dsync.io.index.Index;

/** Nothing that is built is worth remembering. */
final class NoNotes implements Fetch.Notes {
    @Override
    public Index index() {
        throw new AssertionError("nothing is worth it");
    }

    @Override
    public long unnotedBytesMax() {
        return Long.MAX_VALUE;
    }

    @Override
    public long unchunkedBytesMax() {
        return Long.MAX_VALUE;
    }
}
