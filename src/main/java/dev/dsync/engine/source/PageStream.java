package dev.dsync.engine.source;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageDescent;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRequest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All pages of a listing, each once, in the order in which somebody who has none asks for them one
 * by one: this plays the asker.
 */
final class PageStream {
    private final PageStore pages;
    private final PageDescent asker;

    PageStream(PageStore pages, PageRoot root) throws IOException {
        this.pages = pages;
        PageRoot nothing = new PageRoot(root.name(), 0, 0, 0);
        this.asker = new PageDescent(PageKind.LISTING, new Names(), nothing, root);
    }

    /** What the asker has by now: only which pages these are. */
    private static final class Names implements PageStore {
        private final Set<Digest> names = new HashSet<>();

        @Override
        public Optional<byte[]> find(Digest name) {
            return Optional.empty();
        }

        @Override
        public boolean contains(Digest name) {
            return names.contains(name);
        }

        @Override
        public void put(Digest name, byte[] page) {
            names.add(name);
        }
    }

    /**
     * The next pages.
     *
     * @param bytesMax what they take in a message, at most, unless a single one takes more
     */
    List<Slice> next(long bytesMax) throws IOException {
        List<Slice> next = new ArrayList<>();
        long bytes = 0;
        while (bytes < bytesMax) {
            List<PageRequest> wanted = asker.wanted(1);
            if (wanted.isEmpty()) {
                break;
            }
            Digest name = wanted.getFirst().name();
            byte[] page =
                    pages.find(name)
                            .orElseThrow(() -> new IOException("page " + name + " is missing"));
            asker.supply(name, page);
            Slice slice = new Slice(page);
            next.add(slice);
            bytes += PartSize.of(slice);
        }
        return next;
    }

    /** Whether all have been given out. */
    boolean isAtEnd() {
        return asker.isDone();
    }
}
