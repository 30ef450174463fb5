package dev.dsync.io.fs;

import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.EOFException;
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
    public void copyFrom(long position, ReadableFile source, long sourcePosition, long length)
            throws IOException {
        if (position < 0 || sourcePosition < 0 || length < 0) {
            throw new IllegalArgumentException(
                    length + " bytes from " + sourcePosition + " to " + position);
        }
        synchronized (system) {
            Inode other = readable(source);
            checkWritable(Operation.WRITE);
            if (length == 0) {
                return;
            }
            if (other == inode && Math.abs(position - sourcePosition) < length) {
                throw new IllegalArgumentException("a range copied onto itself");
            }
            Content from = other.state.content;
            if (from.size() - sourcePosition < length) {
                throw new EOFException("the file copied from ends at " + from.size());
            }
            copy(from, sourcePosition, sourcePosition + length, position - sourcePosition);
            touch();
        }
    }

    private void copy(Content from, long begin, long end, long shift) throws FsException {
        Content to = inode.state.content;
        byte[] page = new byte[Content.PAGE_BYTES];
        long at = begin;
        while (at < end) {
            long data = from.nextData(at);
            long holeEnd = data < 0 ? end : Math.min(end, data);
            to.clear(at + shift, holeEnd + shift);
            int toPageEnd = page.length - (int) (holeEnd % page.length);
            int length = from.read(holeEnd, page, 0, (int) Math.min(end - holeEnd, toPageEnd));
            system.reserve(to.growth(holeEnd + shift, length));
            to.write(holeEnd + shift, page, 0, length);
            at = holeEnd + length;
        }
        if (to.size() < end + shift) {
            to.truncate(end + shift);
        }
    }

    @Override
    public boolean cloneFrom(ReadableFile source) throws IOException {
        synchronized (system) {
            Inode other = readable(source);
            checkWritable(Operation.WRITE);
            if (other == inode || !system.clones()) {
                return false;
            }
            Content content = other.state.content;
            system.reserve(content.allocated() - inode.state.content.allocated());
            inode.state.content = content.copy();
            touch();
            return true;
        }
    }

    /** The file behind one of the same file system. */
    private Inode readable(ReadableFile file) throws IOException {
        if (file instanceof MemoryFile memory && memory.system == system) {
            memory.handle.check(Operation.READ, null);
            return memory.inode;
        }
        throw new IllegalArgumentException("file of another file system");
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
        system.watches().written(inode);
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
            if (handle.close() && writable) {
                system.watches().closed(inode);
            }
        }
    }
}
