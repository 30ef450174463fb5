package dev.dsync.io.fs;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * C functions by which the kernel tells what changes, and by which to wait for it.
 *
 * <p>Each returns what C returns; after -1 the reason stands in the scratch. Interrupted calls are
 * repeated.
 */
final class WatchCalls {
    private static final MethodHandle INOTIFY_INIT1 = CLibrary.function("inotify_init1", 1);
    private static final MethodHandle INOTIFY_ADD_WATCH = CLibrary.function("inotify_add_watch", 3);
    private static final MethodHandle INOTIFY_RM_WATCH = CLibrary.function("inotify_rm_watch", 2);
    private static final MethodHandle EVENTFD = CLibrary.function("eventfd", 2);
    private static final MethodHandle POLL = CLibrary.function("poll", 3);
    private static final MethodHandle READ = CLibrary.function("read", 3);
    private static final MethodHandle WRITE = CLibrary.function("write", 3);

    private WatchCalls() {}

    static int inotifyInit1(Scratch scratch, int flags) {
        try {
            return (int) (long) INOTIFY_INIT1.invokeExact(scratch.state(), (long) flags);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int inotifyAddWatch(Scratch scratch, int fd, MemorySegment path, int mask) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        INOTIFY_ADD_WATCH.invokeExact(
                                                scratch.state(),
                                                (long) fd,
                                                path.address(),
                                                (long) mask);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int inotifyRmWatch(Scratch scratch, int fd, int watch) {
        try {
            return (int)
                    (long) INOTIFY_RM_WATCH.invokeExact(scratch.state(), (long) fd, (long) watch);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int eventfd(Scratch scratch, int flags) {
        try {
            return (int) (long) EVENTFD.invokeExact(scratch.state(), 0L, (long) flags);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }

    static int poll(Scratch scratch, MemorySegment descriptors, long count, int millis) {
        try {
            int result;
            do {
                result =
                        (int)
                                (long)
                                        POLL.invokeExact(
                                                scratch.state(),
                                                descriptors.address(),
                                                count,
                                                (long) millis);
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
                result =
                        (long)
                                READ.invokeExact(
                                        scratch.state(), (long) fd, buffer.address(), bytes);
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
                result =
                        (long)
                                WRITE.invokeExact(
                                        scratch.state(), (long) fd, buffer.address(), bytes);
            } while (scratch.interrupted(result));
            return result;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
