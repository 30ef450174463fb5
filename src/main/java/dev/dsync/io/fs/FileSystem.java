package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The file system as the operator names things in it: by paths of bytes, absolute or from the
 * working directory, in which links are followed. Nothing a peer says is ever such a path.
 */
public interface FileSystem {
    /**
     * The file system of the machine this runs on.
     *
     * @throws FsException UNSUPPORTED where there is no gate for this system, which the message
     *     names
     */
    static FileSystem ofThisMachine() throws FsException {
        return LinuxFileSystem.open(
                System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /**
     * What of {@code system} lies beneath {@code root}: paths are relative to it and lead nowhere
     * else.
     */
    static FileSystem beneath(FileSystem system, Root root) {
        return new RootFileSystem(system, root);
    }

    /**
     * Where a path leads in a file system {@link #beneath} a root.
     *
     * @throws FsException OUTSIDE if it is none that may be named there
     */
    static RelPath pathBeneath(byte[] path) throws FsException {
        return RootFileSystem.path(path);
    }

    /**
     * The path of something that was typed for whoever stands in a directory.
     *
     * @throws FsException OUTSIDE if it is none that may be named there
     */
    default byte[] from(byte[] directory, byte[] typed) throws FsException {
        if (typed.length > 0 && typed[0] == '/') {
            return typed.clone();
        }
        byte[] path = Arrays.copyOf(directory, directory.length + 1 + typed.length);
        path[directory.length] = '/';
        System.arraycopy(typed, 0, path, directory.length + 1, typed.length);
        return path;
    }

    /** Opens a directory as a root; NOT_DIRECTORY if it is none. */
    Root openRoot(byte[] path) throws IOException;

    /** Stat of what the path names. */
    Stat stat(byte[] path, LastLink lastLink) throws IOException;

    /**
     * Creates a directory whose parent exists, with these bits less those the operator's umask
     * takes.
     */
    void makeDirectory(byte[] path, int mode) throws IOException;

    /** The absolute path, without links, of something that exists. */
    byte[] realPath(byte[] path) throws IOException;

    /**
     * Where something lies that a path names, links in it followed: from the {@link #top} on.
     *
     * @throws FsException OUTSIDE if a link leads out of this file system
     */
    default RelPath followed(byte[] path) throws IOException {
        return RootFileSystem.beneathTop(realPath(path));
    }

    /** The path of the directory that all others lie in. */
    default byte[] top() {
        return new byte[] {'/'};
    }

    /** The mode bits that entries this process makes do not get, unless they are set afterwards. */
    int umask() throws IOException;

    /** The user in whose name this process acts. */
    int effectiveUser();

    /** The time by the clock that stamps files, as near as it can be had. */
    Timestamp now() throws IOException;

    /** The users and groups of this machine. */
    default Accounts accounts() {
        return Accounts.NUMBERS;
    }

    /** Creates a directory and whatever is missing above it; one that is there stays as it is. */
    default void makeDirectories(byte[] path, int mode) throws IOException {
        try {
            makeDirectory(path, mode);
        } catch (FsException e) {
            int parent = parentLength(path);
            if (e.reason() == FsException.Reason.NOT_FOUND && parent > 0) {
                makeDirectories(Arrays.copyOf(path, parent), mode);
                makeDirectory(path, mode);
            } else if (e.reason() != FsException.Reason.EXISTS
                    || stat(path, LastLink.FOLLOWED).kind() != Kind.DIRECTORY) {
                throw e;
            }
        }
    }

    /** The bytes before the last component and the slashes around it. */
    private static int parentLength(byte[] path) {
        int end = path.length;
        while (end > 0 && path[end - 1] == '/') {
            end--;
        }
        while (end > 0 && path[end - 1] != '/') {
            end--;
        }
        while (end > 0 && path[end - 1] == '/') {
            end--;
        }
        return end;
    }

    /** Users and groups by name and number, and to which groups this process belongs. */
    interface Accounts {
        /** Nobody has a name, and every group is one's own. */
        Accounts NUMBERS =
                new Accounts() {
                    @Override
                    public Optional<String> userName(int id) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<String> groupName(int id) {
                        return Optional.empty();
                    }

                    @Override
                    public OptionalInt userId(String name) {
                        return OptionalInt.empty();
                    }

                    @Override
                    public OptionalInt groupId(String name) {
                        return OptionalInt.empty();
                    }

                    @Override
                    public boolean isMember(int group) {
                        return true;
                    }
                };

        Optional<String> userName(int id);

        Optional<String> groupName(int id);

        OptionalInt userId(String name);

        OptionalInt groupId(String name);

        /** Whether this process may give files of its own to the group. */
        boolean isMember(int group);
    }

    /** What is meant by a path that ends in a symbolic link. */
    enum LastLink {
        /** What the link points to. */
        FOLLOWED,
        /** The link. */
        ITSELF
    }
}
