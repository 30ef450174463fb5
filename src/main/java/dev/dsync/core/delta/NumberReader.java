package dev.dsync.core.delta;

/** A strict reading position in bytes nobody vouches for. */
final class NumberReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    NumberReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        at = offset;
        end = offset + length;
    }

    int left() {
        return end - at;
    }

    int octet(String what) throws MalformedDeltaException {
        if (at == end) {
            throw malformed(what + " cut short");
        }
        return bytes[at++] & 0xff;
    }

    /** The next number, which must be in its shortest form and lie in min to max. */
    int number(int min, int max, String what) throws MalformedDeltaException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = octet(what);
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                if (b == 0 && shift > 0) {
                    throw malformed(what + " not in its shortest form");
                }
                break;
            }
            if (shift == 28) {
                throw malformed(what + " over " + max);
            }
        }
        if (value < min || value > max) {
            throw malformed(what + " not in " + min + " to " + max);
        }
        return (int) value;
    }

    /** The next signed number, of a magnitude up to {@code max}. */
    int signed(int max, String what) throws MalformedDeltaException {
        int value = number(0, 2 * max, what);
        return (value & 1) == 0 ? value >>> 1 : -(value >>> 1) - 1;
    }

    /** Passes what is left and returns where it began. */
    int rest() {
        int start = at;
        at = end;
        return start;
    }

    MalformedDeltaException malformed(String what) {
        return new MalformedDeltaException(what, at);
    }
}
