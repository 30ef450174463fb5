package dev.dsync.core.chunk;

/**
 * Where a byte stream is cut. A cut depends on the bytes between the one before and the look-ahead
 * behind that, and on nothing else: streams that agree from a cut on are cut alike from there.
 */
public interface Chunker {
    /** The one that makes manifests; part of the format. */
    static Chunker standard() {
        return new MaximumChunker(Chunk.BYTES_MIN, Chunk.BYTES_MAX);
    }

    /** The least bytes of a chunk that does not end the stream. */
    int bytesMin();

    /** The most bytes of a chunk. */
    int bytesMax();

    /** Bytes from a cut on that decide where the next one is. */
    int lookAhead();

    /**
     * The length of the chunk that begins at {@code offset}; 0 if the {@code length} bytes from
     * there do not decide it: there are none, or they are fewer than the look-ahead and more come.
     *
     * @param atEnd whether the stream ends with these bytes
     */
    int next(byte[] bytes, int offset, int length, boolean atEnd);

    /**
     * How many chunks of {@link #bytesMin} zeros certainly come first, one behind the other, in
     * what begins with this many zeros.
     */
    long zeroChunks(long zeros);
}
