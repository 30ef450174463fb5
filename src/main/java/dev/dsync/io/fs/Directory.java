package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One opened directory of a {@link Root}: every operation acts on a name in it, never through a
 * symbolic link.
 *
 * <p>All operations throw {@link FsException} with the system's reason. A directory stays usable
 * when it is renamed, since it is held by descriptor. It may be used by one thread at a time.
 */
public interface Directory extends Closeable {
    /** All names but {@code .} and {@code ..}, sorted by bytes. */
    List<Name> names() throws IOException;

    /** Stat of a name, of a link itself where it is one. */
    Stat stat(Name name) throws IOException;

    /**
     * The other name under which that is listed which is found under this one, as it is where the
     * file system folds case or normalizes Unicode; empty if none is.
     */
    default Optional<Name> twinOf(Name name) throws IOException {
        return Twins.of(this, name);
    }

    /**
     * Whether what is found under a name is listed under just that, and not under its twin; true if
     * nothing is found.
     */
    default boolean isExact(Name name) throws IOException {
        return Twins.isExact(this, name);
    }

    /** Whether two names can be twins here, as far as a name that is listed shows that. */
    default Optional<Boolean> showsTwins(Name name) throws IOException {
        return Twins.show(this, name);
    }

    /** Stat of this directory. */
    Stat stat() throws IOException;

    /** Opens a directory in this one; NOT_DIRECTORY or SYMLINK where it is none. */
    Directory openDirectory(Name name) throws IOException;

    /**
     * Opens a regular file for reading without blocking on what is none.
     *
     * @throws FsException SYMLINK for a link, IS_DIRECTORY for a directory, UNSUPPORTED for any
     *     other kind
     */
    ReadableFile openFile(Name name) throws IOException;

    /**
     * Creates a new, empty file, mode 0600, and opens it for writing; EXISTS if the name is taken.
     */
    WritableFile createFile(Name name) throws IOException;

    /** Opens an existing regular file for reading and writing. */
    WritableFile openForWriting(Name name) throws IOException;

    /** Creates a directory with just this mode, and the set-group-id bit where it inherits one. */
    void makeDirectory(Name name, int mode) throws IOException;

    void makeSymlink(Name name, LinkTarget target) throws IOException;

    /**
     * Creates a FIFO, socket or device node with exactly this mode; the numbers are 0 but for
     * devices.
     */
    void makeSpecial(Name name, Kind kind, int mode, int deviceMajor, int deviceMinor)
            throws IOException;

    /** Gives the file {@code name} here another name there; EXISTS if that is taken. */
    void link(Name name, Directory directory, Name other) throws IOException;

    /**
     * Renames {@code name} here to {@code other} in {@code directory}, which may be this one.
     *
     * @throws FsException UNSUPPORTED where the file system lacks the {@code mode}; nothing was
     *     changed then
     */
    void rename(Name name, Directory directory, Name other, RenameMode mode) throws IOException;

    /** Removes a name that is no directory. */
    void unlink(Name name) throws IOException;

    /** Removes an empty directory; NOT_EMPTY if it is not. */
    void removeDirectory(Name name) throws IOException;

    /** Where a symbolic link points; UNSUPPORTED if it is none. */
    LinkTarget readLink(Name name) throws IOException;

    /** Sets permission, setuid, setgid and sticky bits of a name that is no symbolic link. */
    void setMode(Name name, int mode) throws IOException;

    /** Sets owner and group of a name, of a link itself; -1 leaves one as it is. */
    void setOwner(Name name, int uid, int gid) throws IOException;

    /** Sets the modification time of a name, of a link itself. */
    void setModified(Name name, Timestamp modified) throws IOException;

    /** Extended attributes of a name, of a link itself. */
    Xattrs xattrs(Name name) throws IOException;

    /** Extended attributes of this directory. */
    Xattrs xattrs() throws IOException;

    /** Sets permission, setuid, setgid and sticky bits of this directory itself. */
    void setMode(int mode) throws IOException;

    /** Sets owner and group of this directory itself; -1 leaves one as it is. */
    void setOwner(int uid, int gid) throws IOException;

    /** Sets the modification time of this directory itself. */
    void setModified(Timestamp modified) throws IOException;

    /** Makes the names in this directory durable ({@code fsync} on the directory). */
    void sync() throws IOException;

    @Override
    void close();

    /** What a rename does when the new name is taken. */
    enum RenameMode {
        /** The new name's old owner is gone. */
        REPLACE,
        /** The rename fails with EXISTS. */
        NO_REPLACE,
        /** The two swap names. */
        EXCHANGE
    }
}
