package dev.dsync.core.merkle;

import java.io.IOException;

/** A walk over the records two sequences with paths do not share, in order; equal pages in equal places are not opened. */
public final class PageDifference {
    public PageDifference(PageStore leftStore, PageRoot left, PageStore rightStore, PageRoot right) {
        throw new UnsupportedOperationException();
    }

    /** Steps to the next path whose records differ; false at the end. */
    public boolean next() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** A copy of the path. */
    public byte[] path() {
        throw new UnsupportedOperationException();
    }

    /** Whether the left sequence has a record at the path. */
    public boolean hasLeft() {
        throw new UnsupportedOperationException();
    }

    /** Whether the right sequence has a record at the path. */
    public boolean hasRight() {
        throw new UnsupportedOperationException();
    }

    public long leftBytes() {
        throw new UnsupportedOperationException();
    }

    public long rightBytes() {
        throw new UnsupportedOperationException();
    }

    /** A copy of the left record's payload. */
    public byte[] leftPayload() {
        throw new UnsupportedOperationException();
    }

    /** A copy of the right record's payload. */
    public byte[] rightPayload() {
        throw new UnsupportedOperationException();
    }
}
