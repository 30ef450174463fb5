package dev.dsync.io.wire;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.Varint;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.util.Arrays;

/**
 * A payload being written, with room for the frame's header before it; used again for frame after
 * frame.
 */
final class PayloadWriter {
    private static final int END_MAX = Limits.HEADER_BYTES + Limits.PAYLOAD_MAX;

    private byte[] bytes = new byte[8 << 10];
    private int end = Limits.HEADER_BYTES;

    /** Forgets what was written. */
    void clear() {
        end = Limits.HEADER_BYTES;
    }

    /** The array: the header's room, then the payload. */
    byte[] array() {
        return bytes;
    }

    /** Bytes of payload. */
    int length() {
        return end - Limits.HEADER_BYTES;
    }

    void octet(int value) {
        room(1);
        bytes[end++] = (byte) value;
    }

    /** A number that is never negative. */
    void number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative number " + value);
        }
        varint(value);
    }

    void signed(long value) {
        varint(Varint.zigzag(value));
    }

    private void varint(long value) {
        room(Varint.BYTES_MAX);
        end = Varint.write(bytes, end, value);
    }

    /** How many parts follow. */
    void count(int parts) {
        if (parts > Limits.PARTS_MAX) {
            throw new IllegalArgumentException(parts + " parts in one message");
        }
        varint(parts);
    }

    <E extends Enum<E>> void constant(WireEnum<E> numbers, E constant) {
        octet(numbers.number(constant));
    }

    /** Bytes behind their length. */
    void run(byte[] from) {
        run(from, 0, from.length);
    }

    void run(Slice slice) {
        run(slice.array(), slice.offset(), slice.length());
    }

    private void run(byte[] from, int offset, int length) {
        varint(length);
        raw(from, offset, length);
    }

    /** Bytes alone. */
    void raw(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, end, length);
        end += length;
    }

    void digest(Digest digest) {
        room(Digest.BYTES);
        digest.write(bytes, end);
        end += Digest.BYTES;
    }

    void path(RelPath path) {
        run(path.bytes());
    }

    void time(Timestamp time) {
        signed(time.seconds());
        number(time.nanos());
    }

    /** Text for people, cut if it is too long. */
    void text(String text) {
        run(Text.encode(text));
    }

    /** Makes room for {@code count} bytes behind what is written and returns where they begin. */
    int reserve(int count) {
        room(count);
        end += count;
        return end - count;
    }

    private void room(int count) {
        if (count > bytes.length - end) {
            int needed = Math.addExact(end, count);
            if (needed > END_MAX + Varint.BYTES_MAX) {
                throw new IllegalArgumentException("message over " + Limits.PAYLOAD_MAX + " bytes");
            }
            bytes =
                    Arrays.copyOf(
                            bytes,
                            Math.min(
                                    Math.max(needed, 2 * bytes.length),
                                    END_MAX + Varint.BYTES_MAX));
        }
    }
}
