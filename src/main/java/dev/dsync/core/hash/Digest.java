package dev.dsync.core.hash;

import java.util.HexFormat;

/**
 * A 256-bit digest, as four big-endian words: a value that can be compared, hashed and not changed.
 *
 * @param a bytes 0 to 7
 * @param b bytes 8 to 15
 * @param c bytes 16 to 23
 * @param d bytes 24 to 31
 */
public record Digest(long a, long b, long c, long d) implements Comparable<Digest> {
    /** Bytes in a digest. */
    public static final int BYTES = 32;

    /** The digest in the 32 bytes from {@code offset}. */
    public static Digest of(byte[] bytes, int offset) {
        return new Digest(
                word(bytes, offset),
                word(bytes, offset + 8),
                word(bytes, offset + 16),
                word(bytes, offset + 24));
    }

    /** Writes the 32 bytes from {@code offset}. */
    public void write(byte[] bytes, int offset) {
        word(bytes, offset, a);
        word(bytes, offset + 8, b);
        word(bytes, offset + 16, c);
        word(bytes, offset + 24, d);
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        write(bytes, 0);
        return bytes;
    }

    private static long word(byte[] bytes, int offset) {
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word = (word << 8) | (bytes[offset + i] & 0xff);
        }
        return word;
    }

    private static void word(byte[] bytes, int offset, long word) {
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[offset + i] = (byte) (word >>> (56 - 8 * i));
        }
    }

    @Override
    public int compareTo(Digest other) {
        int order = Long.compareUnsigned(a, other.a);
        if (order == 0) {
            order = Long.compareUnsigned(b, other.b);
        }
        if (order == 0) {
            order = Long.compareUnsigned(c, other.c);
        }
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    /** 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
