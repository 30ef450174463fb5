package dev.dsync.core.merkle;

/** Where pages end, and what no page exceeds. */
final class PageLimits {
    /** Bytes of a page. */
    static final int BYTES_MAX = 64 << 10;

    /** Records of a page. */
    static final int RECORDS_MAX = 256;

    /** Records before a key may end a page. */
    static final int RECORDS_MIN = 16;

    /** One key in so many ends a page. */
    static final int KEYS_PER_CUT = 48;

    /**
     * Counted bytes of a page; with the directory part of the first path, which is not counted so
     * that a moved directory is cut alike, a page stays within {@link #BYTES_MAX}.
     */
    static final int COUNTED_MAX = 60 << 10;

    /** What a length that depends on the page's directory counts for: the most it takes. */
    static final int COUNTED_LENGTH = 2;

    private PageLimits() {}
}
