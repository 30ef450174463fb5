package dev.dsync.core.tree;

/** What kind of thing an entry is. */
public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    FIFO,
    SOCKET,
    CHARACTER_DEVICE,
    BLOCK_DEVICE;

    /** Whether this is a character or block device, which has device numbers. */
    public boolean isDevice() {
        return this == CHARACTER_DEVICE || this == BLOCK_DEVICE;
    }
}
