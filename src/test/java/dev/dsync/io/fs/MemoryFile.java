package dev.dsync.io.fs;

import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.Objects;

/** An opened regular file in memory. */
final class MemoryFile implements WritableFile {
    private final MemoryFileSystem system;
    private final Inode inode;
    private final Handle handle;
    private final boolean writable;

    MemoryFile(MemoryFileSystem system, Inode inode, boolean writable) {
        this.system = system;
        this.inode = inode;
        this.writable = writable;
        this.handle = new Handle(system);
    }

    @Override
    public Stat stat() throws IOException {
        synchronized (system) {
            handle.check(Operation.STAT, null);
            return inode.stat();
        }
    }

    @Override
    public int read(long position, byte[] bytes, int offset, int length) throws IOException {
        checkRange(position, bytes, offset, length);
        synchronized (system) {
            handle.check(Operation.READ, null);
            return inode.state.content.read(position, bytes, offset, length);
        }
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
        checkRange(position, bytes, offset, length);
        synchronized (system) {
            checkWritable(Operation.WRITE);
            system.reserve(inode.state.content.growth(position, length));
            inode.state.content.write(position, bytes, offset, length);
            if (length > 0) {
                touch();
            }
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
        synchronized (system) {
            checkWritable(Operation.TRUNCATE);
            inode.state.content.truncate(size);
            touch();
        }
    }

    private void checkWritable(Operation operation) throws IOException {
        handle.check(operation, null);
        if (!writable) {
            throw new FsException(Reason.OTHER, "opened for reading");
        }
    }

    private void touch() {
        Timestamp now = system.now();
        inode.state.modified = now;
        inode.state.changed = now;
    }

    private static void checkRange(long position, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
    }

    @Override
    public long nextData(long position) throws IOException {
        synchronized (system) {
            handle.check(Operation.READ, null);
            return inode.state.content.nextData(position);
        }
    }

    @Override
    public long nextHole(long position) throws IOException {
        synchronized (system) {
            handle.check(Operation.READ, null);
            return inode.state.content.nextHole(position);
        }
    }

    @Override
    public void setMode(int mode) throws IOException {
        synchronized (system) {
            handle.check(Operation.SET_ATTRIBUTES, null);
            inode.setMode(mode, system.now());
        }
    }

    @Override
    public void setOwner(int uid, int gid) throws IOException {
        synchronized (system) {
            handle.check(Operation.SET_ATTRIBUTES, null);
            inode.setOwner(uid, gid, system.now());
        }
    }

    @Override
    public void setModified(Timestamp modified) throws IOException {
        synchronized (system) {
            handle.check(Operation.SET_ATTRIBUTES, null);
            inode.setModified(modified, system.now());
        }
    }

    @Override
    public Xattrs xattrs() {
        return new MemoryXattrs(system, handle, inode);
    }

    @Override
    public void syncData() throws IOException {
        synchronized (system) {
            handle.check(Operation.SYNC, null);
            inode.syncData();
        }
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
