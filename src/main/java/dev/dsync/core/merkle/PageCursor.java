package dev.dsync.core.merkle;

import java.io.IOException;

/** A walk over the records of a sequence in order, holding one page a level. */
public final class PageCursor {
    public PageCursor(PageKind kind, PageStore store, PageRoot root) {
        throw new UnsupportedOperationException();
    }

    /** Steps to the next record; false at the end. A page that is missing or malformed is an IOException. */
    public boolean next() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Makes the first record at or behind this path the next one; only forward. */
    public void seek(byte[] path) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Makes the record that holds this byte of what the sequence stands for the next one; only forward. */
    public void seekByte(long offset) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** A copy of the record's path. */
    public byte[] path() {
        throw new UnsupportedOperationException();
    }

    /** What the record stands for. */
    public long bytes() {
        throw new UnsupportedOperationException();
    }

    /** A copy of the record's payload. */
    public byte[] payload() {
        throw new UnsupportedOperationException();
    }

    /** Records before this one. */
    public long entriesBefore() {
        throw new UnsupportedOperationException();
    }

    /** What the records before this one stand for. */
    public long bytesBefore() {
        throw new UnsupportedOperationException();
    }
}
