package dev.dsync.core.hash;

import net.openhft.hashing.LongTupleHashFunction;

/**
 * XXH3-128 with a seed: tells quickly whether bytes are those it saw before, to whoever keeps the
 * seed to himself. For one thread at a time; it makes no garbage.
 */
public final class FastHash128 {
    private final LongTupleHashFunction function;

    /** The lower half, then the upper one. */
    private final long[] halves = new long[2];

    /** The function with this seed; 0 is XXH3 without one. */
    public FastHash128(long seed) {
        function = LongTupleHashFunction.xx128(seed);
    }

    /** Takes the fast hash of {@code length} bytes from {@code offset}. */
    public void take(byte[] bytes, int offset, int length) {
        function.hashBytes(bytes, offset, length, halves);
    }

    /** The upper half of the one last taken. */
    public long high() {
        return halves[1];
    }

    /** The lower half of the one last taken. */
    public long low() {
        return halves[0];
    }

    /** Whether the one last taken is this. */
    public boolean is(long high, long low) {
        return halves[1] == high && halves[0] == low;
    }
}
