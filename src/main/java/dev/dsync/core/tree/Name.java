package dev.dsync.core.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One component of a path: 1 to 255 bytes without {@code /} and NUL, and neither {@code .} nor
 * {@code ..}.
 *
 * <p>Names are bytes, as the kernel has them; nothing is normalized. They are ordered by unsigned
 * bytes.
 */
public final class Name implements Comparable<Name> {
    /** The most bytes a name may have. */
    public static final int BYTES_MAX = 255;

    private final byte[] bytes;

    private Name(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The name made of {@code length} bytes from {@code offset}; the bytes are copied.
     *
     * @throws IllegalNameException if they are no name
     */
    public static Name of(byte[] bytes, int offset, int length) throws IllegalNameException {
        check(bytes, offset, length);
        return new Name(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * The name made of these bytes, which are copied.
     *
     * @throws IllegalNameException if they are no name
     */
    public static Name of(byte[] bytes) throws IllegalNameException {
        return of(bytes, 0, bytes.length);
    }

    /** A name known to the program, in UTF-8; an illegal one is a bug. */
    public static Name literal(String name) {
        try {
            return of(name.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The name inside a path that was checked before. */
    static Name trusted(byte[] bytes) {
        return new Name(bytes);
    }

    /** Refuses what is no name; a table of what is refused stands in the test. */
    static void check(byte[] bytes, int offset, int length) throws IllegalNameException {
        if (length < 1) {
            throw new IllegalNameException("empty name");
        }
        if (length > BYTES_MAX) {
            throw new IllegalNameException("name longer than " + BYTES_MAX + " bytes");
        }
        if (bytes[offset] == '.' && (length == 1 || (length == 2 && bytes[offset + 1] == '.'))) {
            throw new IllegalNameException(length == 1 ? "name '.'" : "name '..'");
        }
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == 0 || bytes[i] == '/') {
                throw new IllegalNameException(bytes[i] == 0 ? "name with NUL" : "name with '/'");
            }
        }
    }

    /**
     * At most so many of the bytes of a name, ended before a UTF-8 character rather than in it.
     *
     * @param bytesMax at least 4 where the bytes are more
     */
    public static byte[] cut(byte[] bytes, int bytesMax) {
        if (bytes.length <= bytesMax) {
            return bytes;
        }
        int end = bytesMax;
        for (int i = 0; i < 3 && isContinuation(bytes[end]); i++) {
            end--;
        }
        return Arrays.copyOf(bytes, isContinuation(bytes[end]) ? bytesMax : end);
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Bytes in the name, 1 to 255. */
    public int length() {
        return bytes.length;
    }

    /** Whether the name begins with these bytes, compared without regard to ASCII case. */
    public boolean startsWithIgnoringCase(String ascii) {
        if (bytes.length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (lower(bytes[i]) != lower((byte) ascii.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    byte[] raw() {
        return bytes;
    }

    @Override
    public int compareTo(Name other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The name as it is printed: see {@link Escape}. */
    @Override
    public String toString() {
        return Escape.path(bytes);
    }
}
