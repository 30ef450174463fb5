package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageStore;
import java.util.Optional;

/** The pages of a stored index. */
final class StoredPages implements PageStore {
    private final StoredIndex index;

    StoredPages(StoredIndex index) {
        this.index = index;
    }

    @Override
    public Optional<byte[]> find(Digest name) {
        return index.findPage(name);
    }

    @Override
    public boolean contains(Digest name) {
        return index.findPage(name).isPresent();
    }

    @Override
    public void put(Digest name, byte[] page) {
        index.putPage(name, page);
    }
}
