package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException.Reason;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A way from an opened root to a directory below it that follows no link and does not leave the
 * root.
 */
sealed interface DirectoryOpener {
    /** What a directory is opened with that is to be listed and synced. */
    int LISTED =
            Constants.O_RDONLY | Constants.O_DIRECTORY | Constants.O_NOFOLLOW | Constants.O_CLOEXEC;

    /**
     * What a directory is opened with that is only a step on the way; permission to read it is not
     * needed.
     */
    int PASSED =
            Constants.O_PATH | Constants.O_DIRECTORY | Constants.O_NOFOLLOW | Constants.O_CLOEXEC;

    /**
     * Opens a directory.
     *
     * @param path not the root
     * @return its descriptor, which the caller closes
     */
    int open(Scratch scratch, int root, RelPath path) throws FsException;

    /** Opens a directory by one name in another; the name is in the scratch. */
    static int openName(Scratch scratch, int directory, MemorySegment name, int flags)
            throws FsException {
        int fd = PathCalls.openat(scratch, directory, name, flags, 0);
        if (fd >= 0) {
            return fd;
        }
        FsException failure = Errno.failure(scratch);
        if (failure.reason() == Reason.NOT_DIRECTORY && isSymlink(scratch, directory, name)) {
            // Linux checks for a directory before it checks for a link.
            throw new FsException(Reason.SYMLINK);
        }
        throw failure;
    }

    /** Whether the name, which is in the scratch, is a symbolic link. */
    static boolean isSymlink(Scratch scratch, int directory, MemorySegment name)
            throws FsException {
        int flags = Constants.AT_SYMLINK_NOFOLLOW | Constants.AT_NO_AUTOMOUNT;
        int result =
                PathCalls.statx(
                        scratch,
                        directory,
                        name,
                        flags,
                        Constants.STATX_BASIC_STATS,
                        scratch.stat());
        return result == 0 && scratch.toStat().kind() == Kind.SYMLINK;
    }

    /** The kernel walks the whole path in one call of {@code openat2}. */
    record ByKernel() implements DirectoryOpener {
        private static final int RESOLVE =
                Constants.RESOLVE_BENEATH
                        | Constants.RESOLVE_NO_SYMLINKS
                        | Constants.RESOLVE_NO_MAGICLINKS;
        private static final MemorySegment HOW_LISTED = how(LISTED);
        private static final MemorySegment HOW_PASSED = how(PASSED);

        /** Without {@code O_NOFOLLOW}, which would have a link at the end called no directory. */
        private static MemorySegment how(int flags) {
            return Arena.global()
                    .allocateFrom(JAVA_LONG, flags & ~Constants.O_NOFOLLOW, 0, RESOLVE);
        }

        /**
         * Whether this kernel, and whatever confines this process, lets {@code openat2} be called.
         */
        static boolean isAvailable(Scratch scratch) {
            int fd = open(scratch, Constants.AT_FDCWD, new byte[] {'.'}, HOW_PASSED);
            if (fd >= 0) {
                Descriptor.close(fd, scratch);
                return true;
            }
            return scratch.errno() != Errno.ENOSYS && scratch.errno() != Errno.EPERM;
        }

        @Override
        public int open(Scratch scratch, int root, RelPath path) throws FsException {
            byte[] bytes = path.bytes();
            if (bytes.length < Scratch.PATH_BYTES) {
                return check(open(scratch, root, bytes, HOW_LISTED), scratch);
            }
            // One call takes a path shorter than that: two, then.
            int slash = bytes.length / 2;
            while (bytes[slash] != '/') {
                slash++;
            }
            byte[] upper = Arrays.copyOf(bytes, slash);
            byte[] lower = Arrays.copyOfRange(bytes, slash + 1, bytes.length);
            int middle = check(open(scratch, root, upper, HOW_PASSED), scratch);
            try {
                return check(open(scratch, middle, lower, HOW_LISTED), scratch);
            } finally {
                Descriptor.close(middle, scratch);
            }
        }

        private static int open(Scratch scratch, int root, byte[] path, MemorySegment how) {
            return PathCalls.openat2(scratch, root, scratch.path(path), how);
        }

        private static int check(int fd, Scratch scratch) throws FsException {
            if (fd >= 0) {
                return fd;
            }
            throw scratch.errno() == Errno.EXDEV
                    ? new FsException(Reason.OUTSIDE)
                    : Errno.failure(scratch);
        }
    }

    /** One directory after the other is opened by its name in the one above. */
    record ByComponent() implements DirectoryOpener {
        @Override
        public int open(Scratch scratch, int root, RelPath path) throws FsException {
            byte[] bytes = path.bytes();
            int directory = root;
            int start = 0;
            while (true) {
                int end = start;
                while (end < bytes.length && bytes[end] != '/') {
                    end++;
                }
                boolean last = end == bytes.length;
                MemorySegment name = scratch.path(Arrays.copyOfRange(bytes, start, end));
                int next;
                try {
                    next = openName(scratch, directory, name, last ? LISTED : PASSED);
                } finally {
                    if (directory != root) {
                        Descriptor.close(directory, scratch);
                    }
                }
                if (last) {
                    return next;
                }
                directory = next;
                start = end + 1;
            }
        }
    }
}
