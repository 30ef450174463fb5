package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.merkle.Varint;
import dev.dsync.core.tree.Timestamp;
import java.util.Arrays;

/** A key or value being written, and the readers of its parts. */
final class RowBytes {
    private byte[] bytes = new byte[128];
    private int length;

    RowBytes octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    RowBytes number(long value) {
        room(Varint.BYTES_MAX);
        length = Varint.write(bytes, length, value);
        return this;
    }

    RowBytes signed(long value) {
        return number(Varint.zigzag(value));
    }

    /** The lowest {@code count} bytes of a number, highest first. */
    RowBytes fixed(long value, int count) {
        room(count);
        for (int i = count - 1; i >= 0; i--) {
            bytes[length++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    RowBytes raw(byte[] from, int count) {
        room(count);
        System.arraycopy(from, 0, bytes, length, count);
        length += count;
        return this;
    }

    RowBytes digest(Digest digest) {
        room(Digest.BYTES);
        digest.write(bytes, length);
        length += Digest.BYTES;
        return this;
    }

    RowBytes time(Timestamp time) {
        return signed(time.seconds()).number(time.nanos());
    }

    RowBytes root(PageRoot root) {
        return digest(root.name()).number(root.level()).number(root.entries()).number(root.bytes());
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    byte[] take() {
        return Arrays.copyOf(bytes, length);
    }

    static RecordReader reader(byte[] bytes) {
        return new RecordReader(bytes, 0, bytes.length);
    }

    static long fixed(byte[] bytes, int offset, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | (bytes[offset + i] & 0xff);
        }
        return value;
    }

    static long fixed(RecordReader in, int count) throws MalformedPageException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | in.octet();
        }
        return value;
    }

    static long signed(RecordReader in) throws MalformedPageException {
        return Varint.unzigzag(in.varint());
    }

    static Timestamp time(RecordReader in) throws MalformedPageException {
        return new Timestamp(signed(in), (int) in.varint(999_999_999, "nanoseconds"));
    }

    static PageRoot root(RecordReader in) throws MalformedPageException {
        return new PageRoot(
                in.digest(),
                (int) in.varint(PageRoot.LEVEL_MAX, "level"),
                in.varint(Long.MAX_VALUE, "entries"),
                in.varint(Long.MAX_VALUE, "bytes"));
    }
}
