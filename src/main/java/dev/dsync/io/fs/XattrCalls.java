package dev.dsync.io.fs;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * C functions on extended attributes, of a link itself or of what is opened.
 *
 * <p>Each returns what C returns; after -1 the reason stands in the scratch. Interrupted calls are
 * repeated.
 */
final class XattrCalls {
    private static final MethodHandle LLISTXATTR = CLibrary.function("llistxattr", 3);
    private static final MethodHandle LGETXATTR = CLibrary.function("lgetxattr", 4);
    private static final MethodHandle LSETXATTR = CLibrary.function("lsetxattr", 5);
    private static final MethodHandle LREMOVEXATTR = CLibrary.function("lremovexattr", 2);
    private static final MethodHandle FLISTXATTR = CLibrary.function("flistxattr", 3);
    private static final MethodHandle FGETXATTR = CLibrary.function("fgetxattr", 4);
    private static final MethodHandle FSETXATTR = CLibrary.function("fsetxattr", 5);
    private static final MethodHandle FREMOVEXATTR = CLibrary.function("fremovexattr", 2);

    private XattrCalls() {}

    static long llistxattr(Scratch scratch, MemorySegment path, MemorySegment list, long bytes) {
        try {
            long result;
            do {
                result =
                        (long)
                                LLISTXATTR.invokeExact(
                                        scratch.state(), path.address(), list.address(), bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long lgetxattr(
            Scratch scratch,
            MemorySegment path,
            MemorySegment key,
            MemorySegment value,
            long bytes) {
        try {
            long result;
            do {
                result =
                        (long)
                                LGETXATTR.invokeExact(
                                        scratch.state(),
                                        path.address(),
                                        key.address(),
                                        value.address(),
                                        bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int lsetxattr(
            Scratch scratch,
            MemorySegment path,
            MemorySegment key,
            MemorySegment value,
            long bytes,
            int flags) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        LSETXATTR.invokeExact(
                                                scratch.state(),
                                                path.address(),
                                                key.address(),
                                                value.address(),
                                                bytes,
                                                (long) flags);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int lremovexattr(Scratch scratch, MemorySegment path, MemorySegment key) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        LREMOVEXATTR.invokeExact(
                                                scratch.state(), path.address(), key.address());
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long flistxattr(Scratch scratch, int fd, MemorySegment list, long bytes) {
        try {
            long result;
            do {
                result =
                        (long)
                                FLISTXATTR.invokeExact(
                                        scratch.state(), (long) fd, list.address(), bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long fgetxattr(
            Scratch scratch, int fd, MemorySegment key, MemorySegment value, long bytes) {
        try {
            long result;
            do {
                result =
                        (long)
                                FGETXATTR.invokeExact(
                                        scratch.state(),
                                        (long) fd,
                                        key.address(),
                                        value.address(),
                                        bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int fsetxattr(
            Scratch scratch,
            int fd,
            MemorySegment key,
            MemorySegment value,
            long bytes,
            int flags) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        FSETXATTR.invokeExact(
                                                scratch.state(),
                                                (long) fd,
                                                key.address(),
                                                value.address(),
                                                bytes,
                                                (long) flags);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int fremovexattr(Scratch scratch, int fd, MemorySegment key) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        FREMOVEXATTR.invokeExact(
                                                scratch.state(), (long) fd, key.address());
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
