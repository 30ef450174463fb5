package dev.dsync.core.hash;

import java.nio.ByteBuffer;

/**
 * A running SHA-256 of a content in the pieces it travels in. A run of zeros is taken as its
 * length, so that a huge hole costs neither end more than a small one.
 */
public final class PieceHash {
    private static final byte BYTES = 1;
    private static final byte ZEROS = 2;

    private final Sha256 hash = new Sha256();
    private final byte[] head = new byte[1 + Long.BYTES];

    /** Takes a piece of {@code length} bytes from {@code offset}. */
    public PieceHash bytes(byte[] bytes, int offset, int length) {
        head(BYTES, length);
        hash.update(bytes, offset, length);
        return this;
    }

    /** Takes a run of so many zeros. */
    public PieceHash zeros(long length) {
        head(ZEROS, length);
        return this;
    }

    private void head(byte kind, long length) {
        ByteBuffer.wrap(head).put(kind).putLong(length);
        hash.update(head, 0, head.length);
    }

    /** The digest of all pieces taken. */
    public Digest finish() {
        return hash.finish();
    }
}
