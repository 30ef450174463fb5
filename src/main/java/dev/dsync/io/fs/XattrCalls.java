package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * C functions on extended attributes, of a link itself or of what is opened.
 *
 * <p>Each returns what C returns; after -1 the reason stands in the scratch. Interrupted calls are
 * repeated.
 */
final class XattrCalls {
    private static final MethodHandle LLISTXATTR =
            CLibrary.function(
                    "llistxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle LGETXATTR =
            CLibrary.function(
                    "lgetxattr",
                    FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle LSETXATTR =
            CLibrary.function(
                    "lsetxattr",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle LREMOVEXATTR =
            CLibrary.function("lremovexattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle FLISTXATTR =
            CLibrary.function(
                    "flistxattr", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle FGETXATTR =
            CLibrary.function(
                    "fgetxattr",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle FSETXATTR =
            CLibrary.function(
                    "fsetxattr",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle FREMOVEXATTR =
            CLibrary.function("fremovexattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private XattrCalls() {}

    static long llistxattr(Scratch scratch, MemorySegment path, MemorySegment list, long bytes) {
        try {
            long result;
            do {
                result = (long) LLISTXATTR.invokeExact(scratch.state(), path, list, bytes);
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
                result = (long) LGETXATTR.invokeExact(scratch.state(), path, key, value, bytes);
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
                                LSETXATTR.invokeExact(
                                        scratch.state(), path, key, value, bytes, flags);
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
                result = (int) LREMOVEXATTR.invokeExact(scratch.state(), path, key);
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
                result = (long) FLISTXATTR.invokeExact(scratch.state(), fd, list, bytes);
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
                result = (long) FGETXATTR.invokeExact(scratch.state(), fd, key, value, bytes);
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
                result = (int) FSETXATTR.invokeExact(scratch.state(), fd, key, value, bytes, flags);
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
                result = (int) FREMOVEXATTR.invokeExact(scratch.state(), fd, key);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
