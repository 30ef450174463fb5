package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's queue of what happens in watched directories, and a bell that ends a wait for it.
 * Where the user may have no more queues there is only the bell.
 */
class Inotify implements AutoCloseable {
    static final int MODIFY = 0x2;
    static final int ATTRIB = 0x4;
    static final int CLOSE_WRITE = 0x8;
    static final int MOVED_FROM = 0x40;
    static final int MOVED_TO = 0x80;
    static final int CREATE = 0x100;
    static final int DELETE = 0x200;
    static final int DELETE_SELF = 0x400;
    static final int MOVE_SELF = 0x800;
    static final int UNMOUNT = 0x2000;
    static final int OVERFLOW = 0x4000;
    static final int IGNORED = 0x8000;
    static final int DIRECTORY = 0x4000_0000;

    private static final int ONLYDIR = 0x100_0000;
    private static final int EXCL_UNLINK = 0x400_0000;
    private static final int WATCHED =
            MODIFY
                    | ATTRIB
                    | CLOSE_WRITE
                    | MOVED_FROM
                    | MOVED_TO
                    | CREATE
                    | DELETE
                    | ONLYDIR
                    | EXCL_UNLINK;

    private static final int FLAGS = Constants.O_CLOEXEC | Constants.O_NONBLOCK;
    private static final int CLOCK_MONOTONIC = 1;

    /* struct inotify_event and struct pollfd. */
    private static final int EVENT_BYTES = 16;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int POLLFD_RETURNED = 6;
    private static final short POLLIN = 1;

    private final Descriptor bell;
    private final Descriptor near;
    private @Nullable Descriptor queue;
    private boolean closed;

    /**
     * With a queue, if the user may have one more.
     *
     * @param near any descriptor of the file system; stays the caller's
     */
    Inotify(Descriptor near) throws FsException {
        this.near = near;
        bell = openBell();
        Scratch scratch = near.scratch();
        int fd = WatchCalls.inotifyInit1(scratch, FLAGS);
        if (fd >= 0) {
            queue = near.opened(fd);
            return;
        }
        try {
            if (scratch.errno() != Errno.EMFILE) {
                throw Errno.failure(scratch);
            }
            // Said for too many queues of the user and too many files of the process.
            openBell().close();
        } catch (FsException e) {
            bell.close();
            throw e;
        }
    }

    private Descriptor openBell() throws FsException {
        Scratch scratch = near.scratch();
        return near.opened((int) Descriptor.check(WatchCalls.eventfd(scratch, FLAGS), scratch));
    }

    /** Whether there is a queue. */
    boolean hasQueue() {
        return queue != null;
    }

    /** Gives the queue and all watches back; the bell stays. */
    void closeQueue() {
        if (queue != null) {
            queue.close();
            queue = null;
        }
    }

    /**
     * Watches a directory.
     *
     * @param itself whether its own removal is told, too
     * @return the number of the watch; the same for the same directory
     * @throws FsException NO_SPACE if the user may have no more watches
     */
    int add(Descriptor directory, boolean itself) throws FsException {
        Scratch scratch = near.scratch();
        byte[] path = ("/proc/self/fd/" + directory.fd()).getBytes(StandardCharsets.US_ASCII);
        int mask = WATCHED | (itself ? DELETE_SELF | MOVE_SELF : 0);
        int fd = queue().fd();
        return (int)
                Descriptor.check(
                        WatchCalls.inotifyAddWatch(scratch, fd, scratch.path(path), mask), scratch);
    }

    private Descriptor queue() {
        if (queue == null) {
            throw new IllegalStateException("no queue");
        }
        return queue;
    }

    /** Ends a watch, which may have ended by itself. */
    void remove(int watch) {
        var _ = WatchCalls.inotifyRmWatch(near.scratch(), queue().fd(), watch);
    }

    /** What has happened, oldest first; some of it, if it is much, and nothing if nothing has. */
    List<Event> read() throws FsException {
        Scratch scratch = near.scratch();
        MemorySegment buffer = scratch.buffer();
        long count = WatchCalls.read(scratch, queue().fd(), buffer, Scratch.BUFFER_BYTES);
        if (count < 0 && scratch.errno() == Errno.EAGAIN) {
            return List.of();
        }
        Descriptor.check(count, scratch);
        return events(ByteBuffer.wrap(buffer.asSlice(0, count).toArray(JAVA_BYTE)));
    }

    /**
     * What the kernel wrote, but for what happened under names that no listing can hold: file
     * systems that count characters have such.
     */
    static List<Event> events(ByteBuffer written) {
        List<Event> events = new ArrayList<>();
        ByteBuffer bytes = written.order(ByteOrder.nativeOrder());
        while (bytes.remaining() >= EVENT_BYTES) {
            int watch = bytes.getInt();
            int mask = bytes.getInt();
            int cookie = bytes.getInt();
            byte[] name = new byte[bytes.getInt()];
            bytes.get(name);
            try {
                events.add(new Event(watch, mask, cookie, name(name)));
            } catch (IllegalNameException e) {
                // Whoever lists the directory is told of it.
            }
        }
        return events;
    }

    private static @Nullable Name name(byte[] padded) throws IllegalNameException {
        int length = 0;
        while (length < padded.length && padded[length] != 0) {
            length++;
        }
        return length == 0 ? null : Name.of(padded, 0, length);
    }

    /** Waits for something to read, at most this long, bell or no bell. */
    void awaitQueue(int millis) throws FsException {
        Scratch scratch = near.scratch();
        MemorySegment wanted = scratch.buffer();
        want(wanted, 0, queue());
        Descriptor.check(WatchCalls.poll(scratch, wanted, 1, millis), scratch);
    }

    /**
     * Waits for something to read or the bell, at most this long.
     *
     * @return whether the bell was rung, which is then forgotten
     */
    boolean await(int millis) throws FsException {
        Scratch scratch = near.scratch();
        MemorySegment wanted = scratch.buffer();
        want(wanted, 0, bell);
        if (queue != null) {
            want(wanted, POLLFD_BYTES, queue);
        }
        int count = queue == null ? 1 : 2;
        Descriptor.check(WatchCalls.poll(scratch, wanted, count, millis), scratch);
        if (wanted.get(JAVA_SHORT, POLLFD_RETURNED) == 0) {
            return false;
        }
        Descriptor.check(
                WatchCalls.read(scratch, bell.fd(), scratch.buffer(), Long.BYTES), scratch);
        return true;
    }

    private static void want(MemorySegment wanted, int offset, Descriptor descriptor) {
        wanted.set(JAVA_INT, offset, descriptor.fd());
        wanted.set(JAVA_SHORT, offset + POLLFD_EVENTS, POLLIN);
        wanted.set(JAVA_SHORT, offset + POLLFD_RETURNED, (short) 0);
    }

    /** Rings the bell; by any thread, and in vain after the end. */
    synchronized void ring() {
        if (!closed) {
            Scratch scratch = near.scratch();
            scratch.buffer().set(JAVA_LONG, 0, 1);
            // Refused only when it was rung 2^64 - 2 times and not heard.
            var _ = WatchCalls.write(scratch, bell.fd(), scratch.buffer(), Long.BYTES);
        }
    }

    /** Milliseconds since some moment, by a clock nobody sets. */
    long millis() throws FsException {
        Scratch scratch = near.scratch();
        Descriptor.check(
                DescriptorCalls.clockGettime(scratch, CLOCK_MONOTONIC, scratch.time()), scratch);
        var time = scratch.toTime();
        return time.seconds() * 1000 + time.nanos() / 1_000_000;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            closeQueue();
            bell.close();
        }
    }

    /**
     * One thing that happened.
     *
     * @param mask bits that say what
     * @param cookie the same for the two halves of a move
     * @param name of what it happened to, in the watched directory; none if to that itself
     */
    record Event(int watch, int mask, int cookie, @Nullable Name name) {
        boolean is(int bits) {
            return (mask & bits) != 0;
        }
    }
}
