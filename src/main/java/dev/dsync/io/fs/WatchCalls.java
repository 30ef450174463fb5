package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * C functions by which the kernel tells what changes, and by which to wait for it.
 *
 * <p>Each returns what C returns; after -1 the reason stands in the scratch. Interrupted calls are
 * repeated.
 */
final class WatchCalls {
    private static final MethodHandle INOTIFY_INIT1 =
            CLibrary.function("inotify_init1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle INOTIFY_ADD_WATCH =
            CLibrary.function(
                    "inotify_add_watch",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle INOTIFY_RM_WATCH =
            CLibrary.function(
                    "inotify_rm_watch", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD =
            CLibrary.function("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle POLL =
            CLibrary.function(
                    "poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle READ =
            CLibrary.function(
                    "read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            CLibrary.function(
                    "write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private WatchCalls() {}

    static int inotifyInit1(Scratch scratch, int flags) {
        try {
            return (int) INOTIFY_INIT1.invokeExact(scratch.state(), flags);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int inotifyAddWatch(Scratch scratch, int fd, MemorySegment path, int mask) {
        try {
            int result;
            do {
                result = (int) INOTIFY_ADD_WATCH.invokeExact(scratch.state(), fd, path, mask);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int inotifyRmWatch(Scratch scratch, int fd, int watch) {
        try {
            return (int) INOTIFY_RM_WATCH.invokeExact(scratch.state(), fd, watch);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int eventfd(Scratch scratch, int flags) {
        try {
            return (int) EVENTFD.invokeExact(scratch.state(), 0, flags);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int poll(Scratch scratch, MemorySegment descriptors, long count, int millis) {
        try {
            int result;
            do {
                result = (int) POLL.invokeExact(scratch.state(), descriptors, count, millis);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long read(Scratch scratch, int fd, MemorySegment buffer, long bytes) {
        try {
            long result;
            do {
                result = (long) READ.invokeExact(scratch.state(), fd, buffer, bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static long write(Scratch scratch, int fd, MemorySegment buffer, long bytes) {
        try {
            long result;
            do {
                result = (long) WRITE.invokeExact(scratch.state(), fd, buffer, bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
