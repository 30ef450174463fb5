package dev.dsync.io.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Opens connections over TLS. */
public final class TlsDialler {
    private final TlsEndpoint endpoint;
    private final LongSupplier nanoTime;

    /** Dials as {@code endpoint}; {@code nanoTime} is a monotonic clock. */
    public TlsDialler(TlsEndpoint endpoint, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
    }

    /**
     * Connects and shakes hands, trying each address the host has.
     *
     * @param timeout for all of it but the name look-up; zero waits as long as the system does
     */
    public Connection dial(String host, int port, Duration timeout) throws IOException {
        String peer = host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new TransportException.ConnectFailed(
                    peer, TransportException.Reason.UNKNOWN_HOST, e);
        }
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        MeteredSocket socket = connect(addresses, peer, port, timeout, deadline);
        if (!timeout.isZero()) {
            socket.limit(deadline - nanoTime.getAsLong());
        }
        Connection connection = TlsConnection.open(endpoint, socket, peer, true, timeout);
        socket.unlimit();
        return connection;
    }

    private MeteredSocket connect(
            InetAddress[] addresses, String peer, int port, Duration timeout, long deadline)
            throws TransportException {
        TransportException failure = null;
        for (InetAddress address : addresses) {
            MeteredSocket socket = new MeteredSocket(nanoTime);
            try {
                socket.setTcpNoDelay(true);
                socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                socket.connect(new InetSocketAddress(address, port), millisLeft(timeout, deadline));
                refuseOwnEnd(socket);
                return socket;
            } catch (IOException e) {
                abandon(socket, e);
                TransportException next =
                        e instanceof SocketTimeoutException
                                ? new TransportException.ConnectTimeout(peer, timeout)
                                : new TransportException.ConnectFailed(peer, reason(e), e);
                if (failure != null) {
                    next.addSuppressed(failure);
                }
                failure = next;
            }
        }
        if (failure == null) {
            throw new IllegalStateException("a host without addresses");
        }
        throw failure;
    }

    /**
     * A port of this machine where nobody listens may be the one the system chose for this very
     * dialling, and TCP then connects the socket with itself. That would also keep the port from
     * the peer that is about to listen there, and so would an end in good order, for a minute.
     */
    private static void refuseOwnEnd(MeteredSocket socket) throws IOException {
        if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            throw new ConnectException("Connection refused: nobody listens there");
        }
    }

    private int millisLeft(Duration timeout, long deadline) throws SocketTimeoutException {
        if (timeout.isZero()) {
            return 0;
        }
        long nanos = deadline - nanoTime.getAsLong();
        if (nanos <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    private static void abandon(MeteredSocket socket, IOException failure) {
        try {
            socket.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static TransportException.Reason reason(IOException e) {
        String words = String.valueOf(e.getMessage());
        if (e instanceof NoRouteToHostException || words.contains("unreachable")) {
            return TransportException.Reason.UNREACHABLE;
        }
        if (words.contains("not permitted") || words.contains("Permission denied")) {
            return TransportException.Reason.NOT_PERMITTED;
        }
        return e instanceof ConnectException
                ? TransportException.Reason.REFUSED
                : TransportException.Reason.OTHER;
    }
}
