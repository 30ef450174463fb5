package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageStore;
import java.util.Optional;

/** The pages of a stored index. */
final class StoredPages implements PageStore {
    private final StoredIndex index;
    private final PageTable table;

    StoredPages(StoredIndex index, PageTable table) {
        this.index = index;
        this.table = table;
    }

    @Override
    public Optional<byte[]> find(Digest name) {
        return index.read(Optional.empty(), () -> table.find(name));
    }

    @Override
    public boolean contains(Digest name) {
        return find(name).isPresent();
    }

    @Override
    public void put(Digest name, byte[] page) {
        index.write(() -> table.put(name, page));
    }
}
