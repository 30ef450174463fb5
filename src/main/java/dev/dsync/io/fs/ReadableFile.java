package dev.dsync.io.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A regular file opened for reading at any offset. */
public interface ReadableFile extends Closeable {
    /** What is sent at once where it takes a detour. */
    int TRANSFER_BYTES = 64 << 10;

    Stat stat() throws IOException;

    /**
     * Reads up to {@code length} bytes from {@code position} of the file, fewer only at its end.
     *
     * @return the number of bytes read, 0 at or behind the end
     */
    int read(long position, byte[] bytes, int offset, int length) throws IOException;

    /**
     * Reads from {@code position} of the file as much as the buffer has room for, less only at its
     * end; a buffer outside the heap is filled without a detour.
     *
     * @return the number of bytes read, 0 at or behind the end
     */
    default int read(long position, ByteBuffer buffer) throws IOException {
        byte[] bytes = new byte[buffer.remaining()];
        int count = read(position, bytes, 0, bytes.length);
        buffer.put(bytes, 0, count);
        return count;
    }

    /**
     * Sends bytes from {@code position} on to a channel, where the system can without a detour.
     *
     * @return the number of bytes sent, fewer than {@code length} where the channel takes no more
     *     now; 0 also at or behind the end of the file
     */
    default long transferTo(long position, long length, WritableByteChannel channel)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, TRANSFER_BYTES));
        read(position, buffer);
        return channel.write(buffer.flip());
    }

    /**
     * The first position at or after {@code position} that holds data and is no hole; -1 if only a
     * hole follows.
     */
    long nextData(long position) throws IOException;

    /**
     * The first position at or after {@code position} that is a hole; the size of the file counts
     * as one.
     */
    long nextHole(long position) throws IOException;

    /** Extended attributes of the file; opened for reading only, it may still let them be set. */
    Xattrs xattrs() throws IOException;

    /** Makes content and attributes durable ({@code fsync}), whoever wrote them. */
    void sync() throws IOException;

    @Override
    void close();
}
