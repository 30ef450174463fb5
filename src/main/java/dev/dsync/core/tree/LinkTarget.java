package dev.dsync.core.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a symbolic link points: 1 to 4,095 bytes without NUL, as the link holds them. */
public final class LinkTarget {
    /** The most bytes a target may have (Linux {@code PATH_MAX} without its NUL). */
    public static final int BYTES_MAX = 4095;

    private static final byte[] MUNGED = "/rsyncd-munged/".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;

    private LinkTarget(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The target made of these bytes, which are copied.
     *
     * @throws IllegalNameException if it is empty, too long or holds a NUL
     */
    public static LinkTarget of(byte[] bytes) throws IllegalNameException {
        if (bytes.length == 0 || bytes.length > BYTES_MAX) {
            throw new IllegalNameException("link target of " + bytes.length + " bytes");
        }
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalNameException("link target with NUL");
            }
        }
        return new LinkTarget(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    byte[] raw() {
        return bytes;
    }

    /**
     * Whether it leads out of the tree that {@code link} lies in, as far as names tell: it is
     * absolute, goes up further than to the root, or goes up anywhere but at its beginning. A
     * {@code ..} at its very end counts as such a place, unless it is all there is.
     */
    public boolean leadsOutOf(RelPath link) {
        if (bytes[0] == '/') {
            return true;
        }
        int depth = link.depth() - 1;
        boolean down = false;
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] != '/') {
                continue;
            }
            boolean up = i - start == 2 && bytes[start] == '.' && bytes[start + 1] == '.';
            boolean last = i == bytes.length;
            if (up && (down || --depth < 0 || (last && start > 0))) {
                return true;
            }
            down |= i > start && !up;
            start = i + 1;
        }
        return false;
    }

    /**
     * The target that leads nowhere and tells what it was: as rsync writes it, and reads it, too.
     *
     * @throws IllegalNameException if it is too long for that
     */
    public LinkTarget munged() throws IllegalNameException {
        byte[] munged = Arrays.copyOf(MUNGED, MUNGED.length + bytes.length);
        System.arraycopy(bytes, 0, munged, MUNGED.length, bytes.length);
        return of(munged);
    }

    /** What it was before it was {@linkplain #munged munged}, if it was. */
    public LinkTarget unmunged() {
        boolean isMunged =
                bytes.length > MUNGED.length
                        && Arrays.equals(bytes, 0, MUNGED.length, MUNGED, 0, MUNGED.length);
        return isMunged
                ? new LinkTarget(Arrays.copyOfRange(bytes, MUNGED.length, bytes.length))
                : this;
    }

    /** Bytes in the target. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkTarget that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The target as it is printed: see {@link Escape}. */
    @Override
    public String toString() {
        return Escape.path(bytes);
    }
}
