package dev.dsync.io.fs;

import dev.dsync.core.tree.IllegalNameException;
import java.io.IOException;

/** A system call on a user's file that failed, with the reason as a value. */
public final class FsException extends IOException {
    /** Why a call failed, as far as callers tell reasons apart. */
    public enum Reason {
        NOT_FOUND("No such file or directory"),
        ACCESS_DENIED("Permission denied"),
        NOT_PERMITTED("Operation not permitted"),
        EXISTS("File exists"),
        NOT_DIRECTORY("Not a directory"),
        IS_DIRECTORY("Is a directory"),
        NOT_EMPTY("Directory not empty"),
        SYMLINK("Symbolic link in the path"),
        OUTSIDE("Path leads outside the root"),
        NAME_TOO_LONG("File name too long"),
        NO_SPACE("No space left on device"),
        QUOTA("Disk quota exceeded"),
        READ_ONLY("Read-only file system"),
        OTHER_FILE_SYSTEM("Invalid cross-device link"),
        BUSY("Device or resource busy"),
        TOO_MANY_LINKS("Too many links"),
        TOO_MANY_OPEN("Too many open files"),
        UNSUPPORTED("Operation not supported"),
        INPUT_OUTPUT("Input/output error"),
        OTHER("System error");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** The system's words for it. */
        public String text() {
            return text;
        }
    }

    private final Reason reason;

    /**
     * A call that failed for {@code reason}; {@code detail} are the system's words where they say
     * more.
     */
    public FsException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** A call that failed for {@code reason}. */
    public FsException(Reason reason) {
        this(reason, reason.text());
    }

    /** A name that no file system has. */
    public static FsException of(IllegalNameException why) {
        return new FsException(Reason.NAME_TOO_LONG, String.valueOf(why.getMessage()));
    }

    /** Why it failed. */
    public Reason reason() {
        return reason;
    }
}
