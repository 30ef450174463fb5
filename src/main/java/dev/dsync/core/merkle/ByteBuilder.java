package dev.dsync.core.merkle;

import java.util.Arrays;

/** Bytes that are appended to. */
final class ByteBuilder {
    private byte[] bytes = new byte[256];
    private int length;

    void put(byte[] from, int offset, int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    void varint(long value) {
        if (bytes.length - length < Varint.BYTES_MAX) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        length = Varint.write(bytes, length, value);
    }

    void clear() {
        length = 0;
    }

    /** The array itself; only the first {@link #length} bytes count. */
    byte[] raw() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte[] take() {
        return Arrays.copyOf(bytes, length);
    }
}
