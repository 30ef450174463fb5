package dev.dsync.core.chunk;

import dev.dsync.core.hash.Digest;

/**
 * A piece of a file's content.
 *
 * @param name SHA-256 of its bytes
 * @param length how many they are
 */
public record Chunk(Digest name, int length) {
    /** The least bytes of a chunk that does not end its file. */
    public static final int BYTES_MIN = 16 << 10;

    /** The most bytes of a chunk. */
    public static final int BYTES_MAX = 48 << 10;

    public Chunk {
        if (length < 1 || length > BYTES_MAX) {
            throw new IllegalArgumentException("chunk of " + length + " bytes");
        }
    }

    /** Whether it can only be the last of its file. */
    boolean endsFile() {
        return length < BYTES_MIN;
    }
}
