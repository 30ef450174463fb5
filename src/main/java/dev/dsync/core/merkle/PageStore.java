package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * Pages by name. A store that holds a page holds everything beneath it: whoever puts pages puts
 * children first, and whoever sweeps removes parents first.
 */
public interface PageStore {
    /** The bytes of a page, which nobody changes. */
    Optional<byte[]> find(Digest name) throws IOException;

    /** Whether the page, and so everything beneath it, is here. */
    boolean contains(Digest name) throws IOException;

    /**
     * Keeps a page under its name; the store owns the array from here on. A page already here stays
     * as it is.
     */
    void put(Digest name, byte[] page) throws IOException;

    /**
     * Keeps all pages of a sequence, which another store holds; what is here already is not looked
     * at.
     */
    default void putAll(PageKind kind, PageRoot root, PageStore from) throws IOException {
        new PageCopy(kind, from, this).copy(root.name(), root.level());
    }

    /** Keeps nothing: for sequences of which only the root is of interest. */
    static PageStore forgetting() {
        return new PageStore() {
            @Override
            public Optional<byte[]> find(Digest name) {
                return Optional.empty();
            }

            @Override
            public boolean contains(Digest name) {
                return false;
            }

            @Override
            public void put(Digest name, byte[] page) {}
        };
    }
}
