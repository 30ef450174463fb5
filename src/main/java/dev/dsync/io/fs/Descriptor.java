package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.dsync.core.tree.Timestamp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * An opened file or directory of the operating system, owned by whoever holds this, until it is
 * closed.
 */
final class Descriptor implements AutoCloseable {
    private static final MemorySegment NO_NAME = Arena.global().allocate(JAVA_BYTE);

    private final ThreadLocal<Scratch> scratches;
    private int fd;

    Descriptor(int fd, ThreadLocal<Scratch> scratches) {
        this.fd = fd;
        this.scratches = scratches;
    }

    /** The number, to be used at once; asking for it after {@link #close} is a bug. */
    int fd() {
        if (fd < 0) {
            throw new IllegalStateException("closed");
        }
        return fd;
    }

    /** The calling thread's memory for native calls. */
    Scratch scratch() {
        return scratches.get();
    }

    /** Another descriptor, opened by way of this one. */
    Descriptor opened(int number) {
        return new Descriptor(number, scratches);
    }

    Stat stat() throws FsException {
        Scratch scratch = scratch();
        int flags = Constants.AT_EMPTY_PATH | Constants.AT_NO_AUTOMOUNT;
        check(
                PathCalls.statx(
                        scratch, fd(), NO_NAME, flags, Constants.STATX_BASIC_STATS, scratch.stat()),
                scratch);
        return scratch.toStat();
    }

    void setMode(int mode) throws FsException {
        Scratch scratch = scratch();
        check(DescriptorCalls.fchmod(scratch, fd(), mode), scratch);
    }

    void setOwner(int uid, int gid) throws FsException {
        Scratch scratch = scratch();
        check(DescriptorCalls.fchown(scratch, fd(), uid, gid), scratch);
    }

    void setModified(Timestamp modified) throws FsException {
        Scratch scratch = scratch();
        check(DescriptorCalls.futimens(scratch, fd(), scratch.times(modified)), scratch);
    }

    void syncData() throws FsException {
        Scratch scratch = scratch();
        check(DescriptorCalls.fdatasync(scratch, fd()), scratch);
    }

    /** Makes it durable, unless its file system has no disk to write to, as {@code /proc}. */
    void sync() throws FsException {
        Scratch scratch = scratch();
        int result = DescriptorCalls.fsync(scratch, fd());
        if (result < 0 && scratch.errno() != Errno.EINVAL) {
            throw Errno.failure(scratch);
        }
    }

    void syncFileSystem() throws FsException {
        Scratch scratch = scratch();
        check(DescriptorCalls.syncfs(scratch, fd()), scratch);
    }

    /** The absolute path, without links, by which the system knows what is open. */
    byte[] location() throws FsException {
        Scratch scratch = scratch();
        byte[] entry = ("/proc/self/fd/" + fd()).getBytes(StandardCharsets.US_ASCII);
        MemorySegment buffer = scratch.buffer();
        long length =
                PathCalls.readlinkat(
                        scratch,
                        Constants.AT_FDCWD,
                        scratch.path(entry),
                        buffer,
                        Scratch.BUFFER_BYTES);
        check(length, scratch);
        return buffer.asSlice(0, length).toArray(JAVA_BYTE);
    }

    /** The result of a call, unless it is -1. */
    static long check(long result, Scratch scratch) throws FsException {
        if (result < 0) {
            throw Errno.failure(scratch);
        }
        return result;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            int number = fd;
            fd = -1;
            close(number, scratch());
        }
    }

    /** Closes a descriptor nobody holds an object for. */
    static void close(int fd, Scratch scratch) {
        // What close reports concerns earlier writes, for which callers sync; the number is free
        // either way.
        var _ = DescriptorCalls.close(scratch, fd);
    }
}
