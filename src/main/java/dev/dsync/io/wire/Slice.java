package dev.dsync.io.wire;

import java.util.Arrays;
import java.util.Objects;

/** A run of bytes inside an array that nobody changes while the slice is in use. */
public final class Slice {
    private final byte[] array;
    private final int offset;
    private final int length;

    /** The bytes from {@code offset}; the array is not copied. */
    public Slice(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** All bytes of the array, which is not copied. */
    public Slice(byte[] array) {
        this(array, 0, array.length);
    }

    /** The array the bytes lie in. */
    public byte[] array() {
        return array;
    }

    /** Where in the array they begin. */
    public int offset() {
        return offset;
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    /** The bytes, copied if they are not the whole array. */
    public byte[] toArray() {
        return offset == 0 && length == array.length
                ? array
                : Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Whether the bytes are the same, wherever they lie. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Slice that
                && Arrays.equals(
                        array,
                        offset,
                        offset + length,
                        that.array,
                        that.offset,
                        that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
