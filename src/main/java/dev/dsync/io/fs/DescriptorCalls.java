package dev.dsync.io.fs;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * C functions that act on an opened file or directory.
 *
 * <p>Each returns what C returns; after -1 the reason stands in the scratch. Interrupted calls are
 * repeated.
 */
final class DescriptorCalls {
    private static final MethodHandle CLOSE = CLibrary.function("close", 1);
    private static final MethodHandle GETDENTS64 = CLibrary.function("getdents64", 3);
    private static final MethodHandle LSEEK = CLibrary.function("lseek", 3);
    private static final MethodHandle FCHMOD = CLibrary.function("fchmod", 2);
    private static final MethodHandle FCHOWN = CLibrary.function("fchown", 3);
    private static final MethodHandle FUTIMENS = CLibrary.function("futimens", 2);
    private static final MethodHandle PREAD = CLibrary.function("pread", 4);
    private static final MethodHandle PWRITE = CLibrary.function("pwrite", 4);
    private static final MethodHandle COPY_FILE_RANGE = CLibrary.function("copy_file_range", 6);

    /** The third argument is variadic, and as wide as those C reads it as. */
    private static final MethodHandle IOCTL =
            CLibrary.function("ioctl", 3, Linker.Option.firstVariadicArg(2));

    private static final MethodHandle FTRUNCATE = CLibrary.function("ftruncate", 2);
    private static final MethodHandle FSYNC = CLibrary.function("fsync", 1);
    private static final MethodHandle FDATASYNC = CLibrary.function("fdatasync", 1);
    private static final MethodHandle SYNCFS = CLibrary.function("syncfs", 1);
    private static final MethodHandle FLOCK = CLibrary.function("flock", 2);
    private static final MethodHandle FSTATVFS = CLibrary.function("fstatvfs", 2);
    private static final MethodHandle GETEUID = CLibrary.function("geteuid", 0);

    private static final MethodHandle CLOCK_GETTIME = CLibrary.function("clock_gettime", 2);

    private DescriptorCalls() {}

    /** Never repeated: the descriptor is gone even where it was interrupted. */
    static int close(Scratch scratch, int fd) {
        try {
            return (int) (long) CLOSE.invokeExact(scratch.state(), (long) fd);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long getdents64(Scratch scratch, int fd, MemorySegment buffer, long bytes) {
        try {
            long result;
            do {
                result =
                        (long)
                                GETDENTS64.invokeExact(
                                        scratch.state(), (long) fd, buffer.address(), bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long lseek(Scratch scratch, int fd, long offset, int whence) {
        try {
            long result;
            do {
                result =
                        (long) LSEEK.invokeExact(scratch.state(), (long) fd, offset, (long) whence);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int fchmod(Scratch scratch, int fd, int mode) {
        try {
            int result;
            do {
                result = (int) (long) FCHMOD.invokeExact(scratch.state(), (long) fd, (long) mode);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int fchown(Scratch scratch, int fd, int uid, int gid) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        FCHOWN.invokeExact(
                                                scratch.state(), (long) fd, (long) uid, (long) gid);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int futimens(Scratch scratch, int fd, MemorySegment times) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        FUTIMENS.invokeExact(
                                                scratch.state(), (long) fd, times.address());
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long pread(Scratch scratch, int fd, MemorySegment buffer, long bytes, long offset) {
        try {
            long result;
            do {
                result =
                        (long)
                                PREAD.invokeExact(
                                        scratch.state(),
                                        (long) fd,
                                        buffer.address(),
                                        bytes,
                                        offset);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long pwrite(Scratch scratch, int fd, MemorySegment buffer, long bytes, long offset) {
        try {
            long result;
            do {
                result =
                        (long)
                                PWRITE.invokeExact(
                                        scratch.state(),
                                        (long) fd,
                                        buffer.address(),
                                        bytes,
                                        offset);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    /** The positions of the descriptors themselves take no part. */
    static long copyFileRange(
            Scratch scratch, int from, long fromPosition, int to, long toPosition, long bytes) {
        try {
            MemorySegment read = scratch.readPosition(fromPosition);
            MemorySegment written = scratch.writePosition(toPosition);
            long result;
            do {
                result =
                        (long)
                                COPY_FILE_RANGE.invokeExact(
                                        scratch.state(),
                                        (long) from,
                                        read.address(),
                                        (long) to,
                                        written.address(),
                                        bytes,
                                        0L);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    /** Makes {@code to} share all blocks of {@code from}. */
    static int clone(Scratch scratch, int to, int from) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        IOCTL.invokeExact(
                                                scratch.state(),
                                                (long) to,
                                                Constants.FICLONE,
                                                (long) from);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int ftruncate(Scratch scratch, int fd, long size) {
        try {
            int result;
            do {
                result = (int) (long) FTRUNCATE.invokeExact(scratch.state(), (long) fd, size);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int fsync(Scratch scratch, int fd) {
        try {
            int result;
            do {
                result = (int) (long) FSYNC.invokeExact(scratch.state(), (long) fd);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int fdatasync(Scratch scratch, int fd) {
        try {
            int result;
            do {
                result = (int) (long) FDATASYNC.invokeExact(scratch.state(), (long) fd);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int syncfs(Scratch scratch, int fd) {
        try {
            int result;
            do {
                result = (int) (long) SYNCFS.invokeExact(scratch.state(), (long) fd);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int flock(Scratch scratch, int fd, int operation) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        FLOCK.invokeExact(
                                                scratch.state(), (long) fd, (long) operation);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int fstatvfs(Scratch scratch, int fd, MemorySegment statvfs) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        FSTATVFS.invokeExact(
                                                scratch.state(), (long) fd, statvfs.address());
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int clockGettime(Scratch scratch, int clock, MemorySegment time) {
        try {
            return (int)
                    (long) CLOCK_GETTIME.invokeExact(scratch.state(), (long) clock, time.address());
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int geteuid(Scratch scratch) {
        try {
            return (int) (long) GETEUID.invokeExact(scratch.state());
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
