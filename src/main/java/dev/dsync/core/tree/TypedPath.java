package dev.dsync.core.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A path as somebody typed it: 0 to 4,095 bytes without NUL, absolute or relative to wherever its
 * reader stands, with a trailing slash where that was typed. It may lead anywhere; only its reader
 * can say where it may lead.
 */
public final class TypedPath {
    /** The most bytes it may have. */
    public static final int BYTES_MAX = 4095;

    private final byte[] bytes;

    private TypedPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The path made of these bytes, which are copied.
     *
     * @throws IllegalNameException if it is too long or holds a NUL
     */
    public static TypedPath of(byte[] bytes) throws IllegalNameException {
        if (bytes.length > BYTES_MAX) {
            throw new IllegalNameException("path longer than " + BYTES_MAX + " bytes");
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalNameException("path with NUL");
            }
        }
        return new TypedPath(bytes.clone());
    }

    /** A path known to the program, in UTF-8; an illegal one is a bug. */
    public static TypedPath literal(String path) {
        try {
            return of(path.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether nothing was typed. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /**
     * Whether the path means what is in a directory, not the directory: it ends with a slash, or
     * its last component is {@code .} or {@code ..}.
     */
    public boolean meansContents() {
        byte[] last = lastComponent();
        return last.length == 0
                || (last.length == 1 && last[0] == '.')
                || (last.length == 2 && last[0] == '.' && last[1] == '.');
    }

    /** What stands behind the last slash; empty if the path ends with one. */
    public byte[] lastComponent() {
        int slash = bytes.length - 1;
        while (slash >= 0 && bytes[slash] != '/') {
            slash--;
        }
        return Arrays.copyOfRange(bytes, slash + 1, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TypedPath that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The path as it is printed: see {@link Escape}. */
    @Override
    public String toString() {
        return Escape.path(bytes);
    }
}
