package dev.dsync.core.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cuts where the eight bytes before the cut have the greatest score between the least and the most
 * bytes a chunk may have; the first of equal ones. The score is the bytes as a little-endian number
 * times a constant, modulo 2^64, unsigned: a bijection, so only equal bytes are equal, and zeros
 * are the least, so a cut moves to what stands out in them.
 *
 * <p>Nothing depends on a threshold, so no chunk ends because it is long, but in data that repeats
 * itself; there the first of equal scores makes chunks of one length.
 */
public final class MaximumChunker implements Chunker {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** 2^64 divided by the golden ratio. */
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private final int min;
    private final int max;

    /** As many as the windows of all places span. */
    private final byte[] zeros;

    /** Chunks of these bounds; the mean is half way. */
    public MaximumChunker(int min, int max) {
        if (min < Long.BYTES || max < min) {
            throw new IllegalArgumentException(min + " to " + max + " bytes");
        }
        this.min = min;
        this.max = max;
        zeros = new byte[max - min + Long.BYTES];
    }

    @Override
    public int bytesMin() {
        return min;
    }

    @Override
    public int bytesMax() {
        return max;
    }

    @Override
    public int lookAhead() {
        return max;
    }

    @Override
    public int next(byte[] bytes, int offset, int length, boolean atEnd) {
        if (length < max && !atEnd) {
            return 0;
        }
        if (length <= min) {
            return length;
        }
        int window = offset - Long.BYTES;
        int end = Math.min(length, max);
        if (Arrays.equals(bytes, window + min, offset + end, zeros, 0, end - min + Long.BYTES)) {
            // All scores are equal: said at once, since zeros are scored twice otherwise.
            return min;
        }
        long best = 0;
        int cut = min;
        for (int at = min; at <= end; at++) {
            long score = (long) LONG.get(bytes, window + at) * FACTOR;
            if (Long.compareUnsigned(score, best) > 0) {
                best = score;
                cut = at;
            }
        }
        return cut;
    }

    @Override
    public long zeroChunks(long zeros) {
        return zeros < max ? 0 : (zeros - max) / min + 1;
    }
}
