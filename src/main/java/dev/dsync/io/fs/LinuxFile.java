package dev.dsync.io.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A regular file on Linux, held by descriptor. */
final class LinuxFile implements WritableFile {
    private final Descriptor descriptor;
    private final WriteOut writeOut;

    /** The same file, once more; null until something is sent from it. */
    private @Nullable FileChannel channel;

    /**
     * Takes over the descriptor of a regular file; writing fails where it was opened for reading.
     */
    LinuxFile(Descriptor descriptor) {
        this.descriptor = descriptor;
        writeOut = new WriteOut(descriptor);
    }

    @Override
    public Stat stat() throws IOException {
        return descriptor.stat();
    }

    @Override
    public int read(long position, byte[] bytes, int offset, int length) throws IOException {
        checkRange(position, bytes, offset, length);
        Scratch scratch = descriptor.scratch();
        MemorySegment buffer = scratch.buffer();
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, Scratch.BUFFER_BYTES);
            int count = (int) fill(scratch, position + done, buffer.asSlice(0, part));
            MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, offset + done, count);
            done += count;
            if (count < part) {
                break;
            }
        }
        return done;
    }

    @Override
    public int read(long position, ByteBuffer buffer) throws IOException {
        if (!buffer.isDirect()) {
            return WritableFile.super.read(position, buffer);
        }
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
        Scratch scratch = descriptor.scratch();
        long done = fill(scratch, position, MemorySegment.ofBuffer(buffer));
        buffer.position(buffer.position() + (int) done);
        return (int) done;
    }

    /** Reads until there is no more room, or no more to read; how much that was. */
    private long fill(Scratch scratch, long position, MemorySegment room) throws IOException {
        long done = 0;
        while (done < room.byteSize()) {
            long count =
                    Descriptor.check(
                            DescriptorCalls.pread(
                                    scratch,
                                    descriptor.fd(),
                                    room.asSlice(done),
                                    room.byteSize() - done,
                                    position + done),
                            scratch);
            if (count == 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    @Override
    public long transferTo(long position, long length, WritableByteChannel target)
            throws IOException {
        if (channel == null) {
            // The JDK opens files by path alone; this one is that of the descriptor, whatever has
            // become of the name.
            channel = FileChannel.open(Path.of("/proc/self/fd/" + descriptor.fd()));
        }
        return channel.transferTo(position, length, target);
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
        checkRange(position, bytes, offset, length);
        Scratch scratch = descriptor.scratch();
        MemorySegment buffer = scratch.buffer();
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, Scratch.BUFFER_BYTES);
            MemorySegment.copy(bytes, offset + done, buffer, JAVA_BYTE, 0, part);
            long count =
                    Descriptor.check(
                            DescriptorCalls.pwrite(
                                    scratch, descriptor.fd(), buffer, part, position + done),
                            scratch);
            if (count == 0) {
                throw new FsException(FsException.Reason.INPUT_OUTPUT, "nothing was written");
            }
            done += (int) count;
        }
        writeOut.wrote(length);
    }

    private static void checkRange(long position, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
    }

    @Override
    public long nextData(long position) throws IOException {
        return seek(position, Constants.SEEK_DATA, -1);
    }

    @Override
    public long nextHole(long position) throws IOException {
        return seek(position, Constants.SEEK_HOLE, position);
    }

    /**
     * Where {@code lseek} leads, or {@code atEnd} if the position is at or behind the end of the
     * data.
     */
    private long seek(long position, int whence, long atEnd) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
        Scratch scratch = descriptor.scratch();
        long found = DescriptorCalls.lseek(scratch, descriptor.fd(), position, whence);
        if (found < 0 && scratch.errno() == Errno.ENXIO) {
            return atEnd;
        }
        return Descriptor.check(found, scratch);
    }

    @Override
    public void copyFrom(long position, ReadableFile source, long sourcePosition, long length)
            throws IOException {
        if (position < 0 || sourcePosition < 0 || length < 0) {
            throw new IllegalArgumentException(
                    length + " bytes from " + sourcePosition + " to " + position);
        }
        new RangeCopy(linux(source), this, position - sourcePosition).copy(sourcePosition, length);
    }

    @Override
    public boolean cloneFrom(ReadableFile source) throws IOException {
        LinuxFile other = linux(source);
        Scratch scratch = descriptor.scratch();
        if (DescriptorCalls.clone(scratch, descriptor.fd(), other.descriptor.fd()) < 0) {
            if (Errno.refusesClone(scratch.errno())) {
                return false;
            }
            throw Errno.failure(scratch);
        }
        // What this file had beyond the source's end is still there.
        long size = other.stat().size();
        if (stat().size() > size) {
            truncate(size);
        }
        return true;
    }

    private static LinuxFile linux(ReadableFile file) {
        if (file instanceof LinuxFile linux) {
            return linux;
        }
        throw new IllegalArgumentException("file of another file system");
    }

    /** What it is opened as, which stays this file's own. */
    Descriptor descriptor() {
        return descriptor;
    }

    /** How far it is on its way to the disk. */
    WriteOut writeOut() {
        return writeOut;
    }

    @Override
    public void truncate(long size) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("size " + size);
        }
        Scratch scratch = descriptor.scratch();
        Descriptor.check(DescriptorCalls.ftruncate(scratch, descriptor.fd(), size), scratch);
    }

    @Override
    public void setMode(int mode) throws IOException {
        descriptor.setMode(mode);
    }

    @Override
    public void setOwner(int uid, int gid) throws IOException {
        descriptor.setOwner(uid, gid);
    }

    @Override
    public void setModified(Timestamp modified) throws IOException {
        descriptor.setModified(modified);
    }

    @Override
    public Xattrs xattrs() {
        return new LinuxXattrs(descriptor, null);
    }

    @Override
    public void syncData() throws IOException {
        descriptor.syncData();
    }

    @Override
    public void sync() throws IOException {
        descriptor.sync();
    }

    @Override
    public void close() {
        descriptor.close();
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written through it.
            }
        }
    }
}
