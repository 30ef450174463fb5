package dev.dsync.io.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A connection that carries no more than so many bytes a second. What is received is limited by
 * reading slowly: the peer waits once what lies between is full.
 */
public final class PacedConnection implements Connection {
    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        void sleep(long nanos) throws InterruptedException;
    }

    /** How many bytes a second may pass now; 0 for any. */
    public interface Rates {
        /** Sent. */
        long up();

        /** Received. */
        long down();
    }

    private final Connection connection;
    private final Rates rates;
    private final Pace up = new Pace(1);
    private final Pace down = new Pace(1);
    private final LongSupplier nanoTime;
    private final Pause pause;

    private PacedConnection(
            Connection connection, Rates rates, LongSupplier nanoTime, Pause pause) {
        this.connection = connection;
        this.rates = rates;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * This connection at these rates.
     *
     * @param up bytes a second to send, 0 for any
     * @param down bytes a second to receive, 0 for any
     * @param nanoTime a monotonic clock
     */
    public static Connection of(
            Connection connection, long up, long down, LongSupplier nanoTime, Pause pause) {
        return up == 0 && down == 0
                ? connection
                : new PacedConnection(connection, new Fixed(up, down), nanoTime, pause);
    }

    /** Rates that stay. */
    private record Fixed(long up, long down) implements Rates {}

    /**
     * This connection at rates that change; they are asked for before each piece.
     *
     * @param nanoTime a monotonic clock
     */
    public static Connection of(
            Connection connection, Rates rates, LongSupplier nanoTime, Pause pause) {
        return new PacedConnection(connection, rates, nanoTime, pause);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long rate = rates.down();
        if (rate == 0) {
            return connection.read(bytes, offset, length);
        }
        down.change(rate);
        settle(down);
        int count = connection.read(bytes, offset, Math.min(length, down.pieceBytes()));
        if (count > 0) {
            down.pass(count, nanoTime.getAsLong());
        }
        return count;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            long rate = rates.up();
            if (rate == 0) {
                connection.write(bytes, offset + done, length - done);
                return;
            }
            up.change(rate);
            int count = Math.min(length - done, up.pieceBytes());
            settle(up);
            connection.write(bytes, offset + done, count);
            // What stays in a buffer would go as one burst.
            connection.flush();
            up.pass(count, nanoTime.getAsLong());
            done += count;
        }
    }

    private void settle(Pace pace) throws IOException {
        long owed = pace.owed(nanoTime.getAsLong());
        if (owed == 0) {
            return;
        }
        try {
            pause.sleep(owed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public void flush() throws IOException {
        connection.flush();
    }

    @Override
    public void closeOutput() throws IOException {
        connection.closeOutput();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    @Override
    public void abort() {
        connection.abort();
    }

    @Override
    public long sent() {
        return connection.sent();
    }

    @Override
    public long received() {
        return connection.received();
    }

    @Override
    public String peer() {
        return connection.peer();
    }

    @Override
    public Optional<SecureChannel> secureChannel() {
        return connection.secureChannel();
    }
}
