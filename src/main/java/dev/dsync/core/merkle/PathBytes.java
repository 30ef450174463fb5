package dev.dsync.core.merkle;

import java.util.Arrays;

/**
 * Paths as the merkle structure sees them: bytes with {@code /} between names, ordered as if it
 * were byte 0.
 */
final class PathBytes {
    /** The most bytes a path may have. */
    static final int MAX = 4096;

    private PathBytes() {}

    static int compare(byte[] a, int aLength, byte[] b, int bLength) {
        int n = Arrays.mismatch(a, 0, aLength, b, 0, bLength);
        return n < 0 ? 0 : rank(a, n, aLength) - rank(b, n, bLength);
    }

    /** The weight of a byte in the order of paths. */
    static int rank(byte[] path, int at, int length) {
        if (at >= length) {
            return -1;
        }
        return path[at] == '/' ? 0 : path[at] & 0xff;
    }

    /** Bytes both begin with. */
    static int shared(byte[] a, int aLength, byte[] b, int bLength) {
        int n = Arrays.mismatch(a, 0, aLength, b, 0, bLength);
        return n < 0 ? aLength : n;
    }

    /** Where the last name begins. */
    static int nameStart(byte[] path, int length) {
        int at = length;
        while (at > 0 && path[at - 1] != '/') {
            at--;
        }
        return at;
    }

    /**
     * The length of the directory a path stands in; 0 beneath the root, and for the root itself.
     */
    static int parentLength(byte[] path, int length) {
        return Math.max(0, nameStart(path, length) - 1);
    }

    /** The length of the deepest directory both paths stand in or below. */
    static int commonDirectory(byte[] a, int aLength, byte[] b, int bLength) {
        return commonPath(a, parentLength(a, aLength), b, parentLength(b, bLength));
    }

    /** The length of the deepest directory that is both directories or above them. */
    static int commonPath(byte[] a, int aLength, byte[] b, int bLength) {
        int shared = shared(a, aLength, b, bLength);
        boolean aEnds = shared == aLength || a[shared] == '/';
        boolean bEnds = shared == bLength || b[shared] == '/';
        return aEnds && bEnds ? shared : Math.max(0, nameStart(a, shared) - 1);
    }

    /** Whether a path of this length has a directory of that length above it. */
    static boolean isDirectoryOf(byte[] path, int length, int directory) {
        return directory == 0 || (directory < length && path[directory] == '/');
    }
}
