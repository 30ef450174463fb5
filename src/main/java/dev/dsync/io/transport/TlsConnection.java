package dev.dsync.io.transport;

import dev.dsync.io.trust.ChannelBinding;
import dev.dsync.io.trust.DeviceId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSocket;

/** A connection over TLS whose handshake is done. */
final class TlsConnection implements Connection {
    private static final int OUTPUT_BYTES = 32 << 10;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final MeteredSocket socket;
    private final SSLSocket tls;
    private final InputStream in;
    private final OutputStream out;
    private final String peer;
    private final Duration timeToOpen;
    private final DeviceId peerId;
    private final DeviceId peerDevice;
    private final ChannelBinding binding;
    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final byte[] unsent = new byte[OUTPUT_BYTES];
    private int unsentBytes;
    private boolean outputClosed;
    private boolean inputEnded;
    private volatile boolean closed;

    private TlsConnection(
            MeteredSocket socket,
            SSLSocket tls,
            String peer,
            DeviceId own,
            boolean dialler,
            Duration timeToOpen)
            throws IOException {
        this.socket = socket;
        this.tls = tls;
        this.in = tls.getInputStream();
        this.out = tls.getOutputStream();
        this.peer = peer;
        this.timeToOpen = timeToOpen;
        Certificate[] chain = tls.getSession().getPeerCertificates();
        this.peerId = DeviceId.of(chain[0].getPublicKey());
        this.peerDevice = DeviceId.of(chain[chain.length - 1].getPublicKey());
        byte[] exporter = export(ChannelBinding.LABEL, ChannelBinding.EXPORTER_BYTES);
        this.binding = ChannelBinding.of(exporter, dialler ? own : peerId, dialler ? peerId : own);
    }

    /**
     * Shakes hands over a connected socket, which it owns from now on: closed if it fails.
     *
     * @throws TransportException saying what the other end seems to be
     */
    static TlsConnection open(
            TlsEndpoint endpoint, MeteredSocket socket, String peer, boolean dialler, Duration time)
            throws IOException {
        try {
            SSLSocket tls = endpoint.layer(socket, dialler);
            tls.startHandshake();
            socket.shookHands();
            String protocol = tls.getApplicationProtocol();
            if (!endpoint.protocol().equals(protocol)) {
                throw new TransportException.TlsRefused(peer, "no protocol in common", null);
            }
            return new TlsConnection(socket, tls, peer, endpoint.id(), dialler, time);
        } catch (IOException e) {
            socket.close();
            throw handshakeFailure(e, socket, peer, time);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        reading.lock();
        try {
            int count = in.read(bytes, offset, length);
            if (count < 0) {
                if (socket.ended()) {
                    // JSSE calls a cut stream an end; only the peer's close_notify is one.
                    throw new TransportException.LostConnection(peer, "end of stream", null);
                }
                inputEnded = true;
            }
            return count;
        } catch (IOException e) {
            throw failure(e);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writing.lock();
        try {
            if (length > unsent.length - unsentBytes) {
                writeUnsent();
            }
            if (length >= unsent.length) {
                out.write(bytes, offset, length);
            } else {
                System.arraycopy(bytes, offset, unsent, unsentBytes, length);
                unsentBytes += length;
            }
        } catch (IOException e) {
            throw failure(e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void flush() throws IOException {
        writing.lock();
        try {
            writeUnsent();
        } catch (IOException e) {
            throw failure(e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void closeOutput() throws IOException {
        writing.lock();
        try {
            if (!outputClosed) {
                outputClosed = true;
                writeUnsent();
                tls.shutdownOutput();
            }
        } catch (IOException e) {
            throw failure(e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            closeOutput();
            if (reading.tryLock()) {
                try {
                    drain();
                } finally {
                    reading.unlock();
                }
            }
        } finally {
            closed = true;
            socket.close();
        }
    }

    @Override
    public void abort() {
        closed = true;
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed all the same, and nobody waits for more.
        }
    }

    @Override
    public long sent() {
        return socket.sent();
    }

    @Override
    public long received() {
        return socket.received();
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public Optional<SecureChannel> secureChannel() {
        return Optional.of(
                new SecureChannel() {
                    @Override
                    public DeviceId peer() {
                        return peerId;
                    }

                    @Override
                    public DeviceId device() {
                        return peerDevice;
                    }

                    @Override
                    public byte[] export(String label, int length) {
                        return TlsConnection.this.export(label, length);
                    }

                    @Override
                    public ChannelBinding binding() {
                        return binding;
                    }
                });
    }

    private byte[] export(String label, int length) {
        try {
            return ((ExtendedSSLSession) tls.getSession())
                    .exportKeyingMaterialData(label, null, length);
        } catch (SSLKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeUnsent() throws IOException {
        if (unsentBytes > 0) {
            out.write(unsent, 0, unsentBytes);
            unsentBytes = 0;
        }
    }

    /** Unread bytes at close would make the kernel reset the stream and lose what we sent last. */
    private void drain() {
        socket.limit(LINGER.toNanos());
        byte[] ignored = new byte[OUTPUT_BYTES];
        try {
            while (!inputEnded && in.read(ignored) >= 0) {}
        } catch (IOException _) {
            // Closing anyway; what was to be sent has been handed over.
        }
    }

    private IOException failure(IOException e) {
        if (e instanceof TransportException) {
            return e;
        }
        if (closed) {
            return new TransportException.Aborted(peer);
        }
        if (socket.timedOut()) {
            return new TransportException.ConnectTimeout(peer, timeToOpen);
        }
        String detail = String.valueOf(e.getMessage());
        return e instanceof SSLException && !socket.ended()
                ? new TransportException.TlsRefused(peer, detail, e)
                : new TransportException.LostConnection(peer, detail, e);
    }

    private static TransportException handshakeFailure(
            IOException e, MeteredSocket socket, String peer, Duration time) {
        if (e instanceof TransportException transport) {
            return transport;
        }
        if (socket.timedOut()) {
            return new TransportException.ConnectTimeout(peer, time);
        }
        byte[] first = socket.firstBytes();
        if (first.length > 0 && !looksLikeTls(first)) {
            return new TransportException.NotDsync(peer, first);
        }
        String detail = String.valueOf(e.getMessage());
        return e instanceof SSLException && !socket.ended()
                ? new TransportException.TlsRefused(peer, detail, e)
                : new TransportException.LostConnection(peer, detail, e);
    }

    /** A TLS record begins with a content type from 20 to 24 and the version 3.x. */
    private static boolean looksLikeTls(byte[] first) {
        return first[0] >= 20 && first[0] <= 24 && (first.length == 1 || first[1] == 3);
    }
}
