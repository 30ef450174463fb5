package dev.dsync.io.fs;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * An opened directory tree. Nothing reached through it lies outside of it, whatever the tree holds
 * and whoever changes it meanwhile: the root is opened once, by descriptor, and below it no
 * symbolic link is followed.
 */
public interface Root extends Closeable {
    /**
     * Opens a directory of the tree; the empty path is the root itself.
     *
     * @throws FsException with reason SYMLINK or OUTSIDE if the path meets a symbolic link or would
     *     leave the tree, NOT_DIRECTORY or NOT_FOUND if there is no such directory
     */
    Directory open(RelPath directory) throws IOException;

    /** Whether a symbolic link stands for this directory, which is then not where it is listed. */
    default boolean isLinked(RelPath directory) {
        return false;
    }

    /**
     * Where a path of the tree leads when every link in it is followed, within the tree.
     *
     * @throws FsException OUTSIDE if that is not in the tree, or a link is absolute; NOT_FOUND if
     *     nothing is there
     */
    default RelPath followed(RelPath path) throws IOException {
        return new LinkWalk(this).to(path);
    }

    /**
     * Opens a directory of the tree as a root of its own, with nothing above it; the caller closes
     * it. Fails as {@link #open} does.
     */
    Root openRoot(RelPath directory) throws IOException;

    /**
     * Begins to watch the tree for changes.
     *
     * @param ignored names of which, and of all below which, nothing is hinted
     * @return what does not need this root any more; the caller closes it
     */
    ChangeHints openHints(Predicate<Name> ignored) throws IOException;

    /** The absolute path, without links, at which the root directory is now. */
    byte[] location() throws IOException;

    /** Stat of the root directory itself, by its descriptor. */
    Stat stat() throws IOException;

    /**
     * Takes the exclusive lock of the root, held until the root is closed, without waiting.
     *
     * @return false if another process, or another opening of the root, holds it
     */
    boolean tryLock() throws IOException;

    /** Makes everything written to the file system of this root durable ({@code syncfs}). */
    void syncFileSystem() throws IOException;

    /** Bytes an unprivileged user can still write here, as far as the file system tells. */
    long usableBytes() throws IOException;

    /**
     * What the file system says it is ({@code f_fsid}): where that comes of the identity it was
     * made with (ext4, btrfs) the same after every start; where it comes of the device number (xfs)
     * perhaps not.
     */
    long fileSystemId() throws IOException;
}
