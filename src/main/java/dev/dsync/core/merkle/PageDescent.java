package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.List;

/**
 * Learns the pages of a remote sequence that a store lacks, from the top down. Who drives it sends what
 * {@link #wanted} names, and feeds the answers back in any order. Parents are put into the store once everything
 * beneath them is there.
 */
public final class PageDescent {
    /**
     * @param local the sequence here that is likely most like it; an empty sequence where there is none
     */
    public PageDescent(PageKind kind, PageStore store, PageRoot local, PageRoot remote) {
        throw new UnsupportedOperationException();
    }

    /** Up to {@code limit} requests not handed out before; none does not mean that all is here. */
    public List<PageRequest> wanted(int limit) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes the answer to a request.
     *
     * @throws MalformedPageException if it is none, or a page is not what its parent says
     */
    public void supply(PageRequest request, byte[] answer) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Takes a whole page, asked for or not; one nobody waits for is dropped. */
    public void supply(Digest name, byte[] page) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Whether every page of the remote sequence is in the store. */
    public boolean isDone() {
        throw new UnsupportedOperationException();
    }
}
