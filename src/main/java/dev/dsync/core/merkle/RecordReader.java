package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.util.Arrays;

/**
 * A strict reading position in bytes nobody vouches for: every length is checked before anything is
 * made of it.
 */
public final class RecordReader {
    private byte[] bytes;
    private int at;
    private int end;

    /** Reads {@code length} bytes from {@code offset}. */
    public RecordReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        at = offset;
        end = offset + length;
    }

    /** Reads other bytes from now on. */
    public void reset(byte[] other, int offset, int length) {
        bytes = other;
        at = offset;
        end = offset + length;
    }

    public boolean atEnd() {
        return at == end;
    }

    /** The offset in the array. */
    public int position() {
        return at;
    }

    /** The array it reads, where {@link #position} counts. */
    byte[] bytes() {
        return bytes;
    }

    /** Bytes not read yet. */
    public int left() {
        return end - at;
    }

    /** The next byte, 0 to 255. */
    public int octet() throws MalformedPageException {
        if (at == end) {
            throw malformed("cut short");
        }
        return bytes[at++] & 0xff;
    }

    /** The next number, all 64 bits of it, refused unless in its shortest form. */
    public long varint() throws MalformedPageException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = octet();
            if (shift == 63 && b > 1) {
                throw malformed("number over 64 bits");
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                if (b == 0 && shift > 0) {
                    throw malformed("number not in its shortest form");
                }
                return value;
            }
        }
        throw malformed("number over 64 bits");
    }

    /** The next number, which must lie in 0 to {@code max}. */
    public long varint(long max, String what) throws MalformedPageException {
        long value = varint();
        if (value < 0 || value > max) {
            throw malformed(what + " over " + max);
        }
        return value;
    }

    /**
     * The next number as a length of what follows, at most {@code max} and no more than is left.
     */
    public int length(int max, String what) throws MalformedPageException {
        int length = (int) varint(max, what);
        if (length > end - at) {
            throw malformed(what + " beyond the end");
        }
        return length;
    }

    /** Passes {@code length} bytes and returns where they began. */
    public int skip(int length) throws MalformedPageException {
        if (length > end - at) {
            throw malformed("cut short");
        }
        at += length;
        return at - length;
    }

    /** A copy of the next {@code length} bytes. */
    public byte[] take(int length) throws MalformedPageException {
        int start = skip(length);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    /** The next 32 bytes. */
    public Digest digest() throws MalformedPageException {
        return Digest.of(bytes, skip(Digest.BYTES));
    }

    /** Refuses bytes behind what was read. */
    public void finish() throws MalformedPageException {
        if (at != end) {
            throw malformed("trailing bytes");
        }
    }

    /** The complaint about what was just read. */
    public MalformedPageException malformed(String what) {
        return new MalformedPageException(what, at);
    }
}
