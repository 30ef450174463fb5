package dev.dsync.core.hash;

import java.util.Arrays;
import net.openhft.hashing.LongHashFunction;

/** XXH3-64 with a seed: quick, stable between machines, and no protection against anybody. */
public final class FastHash {
    /** Those of the first seeds: to expand a seed takes as long as to hash a small page. */
    private static final FastHash[] KNOWN = new FastHash[16];

    static {
        Arrays.setAll(KNOWN, FastHash::new);
    }

    private final LongHashFunction function;

    private FastHash(long seed) {
        function = seed == 0 ? LongHashFunction.xx3() : LongHashFunction.xx3(seed);
    }

    /** The function with this seed; 0 is XXH3 without one. */
    public static FastHash seeded(long seed) {
        return seed >= 0 && seed < KNOWN.length ? KNOWN[(int) seed] : new FastHash(seed);
    }

    /** The hash of {@code length} bytes from {@code offset}. */
    public long hash(byte[] bytes, int offset, int length) {
        return function.hashBytes(bytes, offset, length);
    }
}
