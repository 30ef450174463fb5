package dev.dsync.engine.session;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageStore;
import java.io.IOException;
import java.util.Optional;

/** Pages that are here for a while, over those that stay. */
record OverlayPages(PageStore own, PageStore beneath) implements PageStore {
    @Override
    public Optional<byte[]> find(Digest name) throws IOException {
        Optional<byte[]> page = own.find(name);
        return page.isPresent() ? page : beneath.find(name);
    }

    @Override
    public boolean contains(Digest name) throws IOException {
        return own.contains(name) || beneath.contains(name);
    }

    @Override
    public void put(Digest name, byte[] page) throws IOException {
        if (!beneath.contains(name)) {
            own.put(name, page);
        }
    }
}
