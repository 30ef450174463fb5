package dev.dsync.io.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Accepts connections over TLS, and holds those that have proved nothing yet to its limits. */
public final class TlsListener implements Closeable {
    private static final int BACKLOG = 256;
    private static final long PAUSE_MILLIS = 100;

    /** What is done with connections that came in. */
    public interface Handler {
        /** Serves one connection and closes it, on a thread of the executor. */
        void handle(Arrival arrival);

        /** A connection came to nothing, before {@link #handle} was called for it. */
        void failed(TransportException failure);

        /** For now none can be accepted, which is tried again; said once, until one is. */
        void stalled(IOException why);
    }

    /** A connection whose peer has proved nothing yet; at its deadline it is dropped. */
    public interface Arrival {
        /** The connection. */
        Connection connection();

        /** The peer has proved itself: from now on the connection lives until it is closed. */
        void authenticated();
    }

    private final TlsEndpoint endpoint;
    private final AdmissionGate<MeteredSocket> gate;
    private final ServerSocket server;
    private final CountDownLatch closed = new CountDownLatch(1);

    TlsListener(
            TlsEndpoint endpoint,
            AdmissionGate.Limits limits,
            RandomGenerator random,
            LongSupplier nanoTime,
            ServerSocket server) {
        this.endpoint = endpoint;
        this.gate = new AdmissionGate<>(limits, nanoTime, MeteredSocket::progress, random);
        this.server = server;
    }

    /**
     * Listens at {@code address}, where port 0 takes any.
     *
     * @param random decides who must go where too many have proved nothing
     * @param nanoTime a monotonic clock
     */
    public static TlsListener open(
            TlsEndpoint endpoint,
            InetSocketAddress address,
            AdmissionGate.Limits limits,
            RandomGenerator random,
            LongSupplier nanoTime)
            throws IOException {
        ServerSocket server = new MeteredServerSocket(nanoTime);
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address, BACKLOG);
        } catch (IOException e) {
            server.close();
            String words = String.valueOf(e.getMessage());
            TransportException.Reason reason = TransportException.Reason.OTHER;
            if (words.contains("in use")) {
                reason = TransportException.Reason.ADDRESS_IN_USE;
            } else if (words.contains("ermission denied")) {
                reason = TransportException.Reason.NOT_PERMITTED;
            } else if (e instanceof BindException) {
                reason = TransportException.Reason.UNREACHABLE;
            }
            throw new TransportException.ListenFailed(
                    address.getHostString() + ":" + address.getPort(), reason, e);
        }
        return new TlsListener(endpoint, limits, random, nanoTime, server);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /**
     * Accepts until closed; each connection is a task of {@code executor}, which must have a thread
     * for each (virtual ones are meant).
     */
    public void run(Executor executor, Handler handler) throws IOException {
        boolean isStalled = false;
        while (!server.isClosed()) {
            Socket socket;
            try {
                socket = server.accept();
            } catch (IOException e) {
                // Closed, a peer gone before it was accepted, or no descriptors: none is an end.
                if (!isStalled && !server.isClosed()) {
                    isStalled = true;
                    handler.stalled(e);
                }
                pause();
                continue;
            }
            isStalled = false;
            admit((MeteredSocket) socket, executor, handler);
        }
    }

    /** Accepts no more; connections that came in live on. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }

    private void admit(MeteredSocket socket, Executor executor, Handler handler) {
        Duration time = gate.limits().toAuthenticate();
        socket.limit(time.toNanos());
        for (MeteredSocket dropped : gate.admit(socket.getInetAddress(), socket)) {
            drop(dropped);
        }
        try {
            executor.execute(() -> receive(socket, time, handler));
        } catch (RejectedExecutionException _) {
            // The caller is shutting down.
            gate.settle(socket);
            drop(socket);
        }
    }

    private void receive(MeteredSocket socket, Duration time, Handler handler) {
        InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
        String peer = from.getAddress().getHostAddress() + ":" + from.getPort();
        try {
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            Connection connection = TlsConnection.open(endpoint, socket, peer, false, time);
            handler.handle(
                    new Arrival() {
                        @Override
                        public Connection connection() {
                            return connection;
                        }

                        @Override
                        public void authenticated() {
                            if (gate.settle(socket)) {
                                socket.unlimit();
                            }
                        }
                    });
        } catch (TransportException e) {
            handler.failed(e);
        } catch (IOException e) {
            handler.failed(
                    new TransportException.LostConnection(peer, String.valueOf(e.getMessage()), e));
        } finally {
            if (gate.settle(socket)) {
                drop(socket);
            }
        }
    }

    private void pause() throws IOException {
        try {
            if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                server.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            server.close();
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Dropped is dropped.
        }
    }

    /** Accepts sockets that count. */
    static class MeteredServerSocket extends ServerSocket {
        private final LongSupplier nanoTime;

        MeteredServerSocket(LongSupplier nanoTime) throws IOException {
            this.nanoTime = nanoTime;
        }

        @Override
        public Socket accept() throws IOException {
            if (isClosed()) {
                throw new SocketException("closed");
            }
            MeteredSocket socket = new MeteredSocket(nanoTime);
            implAccept(socket);
            return socket;
        }
    }
}
