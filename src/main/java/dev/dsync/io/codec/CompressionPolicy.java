package dev.dsync.io.codec;

/** Which blocks are made smaller, and how hard that is tried. */
public sealed interface CompressionPolicy {
    /** The level that is used where nobody asked for another. */
    int LEVEL_DEFAULT = 3;

    /** The highest level there is. */
    int LEVEL_MAX = 22;

    /** Every block travels as it is. */
    record None() implements CompressionPolicy {}

    /** Every block is tried, and travels as it is only where that is shorter. */
    record Fixed(int level) implements CompressionPolicy {
        public Fixed {
            checkLevel(level);
        }
    }

    /** Blocks are tried of which samples become smaller. */
    record Adaptive(int level) implements CompressionPolicy {
        public Adaptive {
            checkLevel(level);
        }
    }

    /** The policy for links nobody said anything about. */
    static CompressionPolicy standard() {
        return new Adaptive(LEVEL_DEFAULT);
    }

    private static void checkLevel(int level) {
        if (level < 1 || level > LEVEL_MAX) {
            throw new IllegalArgumentException("zstd level " + level);
        }
    }
}
