package dev.dsync.core.chunk;

import dev.dsync.core.hash.Sha256;
import java.util.Arrays;

/** Names chunks: SHA-256 of their bytes. The chunk that zeros are cut into is named once. */
public final class ChunkName {
    private final Sha256 sha256 = new Sha256();
    private final byte[] zeros = new byte[Chunk.BYTES_MIN];
    private final Chunk zeroChunk =
            new Chunk(sha256.update(zeros, 0, zeros.length).finish(), zeros.length);

    /** The chunk of {@code length} bytes from {@code offset}. */
    public Chunk of(byte[] bytes, int offset, int length) {
        if (length == zeros.length
                && Arrays.equals(bytes, offset, offset + length, zeros, 0, length)) {
            return zeroChunk;
        }
        return new Chunk(sha256.update(bytes, offset, length).finish(), length);
    }
}
