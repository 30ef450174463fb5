package dev.dsync.core.delta;

/**
 * A polynomial over the bytes of a block, modulo 2^64, that can be moved on by a byte. It finds
 * blocks and vouches for none: what is made of them is checked by chunk names.
 */
final class RollingHash {
    /** What each byte is worth more than the one behind it. */
    static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    /** Spreads what the last bytes of a block change over the bits that are kept. */
    private static final long SPREAD = 0xD6E8_FEB8_6659_FD93L;

    private RollingHash() {}

    /** The polynomial of {@code length} bytes. */
    static long of(byte[] bytes, int offset, int length) {
        long value = 0;
        for (int i = offset; i < offset + length; i++) {
            value = value * FACTOR + (bytes[i] & 0xff);
        }
        return value;
    }

    /** What the first byte of so many is worth once one more came in. */
    static long weight(int length) {
        long weight = 1;
        for (int i = 0; i < length; i++) {
            weight *= FACTOR;
        }
        return weight;
    }

    /** The polynomial one byte further on. */
    static long roll(long value, byte out, byte in, long weight) {
        return value * FACTOR + (in & 0xff) - (out & 0xff) * weight;
    }

    /** So many bytes that stand for the polynomial. */
    static long cut(long value, int bytes) {
        return (value * SPREAD) >>> (64 - 8 * bytes);
    }
}
