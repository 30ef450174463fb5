package dev.dsync.io.fs;

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
            CLibrary.function("openat", 4, Linker.Option.firstVariadicArg(3));
    private static final MethodHandle SYSCALL =
            CLibrary.function("syscall", 5, Linker.Option.firstVariadicArg(1));
    private static final MethodHandle STATX = CLibrary.function("statx", 5);
    private static final MethodHandle MKDIRAT = CLibrary.function("mkdirat", 3);
    private static final MethodHandle SYMLINKAT = CLibrary.function("symlinkat", 3);
    private static final MethodHandle LINKAT = CLibrary.function("linkat", 5);
    private static final MethodHandle RENAMEAT2 = CLibrary.function("renameat2", 5);
    private static final MethodHandle UNLINKAT = CLibrary.function("unlinkat", 3);
    private static final MethodHandle MKNODAT = CLibrary.function("mknodat", 4);
    private static final MethodHandle FCHMODAT = CLibrary.function("fchmodat", 4);
    private static final MethodHandle FCHOWNAT = CLibrary.function("fchownat", 5);
    private static final MethodHandle UTIMENSAT = CLibrary.function("utimensat", 4);
    private static final MethodHandle READLINKAT = CLibrary.function("readlinkat", 4);

    private PathCalls() {}

    static int openat(Scratch scratch, int directory, MemorySegment name, int flags, int mode) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        OPENAT.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                (long) flags,
                                                (long) mode);
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
                                        (long) directory,
                                        path.address(),
                                        how.address(),
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
                                (long)
                                        STATX.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                (long) flags,
                                                (long) mask,
                                                stat.address());
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
                result =
                        (int)
                                (long)
                                        MKDIRAT.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                (long) mode);
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
                result =
                        (int)
                                (long)
                                        SYMLINKAT.invokeExact(
                                                scratch.state(),
                                                target.address(),
                                                (long) directory,
                                                name.address());
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
                                (long)
                                        LINKAT.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                (long) otherDirectory,
                                                other.address(),
                                                (long) flags);
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
                                (long)
                                        RENAMEAT2.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                (long) otherDirectory,
                                                other.address(),
                                                (long) flags);
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
                result =
                        (int)
                                (long)
                                        UNLINKAT.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                (long) flags);
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
                result =
                        (int)
                                (long)
                                        MKNODAT.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                (long) mode,
                                                device);
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
                result =
                        (int)
                                (long)
                                        FCHMODAT.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                (long) mode,
                                                (long) flags);
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
                                (long)
                                        FCHOWNAT.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                (long) uid,
                                                (long) gid,
                                                (long) flags);
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
                        (int)
                                (long)
                                        UTIMENSAT.invokeExact(
                                                scratch.state(),
                                                (long) directory,
                                                name.address(),
                                                times.address(),
                                                (long) flags);
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
                                        scratch.state(),
                                        (long) directory,
                                        name.address(),
                                        buffer.address(),
                                        bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
