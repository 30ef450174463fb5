package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Native memory for the calls of one thread: names, structures, a buffer, and the reason of the
 * last failure.
 *
 * <p>It lives as long as its thread, so that no call pays for memory of its own.
 */
final class Scratch {
    /** The most bytes one read or write carries. */
    static final int BUFFER_BYTES = 128 << 10;

    /** {@code PATH_MAX}: the most bytes of a path, its NUL counted. */
    static final int PATH_BYTES = 4096;

    private static final int STATX_BYTES = 256;
    private static final int STATVFS_BYTES = 256;
    private static final int TIMESPEC_BYTES = 16;
    private static final long UTIME_OMIT = (1L << 30) - 2;

    /* Offsets in struct statx, which are the same on all architectures. */
    private static final int STATX_LINKS = 16;
    private static final int STATX_UID = 20;
    private static final int STATX_GID = 24;
    private static final int STATX_MODE = 28;
    private static final int STATX_INODE = 32;
    private static final int STATX_SIZE = 40;
    private static final int STATX_BLOCKS = 48;
    private static final int STATX_CHANGED = 96;
    private static final int STATX_MODIFIED = 112;
    private static final int STATX_NODE_MAJOR = 128;
    private static final int STATX_NODE_MINOR = 132;
    private static final int STATX_DEVICE_MAJOR = 136;
    private static final int STATX_DEVICE_MINOR = 140;
    private static final int STATX_BLOCK_BYTES = 512;

    /* Offsets in struct statvfs where long has 64 bits. */
    private static final int STATVFS_FRAGMENT_BYTES = 8;
    private static final int STATVFS_FRAGMENTS = 16;
    private static final int STATVFS_FRAGMENTS_USABLE = 32;
    private static final int STATVFS_ID = 64;

    private static final int EINTR = 4;

    private final MemorySegment state;
    private final MemorySegment first;
    private final MemorySegment second;
    private final MemorySegment stat;
    private final MemorySegment statvfs;
    private final MemorySegment times;
    private final MemorySegment positions;
    private final MemorySegment buffer;

    Scratch() {
        // Freed with the thread that owns this; nothing shorter-lived could be kept from call to
        // call.
        Arena arena = Arena.ofAuto();
        state = arena.allocate(CLibrary.STATE);
        first = arena.allocate(PATH_BYTES);
        second = arena.allocate(PATH_BYTES);
        stat = arena.allocate(STATX_BYTES, Long.BYTES);
        statvfs = arena.allocate(STATVFS_BYTES, Long.BYTES);
        times = arena.allocate(2 * TIMESPEC_BYTES, Long.BYTES);
        positions = arena.allocate(2 * Long.BYTES, Long.BYTES);
        buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
    }

    MemorySegment state() {
        return state;
    }

    /** The reason of the last call that returned -1. */
    int errno() {
        return state.get(JAVA_INT, CLibrary.ERRNO_OFFSET);
    }

    boolean interrupted(long result) {
        return result == -1 && errno() == EINTR;
    }

    /** Room for a {@code struct statx}, read by {@link #toStat}. */
    MemorySegment stat() {
        return stat;
    }

    /**
     * Room for a {@code struct statvfs}, read by {@link #usableBytes} and {@link #fileSystemId}.
     */
    MemorySegment statvfs() {
        return statvfs;
    }

    /** A place to read from, as {@code copy_file_range} takes it. */
    MemorySegment readPosition(long position) {
        return position(0, position);
    }

    /** A place to write to, as {@code copy_file_range} takes it. */
    MemorySegment writePosition(long position) {
        return position(Long.BYTES, position);
    }

    private MemorySegment position(long offset, long position) {
        positions.set(JAVA_LONG, offset, position);
        return positions.asSlice(offset, Long.BYTES);
    }

    MemorySegment buffer() {
        return buffer;
    }

    /** The name as a C string, until the next call of this method or {@link #path}. */
    MemorySegment name(Name name) {
        return string(first, name.bytes());
    }

    /**
     * A second name as a C string, until the next call of this method, {@link #key} or {@link
     * #target}.
     */
    MemorySegment otherName(Name name) {
        return string(second, name.bytes());
    }

    MemorySegment key(Xattrs.Key key) {
        return string(second, key.bytes());
    }

    MemorySegment target(LinkTarget target) {
        return string(second, target.bytes());
    }

    /** The path as a C string; at most {@link #PATH_BYTES} - 1 bytes. */
    MemorySegment path(byte[] path) {
        return string(first, path);
    }

    private static MemorySegment string(MemorySegment to, byte[] bytes) {
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 0, bytes.length);
        to.set(JAVA_BYTE, bytes.length, (byte) 0);
        return to;
    }

    /** Access time left alone and this modification time, as {@code utimensat} takes them. */
    MemorySegment times(Timestamp modified) {
        times.set(JAVA_LONG, 0, 0);
        times.set(JAVA_LONG, Long.BYTES, UTIME_OMIT);
        times.set(JAVA_LONG, TIMESPEC_BYTES, modified.seconds());
        times.set(JAVA_LONG, TIMESPEC_BYTES + Long.BYTES, modified.nanos());
        return times;
    }

    /** Room for the time of a clock. */
    MemorySegment time() {
        return times;
    }

    /** The time a clock wrote there. */
    Timestamp toTime() {
        return new Timestamp(times.get(JAVA_LONG, 0), (int) times.get(JAVA_LONG, Long.BYTES));
    }

    /** What {@code statx} wrote. */
    Stat toStat() throws FsException {
        int mode = Short.toUnsignedInt(stat.get(JAVA_SHORT, STATX_MODE));
        return new Stat(
                Constants.kind(mode),
                mode & 07777,
                stat.get(JAVA_LONG, STATX_SIZE),
                stat.get(JAVA_LONG, STATX_BLOCKS) * STATX_BLOCK_BYTES,
                time(STATX_MODIFIED),
                time(STATX_CHANGED),
                Integer.toUnsignedLong(stat.get(JAVA_INT, STATX_DEVICE_MAJOR)) << 32
                        | Integer.toUnsignedLong(stat.get(JAVA_INT, STATX_DEVICE_MINOR)),
                stat.get(JAVA_LONG, STATX_INODE),
                stat.get(JAVA_INT, STATX_LINKS),
                stat.get(JAVA_INT, STATX_UID),
                stat.get(JAVA_INT, STATX_GID),
                stat.get(JAVA_INT, STATX_NODE_MAJOR),
                stat.get(JAVA_INT, STATX_NODE_MINOR));
    }

    private Timestamp time(int offset) {
        return new Timestamp(stat.get(JAVA_LONG, offset), stat.get(JAVA_INT, offset + Long.BYTES));
    }

    /**
     * What {@code fstatvfs} wrote, as bytes an unprivileged user can still write; any number where
     * the file system tells nothing of its size.
     */
    long usableBytes() {
        if (statvfs.get(JAVA_LONG, STATVFS_FRAGMENTS) == 0) {
            return Long.MAX_VALUE;
        }
        return statvfs.get(JAVA_LONG, STATVFS_FRAGMENT_BYTES)
                * statvfs.get(JAVA_LONG, STATVFS_FRAGMENTS_USABLE);
    }

    /** What {@code fstatvfs} wrote, as what tells file systems apart. */
    long fileSystemId() {
        return statvfs.get(JAVA_LONG, STATVFS_ID);
    }
}
