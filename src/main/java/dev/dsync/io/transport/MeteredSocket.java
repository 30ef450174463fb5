package dev.dsync.io.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import jdk.net.ExtendedSocketOptions;

/**
 * A TCP socket that counts its bytes, remembers the first it received, knows whether the peer ended
 * the stream, and can hold all reading to one deadline however many bytes trickle in.
 */
final class MeteredSocket extends Socket {
    private static final int BUFFER_BYTES = 32 << 10;
    private static final int FIRST_BYTES_MAX = 256;

    private final LongSupplier nanoTime;
    private volatile long deadline;
    private volatile boolean limited;
    private volatile boolean timedOut;
    private volatile boolean ended;
    private volatile boolean secure;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final byte[] firstBytes = new byte[FIRST_BYTES_MAX];
    private int firstCount;
    private final InputStream in = new Input();
    private final Output out = new Output();

    MeteredSocket(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Reads fail from {@code nanos} from now on, whatever came until then. */
    void limit(long nanos) {
        deadline = nanoTime.getAsLong() + nanos;
        limited = true;
    }

    /** Reads wait as long as they must. */
    void unlimit() {
        limited = false;
    }

    /** The TLS handshake is done. */
    void shookHands() throws IOException {
        out.send();
        secure = true;
    }

    /** The last of a handshake is that it failed, and the peer should hear why. */
    @Override
    public void close() throws IOException {
        try {
            out.send();
        } catch (IOException _) {
            // Closed or broken already: nobody would hear it.
        } finally {
            super.close();
        }
    }

    /** How far a peer has come: 0 if it said nothing, 1 if something, 2 over TLS. */
    int progress() {
        if (secure) {
            return 2;
        }
        return received.get() > 0 ? 1 : 0;
    }

    boolean timedOut() {
        return timedOut;
    }

    /** Whether the peer's end of the TCP stream was read. */
    boolean ended() {
        return ended;
    }

    long sent() {
        return sent.get();
    }

    long received() {
        return received.get();
    }

    /** The first bytes received, at most 256; for the thread that reads. */
    byte[] firstBytes() {
        return Arrays.copyOf(firstBytes, firstCount);
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    private InputStream plainInput() throws IOException {
        return super.getInputStream();
    }

    private OutputStream plainOutput() throws IOException {
        return super.getOutputStream();
    }

    /** Buffered, since TLS asks for the five bytes of a record's header first. */
    private final class Input extends InputStream {
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int next;
        private int end;

        @Override
        public int read() throws IOException {
            return next < end || fill() ? buffer[next++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (next == end && !fill()) {
                return -1;
            }
            int count = Math.min(length, end - next);
            System.arraycopy(buffer, next, bytes, offset, count);
            next += count;
            return count;
        }

        @Override
        public int available() {
            return end - next;
        }

        @Override
        public void close() throws IOException {
            MeteredSocket.this.close();
        }

        private boolean fill() throws IOException {
            if (!secure) {
                out.send();
            }
            // what is said next acknowledges as well; the kernel forgets this now and then
            setOption(ExtendedSocketOptions.TCP_QUICKACK, false);
            setSoTimeout(limited ? millisLeft() : 0);
            int count;
            try {
                count = plainInput().read(buffer, 0, buffer.length);
            } catch (SocketTimeoutException e) {
                timedOut = true;
                throw e;
            }
            if (count < 0) {
                ended = true;
                return false;
            }
            if (firstCount < FIRST_BYTES_MAX) {
                int kept = Math.min(count, FIRST_BYTES_MAX - firstCount);
                System.arraycopy(buffer, 0, firstBytes, firstCount, kept);
                firstCount += kept;
            }
            received.addAndGet(count);
            next = 0;
            end = count;
            return true;
        }

        private int millisLeft() throws SocketTimeoutException {
            long nanos = deadline - nanoTime.getAsLong();
            if (nanos <= 0) {
                timedOut = true;
                throw new SocketTimeoutException("deadline");
            }
            return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
    }

    /**
     * Counts what the kernel took. TLS writes each message of a handshake by itself; those of one
     * flight wait here until an answer is wanted, and share a packet.
     */
    private final class Output extends OutputStream {
        private final ByteArrayOutputStream flight = new ByteArrayOutputStream();

        /** Hands a flight over; for the thread that shakes hands, or that closes. */
        synchronized void send() throws IOException {
            if (flight.size() > 0) {
                byte[] bytes = flight.toByteArray();
                flight.reset();
                plainOutput().write(bytes);
                sent.addAndGet(bytes.length);
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!secure) {
                synchronized (this) {
                    flight.write(bytes, offset, length);
                }
                return;
            }
            plainOutput().write(bytes, offset, length);
            sent.addAndGet(length);
        }

        @Override
        public void close() throws IOException {
            MeteredSocket.this.close();
        }
    }
}
