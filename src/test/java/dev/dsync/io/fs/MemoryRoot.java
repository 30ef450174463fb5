package dev.dsync.io.fs;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.function.Predicate;

/** A root in memory. */
final class MemoryRoot implements Root {
    private final MemoryFileSystem system;
    private final Inode inode;
    private final Handle handle;

    MemoryRoot(MemoryFileSystem system, Inode inode) {
        this.system = system;
        this.inode = inode;
        this.handle = new Handle(system);
    }

    @Override
    public Directory open(RelPath directory) throws IOException {
        synchronized (system) {
            handle.check(Operation.OPEN_DIRECTORY, null);
            return new MemoryDirectory(system, find(directory));
        }
    }

    @Override
    public Root openRoot(RelPath directory) throws IOException {
        synchronized (system) {
            handle.check(Operation.OPEN_DIRECTORY, null);
            return new MemoryRoot(system, find(directory));
        }
    }

    @Override
    public ChangeHints openHints(Predicate<Name> ignored) throws IOException {
        return openHints(ignored, LinuxHints.HINTS_MAX);
    }

    /** Hints of which no more than these are kept. */
    ChangeHints openHints(Predicate<Name> ignored, int hintsMax) throws IOException {
        synchronized (system) {
            handle.check(Operation.WATCH, null);
            return system.watches().open(inode, ignored, hintsMax);
        }
    }

    private Inode find(RelPath path) throws FsException {
        if (path.isRoot()) {
            return inode;
        }
        Inode parent = find(path.parent());
        Inode.Child child = parent.state.children.get(system.key(path.name()));
        if (child == null) {
            throw new FsException(Reason.NOT_FOUND);
        }
        return MemoryDirectory.directory(child.inode());
    }

    @Override
    public byte[] location() {
        synchronized (system) {
            return system.path(inode);
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
    public boolean tryLock() throws IOException {
        synchronized (system) {
            handle.check(Operation.LOCK, null);
            if (inode.lockedBy != null && inode.lockedBy != handle && inode.lockedBy.isAlive()) {
                return false;
            }
            inode.lockedBy = handle;
            return true;
        }
    }

    @Override
    public void syncFileSystem() throws IOException {
        synchronized (system) {
            handle.check(Operation.SYNC_FILE_SYSTEM, null);
            system.syncAll();
        }
    }

    @Override
    public long usableBytes() throws IOException {
        synchronized (system) {
            handle.check(Operation.STAT, null);
            return system.usableBytes();
        }
    }

    @Override
    public long fileSystemId() throws IOException {
        synchronized (system) {
            handle.check(Operation.STAT, null);
            return system.id;
        }
    }

    @Override
    public void close() {
        synchronized (system) {
            handle.close();
            if (inode.lockedBy == handle) {
                inode.lockedBy = null;
            }
        }
    }
}
