package dev.dsync.core.merkle;

/**
 * Numbers as bytes: seven bits each, lowest first, the high bit says that more follow; the shortest
 * form only.
 */
public final class Varint {
    /** The most bytes a number takes. */
    public static final int BYTES_MAX = 10;

    private Varint() {}

    /** Bytes the number takes, read as unsigned. */
    public static int length(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /** Writes the number at {@code offset} and returns the offset behind it. */
    public static int write(byte[] bytes, int offset, long value) {
        int at = offset;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    /** A signed number as one that is small when its magnitude is. */
    public static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** The signed number back. */
    public static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
