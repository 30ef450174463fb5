package dev.dsync.app.web;

import dev.dsync.io.fs.ReadableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's connection through which files pass from the disk to the network without being read:
 * the server is given a buffer of the right length that stands for the bytes, and never looks into
 * it; where it would be written to the socket, the system is told to send the file instead.
 */
final class Passage extends SocketChannelEndPoint {
    /** Bytes that stand for others; nobody reads or writes them. */
    private static final ByteBuffer STAND_IN = ByteBuffer.allocateDirect(256 << 10);

    /** The most bytes that pass at once. */
    static final int BYTES_MAX = STAND_IN.capacity();

    private volatile @Nullable Passing passing;

    Passage(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** Bytes of a file on their way. */
    static final class Passing {
        private final ReadableFile file;
        private final ByteBuffer standIn;
        private long position;
        private int left;

        private Passing(ReadableFile file, long position, int length) {
            this.file = file;
            this.position = position;
            this.left = length;
            this.standIn = STAND_IN.asReadOnlyBuffer().limit(length);
        }

        /** What stands for the bytes; to be sent as it is. */
        ByteBuffer standIn() {
            return standIn;
        }

        /** Whether all bytes went this way, rather than what stood for them another. */
        boolean isDone() {
            return left == 0;
        }
    }

    /**
     * Begins to pass bytes of a file; they go when what stands for them is written.
     *
     * @param length 1 to {@link #BYTES_MAX}
     */
    Passing letThrough(ReadableFile file, long position, int length) {
        Passing begun = new Passing(file, position, length);
        passing = begun;
        return begun;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        Passing due = passing;
        int last = buffers.length - 1;
        if (due == null || last < 0 || !isStandIn(buffers[last])) {
            return super.flush(buffers);
        }
        if (last > 0 && !super.flush(Arrays.copyOf(buffers, last))) {
            return false;
        }
        while (due.left > 0) {
            long sent = due.file.transferTo(due.position, due.left, getChannel());
            if (sent == 0) {
                if (due.file.stat().size() <= due.position) {
                    throw new IOException("the file became shorter");
                }
                return false; // the socket takes no more now
            }
            notIdle();
            due.position += sent;
            due.left -= (int) sent;
            due.standIn.position(due.standIn.position() + (int) sent);
        }
        passing = null;
        return true;
    }

    /**
     * Whether a buffer is the one that stands for others: none else is outside the heap and fixed.
     */
    private static boolean isStandIn(ByteBuffer buffer) {
        return buffer.isDirect() && buffer.isReadOnly();
    }
}
