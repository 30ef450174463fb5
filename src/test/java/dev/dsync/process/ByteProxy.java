package dev.dsync.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server on TCP: counts their bytes, and delays, slows, corrupts or
 * cuts them.
 */
public final class ByteProxy implements AutoCloseable {

    private static final int PIECE = 16 * 1024;
    private static final int PIECES_UNDERWAY = 4096;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Fault toServer;
    private final Fault toClient;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bytesToServer = new AtomicLong();
    private final AtomicLong bytesToClient = new AtomicLong();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private ByteProxy(
            ServerSocket listener, InetSocketAddress server, Fault toServer, Fault toClient) {
        this.listener = listener;
        this.server = server;
        this.toServer = toServer;
        this.toClient = toClient;
    }

    public static ByteProxy open(InetSocketAddress server, Fault toServer, Fault toClient)
            throws IOException {
        ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        ByteProxy proxy = new ByteProxy(listener, server, toServer, toClient);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    /** Bytes handed on, of all connections. */
    public long bytesToServer() {
        return bytesToServer.get();
    }

    public long bytesToClient() {
        return bytesToClient.get();
    }

    /** Resets every connection there is; new ones are still accepted. */
    public void cut() {
        sockets.forEach(ByteProxy::reset);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> join(client));
            } catch (IOException _) {
                return; // The listener was closed, which ends the proxy.
            }
        }
    }

    private void join(Socket client) {
        sockets.add(client);
        Socket upstream = new Socket();
        sockets.add(upstream);
        try {
            upstream.connect(server);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        } catch (IOException _) {
            reset(client); // The client sees what it would have seen: nobody there.
            return;
        }
        pass(client, upstream, toServer, bytesToServer);
        pass(upstream, client, toClient, bytesToClient);
    }

    private void pass(Socket from, Socket to, Fault fault, AtomicLong counter) {
        BlockingQueue<Piece> underway = new ArrayBlockingQueue<>(PIECES_UNDERWAY);
        Thread.ofVirtual().start(() -> read(from, fault, underway));
        Thread.ofVirtual().start(() -> write(from, to, fault, underway, counter));
    }

    private static void read(Socket from, Fault fault, BlockingQueue<Piece> underway) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[PIECE];
            int n;
            do {
                n = in.read(buffer);
                underway.put(
                        new Piece(
                                n < 0 ? new byte[0] : Arrays.copyOf(buffer, n),
                                System.nanoTime() + fault.delay().toNanos()));
            } while (n >= 0);
        } catch (IOException _) {
            underway.clear();
            underway.offer(new Piece(null, 0)); // A reset on one side is passed on as one.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(
            Socket from,
            Socket to,
            Fault fault,
            BlockingQueue<Piece> underway,
            AtomicLong counter) {
        long offset = 0;
        try {
            OutputStream out = to.getOutputStream();
            while (true) {
                Piece piece = underway.take();
                if (piece.bytes == null) {
                    reset(to);
                    return;
                }
                piece.waitUntilDue();
                if (piece.bytes.length == 0) {
                    to.shutdownOutput();
                    return;
                }
                offset = forward(piece.bytes, offset, fault, out, counter);
                if (offset >= fault.cutAfter().orElse(Long.MAX_VALUE)) {
                    reset(from);
                    reset(to);
                    return;
                }
            }
        } catch (IOException _) {
            reset(from); // The receiver went away: so does the sender's connection.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static long forward(
            byte[] bytes, long start, Fault fault, OutputStream out, AtomicLong counter)
            throws IOException {
        long corrupt = fault.corruptAt().orElse(-1) - start;
        if (corrupt >= 0 && corrupt < bytes.length) {
            bytes[(int) corrupt] ^= 1;
        }
        long limit =
                Math.min(
                        fault.cutAfter().orElse(Long.MAX_VALUE),
                        fault.stallAfter().orElse(Long.MAX_VALUE));
        int length = Math.clamp(limit - start, 0, bytes.length);
        if (fault.bytesPerSecond().isEmpty()) {
            out.write(bytes, 0, length);
            counter.addAndGet(length);
        } else {
            slowly(bytes, length, fault.bytesPerSecond().getAsLong(), out, counter);
        }
        return start + length;
    }

    private static void slowly(
            byte[] bytes, int length, long bytesPerSecond, OutputStream out, AtomicLong counter)
            throws IOException {
        int step = Math.clamp(bytesPerSecond / 100, 1, PIECE);
        for (int at = 0; at < length; at += step) {
            int size = Math.min(step, length - at);
            out.write(bytes, at, size);
            out.flush();
            counter.addAndGet(size);
            LockSupport.parkNanos(1_000_000_000L * size / bytesPerSecond);
        }
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.close();
            }
        } catch (IOException _) {
            // Closed by the other thread in the same moment, which is what was wanted.
        }
    }

    /** Bytes on their way; none is the end of the stream, null a reset. */
    private static final class Piece {

        private final byte @Nullable [] bytes;
        private final long dueNanos;

        Piece(byte @Nullable [] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }

        void waitUntilDue() {
            for (long left = dueNanos - System.nanoTime();
                    left > 0;
                    left = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }
}
