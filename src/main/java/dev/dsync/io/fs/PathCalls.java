package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * C functions that act on a name in an opened directory.
 *
 * <p>Each returns what C returns; after -1 the reason stands in the scratch. Interrupted calls are
 * repeated.
 */
final class PathCalls {
    private static final long OPENAT2 = 437;
    private static final long OPEN_HOW_BYTES = 24;

    private static final MethodHandle OPENAT =
            CLibrary.function(
                    "openat",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    Linker.Option.firstVariadicArg(3));
    private static final MethodHandle SYSCALL =
            CLibrary.function(
                    "syscall",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));
    private static final MethodHandle STATX =
            CLibrary.function(
                    "statx",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle MKDIRAT =
            CLibrary.function(
                    "mkdirat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SYMLINKAT =
            CLibrary.function(
                    "symlinkat", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle LINKAT =
            CLibrary.function(
                    "linkat",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RENAMEAT2 =
            CLibrary.function(
                    "renameat2",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle UNLINKAT =
            CLibrary.function(
                    "unlinkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle MKNODAT =
            CLibrary.function(
                    "mknodat",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG));
    private static final MethodHandle FCHMODAT =
            CLibrary.function(
                    "fchmodat",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCHOWNAT =
            CLibrary.function(
                    "fchownat",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle UTIMENSAT =
            CLibrary.function(
                    "utimensat",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle READLINKAT =
            CLibrary.function(
                    "readlinkat",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));

    private PathCalls() {}

    static int openat(Scratch scratch, int directory, MemorySegment name, int flags, int mode) {
        try {
            int result;
            do {
                result = (int) OPENAT.invokeExact(scratch.state(), directory, name, flags, mode);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    /** {@code openat2}, for which older C libraries have no name. */
    static int openat2(Scratch scratch, int directory, MemorySegment path, MemorySegment how) {
        try {
            long result;
            do {
                result =
                        (long)
                                SYSCALL.invokeExact(
                                        scratch.state(),
                                        OPENAT2,
                                        directory,
                                        path,
                                        how,
                                        OPEN_HOW_BYTES);
            } while (scratch.interrupted(result));
            return (int) result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int statx(
            Scratch scratch,
            int directory,
            MemorySegment name,
            int flags,
            int mask,
            MemorySegment stat) {
        try {
            int result;
            do {
                result =
                        (int)
                                STATX.invokeExact(
                                        scratch.state(), directory, name, flags, mask, stat);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int mkdirat(Scratch scratch, int directory, MemorySegment name, int mode) {
        try {
            int result;
            do {
                result = (int) MKDIRAT.invokeExact(scratch.state(), directory, name, mode);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int symlinkat(Scratch scratch, MemorySegment target, int directory, MemorySegment name) {
        try {
            int result;
            do {
                result = (int) SYMLINKAT.invokeExact(scratch.state(), target, directory, name);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int linkat(
            Scratch scratch,
            int directory,
            MemorySegment name,
            int otherDirectory,
            MemorySegment other,
            int flags) {
        try {
            int result;
            do {
                result =
                        (int)
                                LINKAT.invokeExact(
                                        scratch.state(),
                                        directory,
                                        name,
                                        otherDirectory,
                                        other,
                                        flags);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int renameat2(
            Scratch scratch,
            int directory,
            MemorySegment name,
            int otherDirectory,
            MemorySegment other,
            int flags) {
        try {
            int result;
            do {
                result =
                        (int)
                                RENAMEAT2.invokeExact(
                                        scratch.state(),
                                        directory,
                                        name,
                                        otherDirectory,
                                        other,
                                        flags);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int unlinkat(Scratch scratch, int directory, MemorySegment name, int flags) {
        try {
            int result;
            do {
                result = (int) UNLINKAT.invokeExact(scratch.state(), directory, name, flags);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int mknodat(Scratch scratch, int directory, MemorySegment name, int mode, long device) {
        try {
            int result;
            do {
                result = (int) MKNODAT.invokeExact(scratch.state(), directory, name, mode, device);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int fchmodat(Scratch scratch, int directory, MemorySegment name, int mode, int flags) {
        try {
            int result;
            do {
                result = (int) FCHMODAT.invokeExact(scratch.state(), directory, name, mode, flags);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int fchownat(
            Scratch scratch, int directory, MemorySegment name, int uid, int gid, int flags) {
        try {
            int result;
            do {
                result =
                        (int)
                                FCHOWNAT.invokeExact(
                                        scratch.state(), directory, name, uid, gid, flags);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int utimensat(
            Scratch scratch, int directory, MemorySegment name, MemorySegment times, int flags) {
        try {
            int result;
            do {
                result =
                        (int) UTIMENSAT.invokeExact(scratch.state(), directory, name, times, flags);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long readlinkat(
            Scratch scratch, int directory, MemorySegment name, MemorySegment buffer, long bytes) {
        try {
            long result;
            do {
                result =
                        (long)
                                READLINKAT.invokeExact(
                                        scratch.state(), directory, name, buffer, bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
