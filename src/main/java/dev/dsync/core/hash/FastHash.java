package dev.dsync.core.hash;

import net.openhft.hashing.LongHashFunction;

/** XXH3-64 with a seed: quick, stable between machines, and no protection against anybody. */
public final class FastHash {
    private final LongHashFunction function;

    private FastHash(LongHashFunction function) {
        this.function = function;
    }

    /** The function with this seed; 0 is XXH3 without one. */
    public static FastHash seeded(long seed) {
        return new FastHash(seed == 0 ? LongHashFunction.xx3() : LongHashFunction.xx3(seed));
    }

    /** The hash of {@code length} bytes from {@code offset}. */
    public long hash(byte[] bytes, int offset, int length) {
        return function.hashBytes(bytes, offset, length);
    }
}
