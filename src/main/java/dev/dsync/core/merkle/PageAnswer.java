package dev.dsync.core.merkle;

import java.io.IOException;

/** What a holder of pages sends for a {@link PageRequest}: the records whose sketches were not in it. */
public final class PageAnswer {
    /** The most bytes an answer takes: a page and its children. */
    public static final int BYTES_MAX = 257 * (68 << 10);

    private PageAnswer() {}

    /**
     * The answer from the pages held.
     *
     * @param bytesMax children are left out, to be asked for by themselves, once the answer is this long
     */
    public static byte[] encode(PageKind kind, PageStore store, PageRequest request, int bytesMax) throws IOException {
        throw new UnsupportedOperationException();
    }
}
