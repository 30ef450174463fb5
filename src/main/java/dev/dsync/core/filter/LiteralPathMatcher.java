package dev.dsync.core.filter;

import java.util.Arrays;

/**
 * A path of up to 64 components without wildcards, anchored or compared with the tail of a path.
 */
final class LiteralPathMatcher implements Matcher {
    private final byte[][] components;
    private final boolean anchored;

    /** Bit i: the last i components of the directory are the first i of the pattern. */
    private final long matched;

    LiteralPathMatcher(byte[][] components, boolean anchored) {
        this(components, anchored, 1);
    }

    private LiteralPathMatcher(byte[][] components, boolean anchored, long matched) {
        this.components = components;
        this.anchored = anchored;
        this.matched = matched;
    }

    @Override
    public boolean matches(byte[] name, int offset, int length, boolean directory) {
        int last = components.length - 1;
        return (matched >>> last & 1) != 0
                && Arrays.equals(
                        name,
                        offset,
                        offset + length,
                        components[last],
                        0,
                        components[last].length);
    }

    @Override
    public Matcher enter(byte[] name) {
        long next = anchored ? 0 : 1;
        for (int i = 0; i < components.length - 1; i++) {
            if ((matched >>> i & 1) != 0 && Arrays.equals(components[i], name)) {
                next |= 2L << i;
            }
        }
        return next == matched ? this : new LiteralPathMatcher(components, anchored, next);
    }

    @Override
    public boolean isDead() {
        return matched == 0;
    }
}
