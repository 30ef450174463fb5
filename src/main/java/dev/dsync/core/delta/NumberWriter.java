package dev.dsync.core.delta;

import java.util.Arrays;

/**
 * Bytes that are appended to, and numbers in their shortest form: seven bits a byte, lowest first.
 */
final class NumberWriter {
    private byte[] bytes;
    private int length;

    NumberWriter(int capacity) {
        bytes = new byte[capacity];
    }

    void octet(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2 + 16);
        }
        bytes[length++] = (byte) value;
    }

    /** A number that is not negative. */
    void number(int value) {
        int rest = value;
        while (rest > 0x7f) {
            octet(rest | 0x80);
            rest >>>= 7;
        }
        octet(rest);
    }

    /** A number that may be negative, as one that is small when its magnitude is. */
    void signed(int value) {
        // more than 31 bits only from numbers no block has
        number(Math.abs(value) * 2 - (value < 0 ? 1 : 0));
    }

    /** The lowest {@code count} bytes of a hash, highest first. */
    void hash(long hash, int count) {
        for (int i = count - 1; i >= 0; i--) {
            octet((int) (hash >>> (8 * i)));
        }
    }

    void bytes(byte[] from) {
        if (bytes.length - length < from.length) {
            bytes = Arrays.copyOf(bytes, length + from.length);
        }
        System.arraycopy(from, 0, bytes, length, from.length);
        length += from.length;
    }

    byte[] take() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
