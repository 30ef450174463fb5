package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;

/**
 * A record of a manifest and what tells quickly whether its bytes are still there.
 *
 * @param length bytes of the chunk
 * @param repeats how many times in a row it stands there, at least 1
 * @param fastHigh the chunk's XXH3-128 under the index's seed, the upper half
 */
public record IndexedChunk(Digest name, int length, long repeats, long fastHigh, long fastLow) {
    public IndexedChunk {
        if (length < 0 || repeats < 1) {
            throw new IllegalArgumentException("length " + length + ", repeats " + repeats);
        }
    }

    /** Bytes the record stands for. */
    public long bytes() {
        return length * repeats;
    }
}
