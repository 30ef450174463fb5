package dev.dsync.io.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/** One end of a connection inside a process; the two ends are made together. */
public final class PipeConnection implements Connection {
    /**
     * Both ends of one connection.
     *
     * @param dialler the end that opened it
     * @param listener the end that accepted it
     */
    public record Pair(Connection dialler, Connection listener) {}

    private final BoundedPipe in;
    private final BoundedPipe out;
    private final String peer;
    private volatile boolean closed;

    private PipeConnection(BoundedPipe in, BoundedPipe out, String peer) {
        this.in = in;
        this.out = out;
        this.peer = peer;
    }

    /** Two ends with room for {@code capacity} bytes on their way, in each direction. */
    public static Pair pair(int capacity) {
        BoundedPipe there = new BoundedPipe(capacity);
        BoundedPipe back = new BoundedPipe(capacity);
        return new Pair(
                new PipeConnection(back, there, "listening end"),
                new PipeConnection(there, back, "dialling end"));
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void closeOutput() {
        out.endByWriter();
    }

    @Override
    public void close() {
        closed = true;
        out.endByWriter();
        in.endByReader();
    }

    @Override
    public void abort() {
        closed = true;
        out.breakOff();
        in.breakOff();
    }

    @Override
    public long sent() {
        return out.passed();
    }

    @Override
    public long received() {
        return in.taken();
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public Optional<SecureChannel> secureChannel() {
        return Optional.empty();
    }

    private IOException failure(IOException e) {
        if (e instanceof InterruptedIOException) {
            return e;
        }
        return closed
                ? new TransportException.Aborted(peer)
                : new TransportException.LostConnection(peer, String.valueOf(e.getMessage()), e);
    }
}
