package dev.dsync.core.merkle;

import java.io.IOException;

/** Cuts a sequence of records into pages, and their names into pages of parents, until one page is left. */
public final class PageWriter {
    /** The most bytes a record's payload may have. */
    public static final int PAYLOAD_MAX = 32 << 10;

    public PageWriter(PageKind kind, PageStore store) {
        throw new UnsupportedOperationException();
    }

    /**
     * The next record of a kind with paths.
     *
     * @param bytes what the record stands for, summed up in the root
     * @throws IllegalArgumentException if the path does not come after the one before, or the first is not empty
     */
    public void add(byte[] path, int pathLength, long bytes, byte[] payload, int payloadLength) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The next record of a kind without paths. */
    public void add(long bytes, byte[] payload, int payloadLength) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Ends the sequence; the writer is of no use afterwards. */
    public PageRoot finish() throws IOException {
        throw new UnsupportedOperationException();
    }
}
