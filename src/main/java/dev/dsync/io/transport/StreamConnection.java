package dev.dsync.io.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A connection over a stream each way; what lies beneath the streams is its subclass's. */
abstract class StreamConnection implements Connection {
    private static final int PIECE_BYTES = 32 << 10;

    private final InputStream in;
    private final OutputStream out;
    private final String peer;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile boolean ended;

    StreamConnection(InputStream in, OutputStream out, String peer) {
        this.in = in;
        this.out = out;
        this.peer = peer;
    }

    /** What the end of the incoming stream means: nothing, or the failure it was. */
    abstract void checkEnd() throws IOException;

    /** Why a stream failed that was not closed here. */
    abstract TransportException failure(IOException e);

    /** Closes what lies beneath, waiting for good order or not. */
    abstract void release(boolean orderly) throws IOException;

    final void count(long sentBefore, long receivedBefore) {
        sent.addAndGet(sentBefore);
        received.addAndGet(receivedBefore);
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(bytes, offset, length);
        } catch (IOException e) {
            throw told(e);
        }
        if (count < 0) {
            if (ended) {
                throw new TransportException.Aborted(peer);
            }
            checkEnd();
            return count;
        }
        received.addAndGet(count);
        return count;
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) throws IOException {
        // In pieces, so that it shows on a slow line that the peer takes them.
        for (int done = 0; done < length; ) {
            int piece = Math.min(length - done, PIECE_BYTES);
            try {
                out.write(bytes, offset + done, piece);
            } catch (IOException e) {
                throw told(e);
            }
            sent.addAndGet(piece);
            done += piece;
        }
    }

    @Override
    public final void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw told(e);
        }
    }

    @Override
    public final void closeOutput() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            throw told(e);
        }
    }

    @Override
    public final void close() throws IOException {
        if (ended) {
            return;
        }
        try {
            closeOutput();
        } finally {
            ended = true;
            release(true);
        }
    }

    @Override
    public final void abort() {
        ended = true;
        try {
            release(false);
        } catch (IOException _) {
            // It is given up, and nobody waits for more.
        }
    }

    @Override
    public final long sent() {
        return sent.get();
    }

    @Override
    public final long received() {
        return received.get();
    }

    @Override
    public final String peer() {
        return peer;
    }

    @Override
    public final Optional<SecureChannel> secureChannel() {
        return Optional.empty();
    }

    private TransportException told(IOException e) {
        return ended ? new TransportException.Aborted(peer) : failure(e);
    }
}
