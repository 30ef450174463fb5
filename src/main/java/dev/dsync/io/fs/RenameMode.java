package dev.dsync.io.fs;

/** What a rename does when the new name is taken. */
public enum RenameMode {
    /** The new name's old owner is gone. */
    REPLACE,
    /** The rename fails with EXISTS. */
    NO_REPLACE,
    /** The two swap names. */
    EXCHANGE
}
