package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;

/**
 * The wish for a page and, two levels a flight, for those of its children that the asker does not hold.
 */
public final class PageRequest {
    /** The most bytes a request takes. */
    public static final int BYTES_MAX = 64 << 10;

    private final Digest name;
    private final int level;

    PageRequest(Digest name, int level) {
        this.name = name;
        this.level = level;
    }

    public Digest name() {
        return name;
    }

    public int level() {
        return level;
    }

    /** The request as it travels. */
    public byte[] encode() {
        throw new UnsupportedOperationException();
    }

    /** A request as it came from a peer. */
    public static PageRequest decode(byte[] bytes) throws MalformedPageException {
        throw new UnsupportedOperationException();
    }
}
