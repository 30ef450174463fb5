package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;

/** Numbers of the Linux interface, for x86-64 and aarch64. */
final class Constants {
    /** The clock that stamps files. */
    static final int CLOCK_REALTIME_COARSE = 5;

    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_NO_AUTOMOUNT = 0x800;
    static final int AT_EMPTY_PATH = 0x1000;

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0100;
    static final int O_EXCL = 0200;
    static final int O_NOCTTY = 0400;
    static final int O_NONBLOCK = 04000;
    static final int O_NOATIME = 01000000;
    static final int S_ISGID = 02000;
    static final int O_CLOEXEC = 02000000;
    static final int O_PATH = 010000000;

    /* Two flags that ARM numbers in its own way. */
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    static final int O_DIRECTORY = ARM ? 040000 : 0200000;
    static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;

    static final int RESOLVE_NO_MAGICLINKS = 0x02;
    static final int RESOLVE_NO_SYMLINKS = 0x04;
    static final int RESOLVE_BENEATH = 0x08;

    static final int STATX_BASIC_STATS = 0x7ff;

    static final int RENAME_NOREPLACE = 1;
    static final int RENAME_EXCHANGE = 2;

    static final int SEEK_SET = 0;
    static final int SEEK_DATA = 3;
    static final int SEEK_HOLE = 4;

    static final long FICLONE = 0x4004_9409L;

    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;

    /* What a directory says of its names' kinds, where it says anything. */
    static final int DT_UNKNOWN = 0;
    static final int DT_DIR = 4;

    /** The bits of a mode that say which kind of thing it is. */
    private static final int FORMAT_MASK = 0170000;

    private Constants() {}

    /** The bits of a mode that say: this kind. */
    static int format(Kind kind) {
        return switch (kind) {
            case FILE -> 0100000;
            case DIRECTORY -> 0040000;
            case SYMLINK -> 0120000;
            case FIFO -> 0010000;
            case SOCKET -> 0140000;
            case CHARACTER_DEVICE -> 0020000;
            case BLOCK_DEVICE -> 0060000;
        };
    }

    /** The kind a mode says. */
    static Kind kind(int mode) throws FsException {
        return switch (mode & FORMAT_MASK) {
            case 0100000 -> Kind.FILE;
            case 0040000 -> Kind.DIRECTORY;
            case 0120000 -> Kind.SYMLINK;
            case 0010000 -> Kind.FIFO;
            case 0140000 -> Kind.SOCKET;
            case 0020000 -> Kind.CHARACTER_DEVICE;
            case 0060000 -> Kind.BLOCK_DEVICE;
            default ->
                    throw new FsException(
                            FsException.Reason.UNSUPPORTED,
                            "file of unknown kind 0" + Integer.toOctalString(mode));
        };
    }

    /** A device number as {@code dev_t} holds it. */
    static long device(int major, int minor) {
        return (major & 0xffff_f000L) << 32
                | (major & 0xfffL) << 8
                | (minor & 0xffff_ff00L) << 12
                | (minor & 0xffL);
    }
}
