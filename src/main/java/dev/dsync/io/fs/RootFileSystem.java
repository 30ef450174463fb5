package dev.dsync.io.fs;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.util.Arrays;

/**
 * A root as a file system of its own, in which every path is relative and beneath it and no link is
 * followed: what a peer may name. Paths that are absolute, or have a {@code ..} in them, are
 * OUTSIDE.
 */
final class RootFileSystem implements FileSystem {
    private static final byte[] UP = {'.', '.'};

    private final FileSystem system;
    private final Root root;

    /** The part of {@code system} beneath {@code root}. */
    RootFileSystem(FileSystem system, Root root) {
        this.system = system;
        this.root = root;
    }

    /**
     * Where a path leads.
     *
     * @throws FsException OUTSIDE if it is none that may be named here
     */
    static RelPath path(byte[] bytes) throws FsException {
        RelPath path = RelPath.ROOT;
        if (bytes.length > 0 && bytes[0] == '/') {
            throw new FsException(FsException.Reason.OUTSIDE);
        }
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i < bytes.length && bytes[i] != '/') {
                continue;
            }
            if (i > start && !(i == start + 1 && bytes[start] == '.')) {
                try {
                    path = path.child(Name.of(Arrays.copyOfRange(bytes, start, i)));
                } catch (IllegalNameException e) {
                    FsException outside = new FsException(FsException.Reason.OUTSIDE);
                    outside.initCause(e);
                    throw outside;
                }
            }
            start = i + 1;
        }
        return path;
    }

    /** Since no link is followed, what lies above a directory is what its path says. */
    @Override
    public byte[] from(byte[] directory, byte[] typed) throws FsException {
        if (typed.length > 0 && typed[0] == '/') {
            throw new FsException(FsException.Reason.OUTSIDE);
        }
        RelPath path = path(directory);
        int start = 0;
        for (int i = 0; i <= typed.length; i++) {
            if (i < typed.length && typed[i] != '/') {
                continue;
            }
            byte[] step = Arrays.copyOfRange(typed, start, i);
            if (Arrays.equals(step, UP)) {
                if (path.isRoot()) {
                    throw new FsException(FsException.Reason.OUTSIDE);
                }
                path = path.parent();
            } else {
                path = path(joined(path.bytes(), step));
            }
            start = i + 1;
        }
        return path.bytes();
    }

    private static byte[] joined(byte[] directory, byte[] step) {
        byte[] both = Arrays.copyOf(directory, directory.length + 1 + step.length);
        both[directory.length] = '/';
        System.arraycopy(step, 0, both, directory.length + 1, step.length);
        return directory.length == 0 ? step : both;
    }

    @Override
    public Root openRoot(byte[] path) throws IOException {
        return root.openRoot(path(path));
    }

    @Override
    public Stat stat(byte[] path, LastLink lastLink) throws IOException {
        RelPath at = path(path);
        if (at.isRoot()) {
            return root.stat();
        }
        try (Directory parent = root.open(at.parent())) {
            return parent.stat(at.name());
        }
    }

    @Override
    public void makeDirectory(byte[] path, int mode) throws IOException {
        RelPath at = path(path);
        if (at.isRoot()) {
            throw new FsException(FsException.Reason.EXISTS);
        }
        try (Directory parent = root.open(at.parent())) {
            parent.makeDirectory(at.name(), mode & ~umask());
        }
    }

    @Override
    public byte[] realPath(byte[] path) throws IOException {
        Stat _ = stat(path, LastLink.ITSELF);
        return path(path).bytes();
    }

    /** An absolute path as it is from the top. */
    static RelPath beneathTop(byte[] path) throws FsException {
        int start = 0;
        while (start < path.length && path[start] == '/') {
            start++;
        }
        return path(Arrays.copyOfRange(path, start, path.length));
    }

    @Override
    public RelPath followed(byte[] path) throws IOException {
        return new LinkWalk(root).to(path(path));
    }

    @Override
    public byte[] top() {
        return new byte[] {'.'};
    }

    @Override
    public int umask() throws IOException {
        return system.umask();
    }

    @Override
    public Timestamp now() throws IOException {
        return system.now();
    }

    @Override
    public int effectiveUser() {
        return system.effectiveUser();
    }
}
