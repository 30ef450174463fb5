package dev.dsync.io.trust;

import java.io.IOException;

/** A key file that cannot be used, and why; it never carries anything of the content. */
public final class KeyFileException extends IOException {
    /** What is wrong with a key file. */
    public enum Reason {
        /** There is none. */
        MISSING,
        /** There is one already, and it is not replaced. */
        EXISTS,
        /** It is a directory, a link, a pipe or a device. */
        NOT_REGULAR,
        /** Its mode gives somebody but the owner a permission. */
        OPEN_TO_OTHERS,
        /** It belongs to another user. */
        FOREIGN_OWNER,
        /** It does not hold what a file of its kind holds. */
        MALFORMED,
        /** It is a key that only lets read, where one is needed that lets write. */
        ONLY_READS,
        /** It does not describe a paired device, as its name says it does. */
        NO_DEVICE
    }

    private final String location;
    private final Reason reason;

    /** The file at {@code location} cannot be used for {@code reason}. */
    public KeyFileException(String location, Reason reason) {
        super(reason + " " + location);
        this.location = location;
        this.reason = reason;
    }

    /** Which file. */
    public String location() {
        return location;
    }

    /** What is wrong with it. */
    public Reason reason() {
        return reason;
    }
}
