package dev.dsync.engine.scan;

import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexedChunk;
import dev.dsync.io.index.IndexedFile;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The records an index has of a file, fetched a few at a time. */
final class IndexedChunks implements Iterator<IndexedChunk> {
    private static final int FETCHED = 256;

    private final Index index;
    private final IndexedFile file;
    private List<IndexedChunk> fetched;
    private long before;
    private int next;

    IndexedChunks(Index index, IndexedFile file) {
        this.index = index;
        this.file = file;
        fetched = index.chunks(file, 0, FETCHED);
    }

    @Override
    public boolean hasNext() {
        if (next == fetched.size() && next > 0) {
            before += next;
            next = 0;
            fetched = index.chunks(file, before, FETCHED);
        }
        return next < fetched.size();
    }

    @Override
    public IndexedChunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return fetched.get(next++);
    }
}
