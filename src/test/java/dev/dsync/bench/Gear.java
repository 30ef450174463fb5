package dev.dsync.bench;

import java.util.SplittableRandom;

/** Threshold on a gear hash, with another threshold behind a normal length. */
final class Gear implements Candidate {
    private static final int WINDOW = 64;
    private static final long[] GEAR = new SplittableRandom(1).longs(256).toArray();

    private final int min;
    private final int normal;
    private final int max;
    private final long before;
    private final long behind;

    Gear(int min, int normal, int max, double expectedBefore, double expectedBehind) {
        this.min = min;
        this.normal = normal;
        this.max = max;
        before = (long) (0x1p64 / expectedBefore) + Long.MIN_VALUE;
        behind = (long) (0x1p64 / expectedBehind) + Long.MIN_VALUE;
    }

    /** FastCDC's normalized form. */
    static Gear normalized(int mean) {
        return new Gear(mean / 4, mean, mean * 4, mean * 4.0, mean / 4.0);
    }

    /** One threshold, expected as far behind the minimum as the minimum is long. */
    static Gear plain(int mean) {
        return new Gear(mean / 2, mean / 2, mean * 5 / 2, mean / 2.0, mean / 2.0);
    }

    @Override
    public int next(byte[] bytes, int offset, int length) {
        if (length <= min) {
            return length;
        }
        int end = offset + Math.min(length, max);
        int at = offset + min - WINDOW;
        long hash = 0;
        for (; at < offset + min; at++) {
            hash = (hash << 1) + GEAR[bytes[at] & 0xff];
        }
        int middle = Math.min(end, offset + normal);
        for (; at < middle; at++) {
            hash = (hash << 1) + GEAR[bytes[at] & 0xff];
            if (hash + Long.MIN_VALUE < before) {
                return at + 1 - offset;
            }
        }
        for (; at < end; at++) {
            hash = (hash << 1) + GEAR[bytes[at] & 0xff];
            if (hash + Long.MIN_VALUE < behind) {
                return at + 1 - offset;
            }
        }
        return end - offset;
    }
}
