package dev.dsync.io.fs;

import dev.dsync.io.fs.FsException.Reason;

/** Linux's numbers for why a call failed, and what they mean here. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EBADF = 9;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENODEV = 19;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOTTY = 25;
    static final int ETXTBSY = 26;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int EMLINK = 31;
    static final int ENAMETOOLONG = 36;
    static final int ENOSYS = 38;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int ENODATA = 61;
    static final int EOPNOTSUPP = 95;
    static final int EDQUOT = 122;

    private Errno() {}

    /** The failure the last call in this scratch left behind. */
    static FsException failure(Scratch scratch) {
        int errno = scratch.errno();
        Reason reason = reason(errno);
        return reason == Reason.OTHER
                ? new FsException(reason, reason.text() + " " + errno)
                : new FsException(reason);
    }

    /** Whether blocks cannot be shared, as opposed to something having gone wrong. */
    static boolean refusesClone(int errno) {
        return switch (errno) {
            case EPERM, EBADF, EACCES, EXDEV, EINVAL, ENOTTY, ETXTBSY, ENOSYS, EOPNOTSUPP -> true;
            default -> false;
        };
    }

    private static Reason reason(int errno) {
        return switch (errno) {
            case EPERM -> Reason.NOT_PERMITTED;
            case ENOENT, ENODATA -> Reason.NOT_FOUND;
            case EIO -> Reason.INPUT_OUTPUT;
            case EACCES -> Reason.ACCESS_DENIED;
            case EAGAIN, EBUSY, ETXTBSY -> Reason.BUSY;
            case EEXIST -> Reason.EXISTS;
            case EXDEV -> Reason.OTHER_FILE_SYSTEM;
            case ENOTDIR -> Reason.NOT_DIRECTORY;
            case EISDIR -> Reason.IS_DIRECTORY;
            case ENFILE, EMFILE -> Reason.TOO_MANY_OPEN;
            case ENOSPC -> Reason.NO_SPACE;
            case EROFS -> Reason.READ_ONLY;
            case EMLINK -> Reason.TOO_MANY_LINKS;
            case ENAMETOOLONG -> Reason.NAME_TOO_LONG;
            case ENXIO, ENODEV, ENOSYS, EOPNOTSUPP -> Reason.UNSUPPORTED;
            case ENOTEMPTY -> Reason.NOT_EMPTY;
            case ELOOP -> Reason.SYMLINK;
            case EDQUOT -> Reason.QUOTA;
            default -> Reason.OTHER;
        };
    }
}
