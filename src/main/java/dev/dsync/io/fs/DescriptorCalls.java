package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
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
    private static final MethodHandle CLOSE =
            CLibrary.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GETDENTS64 =
            CLibrary.function(
                    "getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle LSEEK =
            CLibrary.function(
                    "lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle FCHMOD =
            CLibrary.function("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCHOWN =
            CLibrary.function(
                    "fchown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FUTIMENS =
            CLibrary.function("futimens", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle PREAD =
            CLibrary.function(
                    "pread",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle PWRITE =
            CLibrary.function(
                    "pwrite",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle COPY_FILE_RANGE =
            CLibrary.function(
                    "copy_file_range",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    /** The third argument is variadic, and as wide as those C reads it as. */
    private static final MethodHandle IOCTL =
            CLibrary.function(
                    "ioctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(2));

    private static final MethodHandle FTRUNCATE =
            CLibrary.function("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle FSYNC =
            CLibrary.function("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FDATASYNC =
            CLibrary.function("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SYNCFS =
            CLibrary.function("syncfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FLOCK =
            CLibrary.function("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FSTATVFS =
            CLibrary.function("fstatvfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle GETEUID =
            CLibrary.function("geteuid", FunctionDescriptor.of(JAVA_INT));

    private static final MethodHandle CLOCK_GETTIME =
            CLibrary.function("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private DescriptorCalls() {}

    /** Never repeated: the descriptor is gone even where it was interrupted. */
    static int close(Scratch scratch, int fd) {
        try {
            return (int) CLOSE.invokeExact(scratch.state(), fd);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long getdents64(Scratch scratch, int fd, MemorySegment buffer, long bytes) {
        try {
            long result;
            do {
                result = (long) GETDENTS64.invokeExact(scratch.state(), fd, buffer, bytes);
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
                result = (long) LSEEK.invokeExact(scratch.state(), fd, offset, whence);
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
                result = (int) FCHMOD.invokeExact(scratch.state(), fd, mode);
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
                result = (int) FCHOWN.invokeExact(scratch.state(), fd, uid, gid);
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
                result = (int) FUTIMENS.invokeExact(scratch.state(), fd, times);
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
                result = (long) PREAD.invokeExact(scratch.state(), fd, buffer, bytes, offset);
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
                result = (long) PWRITE.invokeExact(scratch.state(), fd, buffer, bytes, offset);
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
                                        scratch.state(), from, read, to, written, bytes, 0);
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
                                IOCTL.invokeExact(
                                        scratch.state(), to, Constants.FICLONE, (long) from);
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
                result = (int) FTRUNCATE.invokeExact(scratch.state(), fd, size);
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
                result = (int) FSYNC.invokeExact(scratch.state(), fd);
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
                result = (int) FDATASYNC.invokeExact(scratch.state(), fd);
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
                result = (int) SYNCFS.invokeExact(scratch.state(), fd);
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
                result = (int) FLOCK.invokeExact(scratch.state(), fd, operation);
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
                result = (int) FSTATVFS.invokeExact(scratch.state(), fd, statvfs);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int clockGettime(Scratch scratch, int clock, MemorySegment time) {
        try {
            return (int) CLOCK_GETTIME.invokeExact(scratch.state(), clock, time);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int geteuid(Scratch scratch) {
        try {
            return (int) GETEUID.invokeExact(scratch.state());
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
