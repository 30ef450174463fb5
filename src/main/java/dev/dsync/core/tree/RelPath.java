package dev.dsync.core.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A path below a root: names joined by {@code /}; the empty path is the root itself.
 *
 * <p>A value of this type cannot name anything above the root: every component is a {@link Name}.
 * Paths are ordered by components, as if {@code /} were byte 0, so a depth-first walk in name order
 * meets them sorted.
 */
public final class RelPath implements Comparable<RelPath> {
    /** The most bytes a path may have. */
    public static final int BYTES_MAX = 4096;

    /** The root itself. */
    public static final RelPath ROOT = new RelPath(new byte[0]);

    private final byte[] bytes;

    private RelPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The path these bytes spell, which are copied: no leading, trailing or doubled {@code /}, no
     * {@code .} and {@code ..}, at most {@value #BYTES_MAX} bytes.
     *
     * @throws IllegalNameException if a component is no name or the path is too long
     */
    public static RelPath of(byte[] bytes) throws IllegalNameException {
        if (bytes.length > BYTES_MAX) {
            throw new IllegalNameException("path longer than " + BYTES_MAX + " bytes");
        }
        if (bytes.length == 0) {
            return ROOT;
        }
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                Name.check(bytes, start, i - start);
                start = i + 1;
            }
        }
        return new RelPath(bytes.clone());
    }

    /** A path known to the program, in UTF-8; an illegal one is a bug. */
    public static RelPath literal(String path) {
        try {
            return of(path.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * The path of an entry of this directory.
     *
     * @throws IllegalNameException if it would be too long
     */
    public RelPath child(Name name) throws IllegalNameException {
        byte[] tail = name.raw();
        if (bytes.length == 0) {
            return new RelPath(tail);
        }
        if (bytes.length + 1 + tail.length > BYTES_MAX) {
            throw new IllegalNameException("path longer than " + BYTES_MAX + " bytes");
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + tail.length);
        joined[bytes.length] = '/';
        System.arraycopy(tail, 0, joined, bytes.length + 1, tail.length);
        return new RelPath(joined);
    }

    /**
     * The path of {@code below} seen from the directory above this one.
     *
     * @throws IllegalNameException if it would be too long
     */
    public RelPath resolve(RelPath below) throws IllegalNameException {
        if (bytes.length == 0) {
            return below;
        }
        if (below.bytes.length == 0) {
            return this;
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + below.bytes.length);
        joined[bytes.length] = '/';
        System.arraycopy(below.bytes, 0, joined, bytes.length + 1, below.bytes.length);
        if (joined.length > BYTES_MAX) {
            throw new IllegalNameException("path longer than " + BYTES_MAX + " bytes");
        }
        return new RelPath(joined);
    }

    /** Whether this is the root. */
    public boolean isRoot() {
        return bytes.length == 0;
    }

    /** The directory this path stands in; the root has none, and asking for it is a bug. */
    public RelPath parent() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        int slash = lastSlash();
        return slash < 0 ? ROOT : new RelPath(Arrays.copyOf(bytes, slash));
    }

    /** This path and the directories it lies in, the deepest first, but for the root. */
    public List<RelPath> upwards() {
        List<RelPath> upwards = new ArrayList<>();
        for (RelPath at = this; !at.isRoot(); at = at.parent()) {
            upwards.add(at);
        }
        return upwards;
    }

    /** All directories these paths lie in; the root is one of them, and lies in none. */
    public static Set<RelPath> above(Collection<RelPath> paths) {
        Set<RelPath> above = new HashSet<>();
        for (RelPath path : paths) {
            path.upwards().forEach(at -> above.add(at.parent()));
        }
        return above;
    }

    /** All components, in order; none for the root. */
    public List<Name> names() {
        return upwards().reversed().stream().map(RelPath::name).toList();
    }

    /** The last component; the root has none, and asking for it is a bug. */
    public Name name() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no name");
        }
        return Name.trusted(Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length));
    }

    /** The number of components; 0 for the root. */
    public int depth() {
        if (bytes.length == 0) {
            return 0;
        }
        int depth = 1;
        for (byte b : bytes) {
            if (b == '/') {
                depth++;
            }
        }
        return depth;
    }

    /** Whether this path is {@code directory} or lies below it. */
    public boolean isWithin(RelPath directory) {
        int n = directory.bytes.length;
        return n == 0
                || (bytes.length >= n
                        && Arrays.equals(bytes, 0, n, directory.bytes, 0, n)
                        && (bytes.length == n || bytes[n] == '/'));
    }

    /**
     * This path as seen from {@code directory}, in which it must lie.
     *
     * @throws IllegalArgumentException if it does not
     */
    public RelPath relativeTo(RelPath directory) {
        if (!isWithin(directory)) {
            throw new IllegalArgumentException(this + " is not within " + directory);
        }
        int n = directory.bytes.length;
        if (n == 0) {
            return this;
        }
        return bytes.length == n
                ? ROOT
                : new RelPath(Arrays.copyOfRange(bytes, n + 1, bytes.length));
    }

    private int lastSlash() {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '/') {
                return i;
            }
        }
        return -1;
    }

    /** A copy of the bytes, names joined by {@code /}. */
    public byte[] bytes() {
        return bytes.clone();
    }

    byte[] raw() {
        return bytes;
    }

    /** Bytes in the path, 0 to {@value #BYTES_MAX}. */
    public int length() {
        return bytes.length;
    }

    @Override
    public int compareTo(RelPath other) {
        int n = Arrays.mismatch(bytes, other.bytes);
        if (n < 0) {
            return 0;
        }
        return rank(bytes, n) - rank(other.bytes, n);
    }

    /**
     * The weight of a byte in the order of paths; no name holds byte 0, so {@code /} can take its
     * place.
     */
    private static int rank(byte[] bytes, int at) {
        if (at >= bytes.length) {
            return -1;
        }
        return bytes[at] == '/' ? 0 : bytes[at] & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelPath that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The path as it is printed: see {@link Escape}; the root is {@code .}. */
    @Override
    public String toString() {
        return isRoot() ? "." : Escape.path(bytes);
    }
}
