package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Timestamp;

/**
 * What the file system says of one name, links not followed.
 *
 * @param mode permission, setuid, setgid and sticky bits (07777)
 * @param size bytes of content; for a symbolic link the length of its target
 * @param allocated bytes the content takes on disk
 * @param device the file system the inode lives on
 * @param deviceMajor of a device node, else 0
 * @param deviceMinor of a device node, else 0
 */
public record Stat(
        Kind kind,
        int mode,
        long size,
        long allocated,
        Timestamp modified,
        Timestamp changed,
        long device,
        long inode,
        int links,
        int uid,
        int gid,
        int deviceMajor,
        int deviceMinor) {

    /** A file system object, whatever its names. */
    public record Inode(long device, long number) {}

    /** The object the name is one of. */
    public Inode object() {
        return new Inode(device, inode);
    }

    /** What of this would be different if somebody had touched the entry since. */
    public Stamp stamp() {
        return new Stamp(kind, size, modified, changed, inode, mode, uid, gid);
    }
}
