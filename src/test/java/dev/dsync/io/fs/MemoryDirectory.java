package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An opened directory in memory. */
final class MemoryDirectory implements Directory {
    private final MemoryFileSystem system;
    private final Inode inode;
    private final Handle handle;

    MemoryDirectory(MemoryFileSystem system, Inode inode) {
        this.system = system;
        this.inode = inode;
        this.handle = new Handle(system);
    }

    @Override
    public List<Name> names() throws IOException {
        synchronized (system) {
            handle.check(Operation.LIST, null);
            checkThere();
            return inode.state.children.values().stream().map(Inode.Child::name).sorted().toList();
        }
    }

    private void checkThere() throws FsException {
        if (inode.links == 0) {
            throw new FsException(Reason.NOT_FOUND);
        }
    }

    private Inode find(Name name) throws FsException {
        Inode.Child child = inode.state.children.get(system.key(name));
        if (child == null) {
            throw new FsException(Reason.NOT_FOUND);
        }
        return child.inode();
    }

    private boolean isTaken(Name name) {
        return inode.state.children.containsKey(system.key(name));
    }

    /** The inode, if it is a directory. */
    static Inode directory(Inode inode) throws FsException {
        return switch (inode.kind) {
            case DIRECTORY -> inode;
            case SYMLINK -> throw new FsException(Reason.SYMLINK);
            case FILE, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                    throw new FsException(Reason.NOT_DIRECTORY);
        };
    }

    private static Inode file(Inode inode) throws FsException {
        return switch (inode.kind) {
            case FILE -> inode;
            case SYMLINK -> throw new FsException(Reason.SYMLINK);
            case DIRECTORY -> throw new FsException(Reason.IS_DIRECTORY);
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                    throw new FsException(Reason.UNSUPPORTED);
        };
    }

    @Override
    public Stat stat(Name name) throws IOException {
        synchronized (system) {
            handle.check(Operation.STAT, name);
            return find(name).stat();
        }
    }

    @Override
    public Stat stat() throws IOException {
        synchronized (system) {
            handle.check(Operation.STAT, null);
            return inode.stat();
        }
    }

    @Override
    public Directory openDirectory(Name name) throws IOException {
        synchronized (system) {
            handle.check(Operation.OPEN_DIRECTORY, name);
            return new MemoryDirectory(system, directory(find(name)));
        }
    }

    @Override
    public ReadableFile openFile(Name name) throws IOException {
        synchronized (system) {
            handle.check(Operation.OPEN_FILE, name);
            return new MemoryFile(system, file(find(name)), false);
        }
    }

    @Override
    public WritableFile openForWriting(Name name) throws IOException {
        synchronized (system) {
            handle.check(Operation.OPEN_FILE, name);
            return new MemoryFile(system, file(find(name)), true);
        }
    }

    @Override
    public WritableFile createFile(Name name) throws IOException {
        synchronized (system) {
            Inode file = system.newInode(Kind.FILE, 0600);
            add(name, file);
            return new MemoryFile(system, file, true);
        }
    }

    @Override
    public void makeDirectory(Name name, int mode) throws IOException {
        synchronized (system) {
            Inode directory =
                    system.newInode(Kind.DIRECTORY, mode | (stat().mode() & Constants.S_ISGID));
            add(name, directory);
            directory.parent = inode;
        }
    }

    @Override
    public void makeSymlink(Name name, LinkTarget target) throws IOException {
        synchronized (system) {
            Inode.State state = system.newState(0777);
            add(name, new Inode(system.newNumber(), Kind.SYMLINK, state, target, 0, 0));
        }
    }

    @Override
    public void makeSpecial(Name name, Kind kind, int mode, int deviceMajor, int deviceMinor)
            throws IOException {
        if (kind == Kind.FILE || kind == Kind.DIRECTORY || kind == Kind.SYMLINK) {
            throw new IllegalArgumentException("special file of kind " + kind);
        }
        synchronized (system) {
            int major = kind.isDevice() ? deviceMajor : 0;
            int minor = kind.isDevice() ? deviceMinor : 0;
            Inode.State state = system.newState(mode);
            add(name, new Inode(system.newNumber(), kind, state, null, major, minor));
        }
    }

    private void add(Name name, Inode child) throws IOException {
        handle.check(Operation.CREATE, name);
        if (isTaken(name)) {
            throw new FsException(Reason.EXISTS);
        }
        checkThere();
        put(name, child);
        system.watches().appeared(inode, name, child);
    }

    private void put(Name name, Inode child) {
        inode.state.children.put(system.key(name), new Inode.Child(name, child));
        child.gotName(inode, name);
        touch();
    }

    private void drop(Name name) {
        Inode.Child child = inode.state.children.remove(system.key(name));
        if (child != null) {
            child.inode().lostName(system.now());
            touch();
        }
    }

    private void touch() {
        inode.state.modified = system.now();
        inode.state.changed = inode.state.modified;
    }

    @Override
    public void link(Name name, Directory directory, Name other) throws IOException {
        synchronized (system) {
            handle.check(Operation.LINK, name);
            MemoryDirectory to = same(directory);
            Inode found = find(name);
            if (to.isTaken(other)) {
                throw new FsException(Reason.EXISTS);
            }
            if (found.kind == Kind.DIRECTORY) {
                throw new FsException(Reason.NOT_PERMITTED);
            }
            to.checkThere();
            to.put(other, found);
            system.watches().appeared(to.inode, other, found);
            found.state.changed = system.now();
        }
    }

    private MemoryDirectory same(Directory directory) {
        if (directory instanceof MemoryDirectory other && other.system == system) {
            return other;
        }
        throw new IllegalArgumentException("directory of another file system");
    }

    @Override
    public void rename(Name name, Directory directory, Name other, RenameMode mode)
            throws IOException {
        synchronized (system) {
            handle.check(Operation.RENAME, name);
            MemoryDirectory to = same(directory);
            Inode moved = find(name);
            Inode.Child taken = to.inode.state.children.get(system.key(other));
            Inode replaced = taken == null ? null : taken.inode();
            to.checkThere();
            checkRename(moved, to, replaced, mode);
            if (moved == replaced) {
                return;
            }
            drop(name);
            if (replaced != null) {
                to.drop(other);
            }
            to.put(other, moved);
            moved.parent = moved.kind == Kind.DIRECTORY ? to.inode : null;
            system.watches().moved(inode, name, to.inode, other, moved);
            if (replaced != null && mode == RenameMode.EXCHANGE) {
                put(name, replaced);
                replaced.parent = replaced.kind == Kind.DIRECTORY ? inode : null;
                system.watches().moved(to.inode, other, inode, name, replaced);
            }
            inode.renamedWith(to.inode);
        }
    }

    private void checkRename(
            Inode moved, MemoryDirectory to, @Nullable Inode replaced, RenameMode mode)
            throws FsException {
        if (replaced != null && mode == RenameMode.NO_REPLACE) {
            throw new FsException(Reason.EXISTS);
        }
        if (replaced == null && mode == RenameMode.EXCHANGE) {
            throw new FsException(Reason.NOT_FOUND);
        }
        if (!system.supports(mode)) {
            throw new FsException(Reason.UNSUPPORTED);
        }
        boolean intoItself = moved.isAbove(to.inode);
        if (mode == RenameMode.EXCHANGE) {
            if (intoItself || (replaced != null && replaced.isAbove(inode))) {
                throw new FsException(Reason.UNSUPPORTED);
            }
            return;
        }
        if (intoItself) {
            throw new FsException(mode == RenameMode.REPLACE ? Reason.OTHER : Reason.UNSUPPORTED);
        }
        if (replaced == null || replaced == moved) {
            return;
        }
        if (replaced.kind == Kind.DIRECTORY) {
            if (moved.kind != Kind.DIRECTORY) {
                throw new FsException(Reason.IS_DIRECTORY);
            }
            if (!replaced.state.children.isEmpty()) {
                throw new FsException(Reason.NOT_EMPTY);
            }
        } else if (moved.kind == Kind.DIRECTORY) {
            throw new FsException(Reason.NOT_DIRECTORY);
        }
    }

    @Override
    public void unlink(Name name) throws IOException {
        synchronized (system) {
            handle.check(Operation.REMOVE, name);
            Inode found = find(name);
            if (found.kind == Kind.DIRECTORY) {
                throw new FsException(Reason.IS_DIRECTORY);
            }
            drop(name);
            system.watches().removed(inode, name, found);
        }
    }

    @Override
    public void removeDirectory(Name name) throws IOException {
        synchronized (system) {
            handle.check(Operation.REMOVE, name);
            Inode found = find(name);
            if (found.kind != Kind.DIRECTORY) {
                throw new FsException(Reason.NOT_DIRECTORY);
            }
            if (!found.state.children.isEmpty()) {
                throw new FsException(Reason.NOT_EMPTY);
            }
            drop(name);
            system.watches().removed(inode, name, found);
        }
    }

    @Override
    public LinkTarget readLink(Name name) throws IOException {
        synchronized (system) {
            handle.check(Operation.READ_LINK, name);
            LinkTarget target = find(name).target;
            if (target == null) {
                throw new FsException(Reason.UNSUPPORTED, "not a symbolic link");
            }
            return target;
        }
    }

    @Override
    public void setMode(Name name, int mode) throws IOException {
        synchronized (system) {
            handle.check(Operation.SET_ATTRIBUTES, name);
            Inode found = find(name);
            if (found.kind == Kind.SYMLINK) {
                throw new FsException(Reason.SYMLINK);
            }
            found.setMode(mode, system.changing(found));
        }
    }

    @Override
    public void setOwner(Name name, int uid, int gid) throws IOException {
        synchronized (system) {
            handle.check(Operation.SET_ATTRIBUTES, name);
            Inode found = find(name);
            found.setOwner(uid, gid, system.changing(found));
        }
    }

    @Override
    public void setModified(Name name, Timestamp modified) throws IOException {
        synchronized (system) {
            handle.check(Operation.SET_ATTRIBUTES, name);
            Inode found = find(name);
            found.setModified(modified, system.watches().timeSet(found));
        }
    }

    @Override
    public void setMode(int mode) throws IOException {
        synchronized (system) {
            handle.check(Operation.SET_ATTRIBUTES, null);
            inode.setMode(mode, system.changing(inode));
        }
    }

    @Override
    public void setOwner(int uid, int gid) throws IOException {
        synchronized (system) {
            handle.check(Operation.SET_ATTRIBUTES, null);
            inode.setOwner(uid, gid, system.changing(inode));
        }
    }

    @Override
    public void setModified(Timestamp modified) throws IOException {
        synchronized (system) {
            handle.check(Operation.SET_ATTRIBUTES, null);
            inode.setModified(modified, system.watches().timeSet(inode));
        }
    }

    @Override
    public Xattrs xattrs(Name name) throws IOException {
        synchronized (system) {
            handle.check(Operation.STAT, name);
            return new MemoryXattrs(system, handle, find(name));
        }
    }

    @Override
    public Xattrs xattrs() {
        return new MemoryXattrs(system, handle, inode);
    }

    @Override
    public void sync() throws IOException {
        synchronized (system) {
            handle.check(Operation.SYNC, null);
            inode.sync();
        }
    }

    @Override
    public void close() {
        synchronized (system) {
            handle.close();
        }
    }
}
