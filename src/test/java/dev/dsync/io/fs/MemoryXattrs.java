package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Extended attributes of an inode in memory. */
final class MemoryXattrs implements Xattrs {
    private final MemoryFileSystem system;
    private final Handle handle;
    private final Inode inode;

    MemoryXattrs(MemoryFileSystem system, Handle handle, Inode inode) {
        this.system = system;
        this.handle = handle;
        this.inode = inode;
    }

    @Override
    public List<Key> keys() throws IOException {
        synchronized (system) {
            handle.check(Operation.STAT, null);
            return List.copyOf(inode.state.xattrs.keySet());
        }
    }

    @Override
    public Optional<byte[]> get(Key key) throws IOException {
        synchronized (system) {
            handle.check(Operation.STAT, null);
            checkNamespace(key);
            byte[] value = inode.state.xattrs.get(key);
            return value == null ? Optional.empty() : Optional.of(value.clone());
        }
    }

    @Override
    public void set(Key key, byte[] value) throws IOException {
        synchronized (system) {
            checkWritable(key);
            inode.state.xattrs.put(key, value.clone());
            inode.state.changed = system.changing(inode);
        }
    }

    @Override
    public void remove(Key key) throws IOException {
        synchronized (system) {
            checkWritable(key);
            if (inode.state.xattrs.remove(key) == null) {
                throw new FsException(Reason.NOT_FOUND);
            }
            inode.state.changed = system.changing(inode);
        }
    }

    private void checkWritable(Key key) throws IOException {
        handle.check(Operation.SET_ATTRIBUTES, null);
        checkNamespace(key);
        if (key.isIn("user") && inode.kind != Kind.FILE && inode.kind != Kind.DIRECTORY) {
            throw new FsException(Reason.NOT_PERMITTED);
        }
    }

    private static void checkNamespace(Key key) throws FsException {
        if (Stream.of("user", "trusted", "security", "system").noneMatch(key::isIn)) {
            throw new FsException(Reason.UNSUPPORTED);
        }
    }
}
