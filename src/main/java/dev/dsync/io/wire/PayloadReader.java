package dev.dsync.io.wire;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.Varint;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A strict reading position in the payload of a bulk message; every complaint names field and
 * offset.
 */
final class PayloadReader {
    private static final int NANOS_MAX = 999_999_999;

    private final FrameType type;
    private final byte[] bytes;
    private int at;

    PayloadReader(FrameType type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    int octet(String field) throws MalformedFrameException {
        if (at == bytes.length) {
            throw malformed(field, "cut short");
        }
        return bytes[at++] & 0xff;
    }

    boolean flag(String field) throws MalformedFrameException {
        int value = octet(field);
        if (value > 1) {
            throw malformed(field, "no flag");
        }
        return value == 1;
    }

    private long varint(String field) throws MalformedFrameException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = octet(field);
            if (shift == 63 && b > 1) {
                throw malformed(field, "number over 64 bits");
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                if (b == 0 && shift > 0) {
                    throw malformed(field, "number not in its shortest form");
                }
                return value;
            }
        }
    }

    /** A number in 0 to {@code max}. */
    long number(long max, String field) throws MalformedFrameException {
        long value = varint(field);
        if (value < 0 || value > max) {
            throw malformed(field, "number over " + max);
        }
        return value;
    }

    int number(int max, String field) throws MalformedFrameException {
        return (int) number((long) max, field);
    }

    long signed(String field) throws MalformedFrameException {
        return Varint.unzigzag(varint(field));
    }

    /** How many parts of at least {@code bytesEach} bytes follow. */
    int count(int bytesEach, String field) throws MalformedFrameException {
        int count = number(Limits.PARTS_MAX, field);
        if ((long) count * bytesEach > bytes.length - at) {
            throw malformed(field, "count beyond the end");
        }
        return count;
    }

    <E extends Enum<E>> E constant(WireEnum<E> numbers, String field)
            throws MalformedFrameException {
        int number = octet(field);
        E constant = numbers.constant(number);
        if (constant == null) {
            throw malformed(field, "unknown value " + number);
        }
        return constant;
    }

    /** The bytes behind a length of at most {@code max}; not copied. */
    Slice slice(int max, String field) throws MalformedFrameException {
        int length = number(max, field);
        return new Slice(bytes, skip(length, field), length);
    }

    /** The same, copied. */
    byte[] run(int max, String field) throws MalformedFrameException {
        int length = number(max, field);
        int start = skip(length, field);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    private int skip(int length, String field) throws MalformedFrameException {
        if (length > bytes.length - at) {
            throw malformed(field, "cut short");
        }
        at += length;
        return at - length;
    }

    Digest digest(String field) throws MalformedFrameException {
        return Digest.of(bytes, skip(Digest.BYTES, field));
    }

    RelPath path(String field) throws MalformedFrameException {
        return path(run(RelPath.BYTES_MAX, field), field);
    }

    /**
     * A path of which only what it does not share with the one before is spelled, as much as that
     * is.
     */
    RelPath pathBelow(@Nullable RelPath before, String field) throws MalformedFrameException {
        byte[] above = before == null ? new byte[0] : before.bytes();
        int shared = number(above.length, field);
        int length = number(RelPath.BYTES_MAX - shared, field);
        int start = skip(length, field);
        if (length > 0 && shared < above.length && above[shared] == bytes[start]) {
            throw malformed(field, "shares more");
        }
        byte[] path = Arrays.copyOf(above, shared + length);
        System.arraycopy(bytes, start, path, shared, length);
        return path(path, field);
    }

    private RelPath path(byte[] path, String field) throws MalformedFrameException {
        try {
            return RelPath.of(path);
        } catch (IllegalNameException e) {
            throw malformed(field, String.valueOf(e.getMessage()));
        }
    }

    Timestamp time(String field) throws MalformedFrameException {
        long seconds = signed(field);
        return new Timestamp(seconds, number(NANOS_MAX, field));
    }

    String text(String field) throws MalformedFrameException {
        int length = number(Limits.TEXT_MAX, field);
        int start = skip(length, field);
        try {
            return Text.decode(bytes, start, length);
        } catch (CharacterCodingException e) {
            throw malformed(field, "no UTF-8");
        }
    }

    /** Refuses bytes behind what was read. */
    void finish() throws MalformedFrameException {
        if (at != bytes.length) {
            throw malformed("end", "trailing bytes");
        }
    }

    /** The complaint about what was just read. */
    MalformedFrameException malformed(String field, String what) {
        return new MalformedFrameException(type.message() + "." + field, at, what);
    }
}
