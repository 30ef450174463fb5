package dev.dsync.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy does to a stream what it was told, and nothing else. */
class ByteProxyIT {

    private static final int LENGTH = 300_000;

    private final byte[] sent = new byte[LENGTH];
    private ServerSocket echo;

    @BeforeEach
    void openEcho() throws IOException {
        new Random(1).nextBytes(sent);
        echo = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void closeEcho() throws IOException {
        echo.close();
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = echo.accept();
                Thread.ofVirtual().start(() -> sendBack(socket));
            }
        } catch (IOException _) {
            // Closed after the test.
        }
    }

    private static void sendBack(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException _) {
            // Cut by the proxy.
        }
    }

    private ByteProxy proxy(Fault toServer, Fault toClient) throws IOException {
        return ByteProxy.open(
                new InetSocketAddress(echo.getInetAddress(), echo.getLocalPort()),
                toServer,
                toClient);
    }

    private byte[] throughProxy(ByteProxy proxy, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout(30_000);
            Thread.ofVirtual().start(() -> send(socket, bytes));
            InputStream in = socket.getInputStream();
            return in.readAllBytes();
        }
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            socket.shutdownOutput();
        } catch (IOException _) {
            // Cut by the proxy, which the reading side reports.
        }
    }

    @Test
    void withoutFault_bytesPassAndAreCounted() throws IOException {
        try (ByteProxy proxy = proxy(Fault.NONE, Fault.NONE)) {
            assertArrayEquals(sent, throughProxy(proxy, sent));
            assertEquals(LENGTH, proxy.bytesToServer());
            assertEquals(LENGTH, proxy.bytesToClient());
            assertEquals(1, proxy.connections());
        }
    }

    @Test
    void corrupted_isExactlyThatByte() throws IOException {
        try (ByteProxy proxy = proxy(Fault.NONE.corruptAt(200_001), Fault.NONE)) {
            byte[] wanted = sent.clone();
            wanted[200_001] ^= 1;
            assertArrayEquals(wanted, throughProxy(proxy, sent));
        }
    }

    @Test
    void cut_passesExactlySoManyBytes() throws IOException {
        try (ByteProxy proxy = proxy(Fault.NONE.cutAfter(100_003), Fault.NONE)) {
            assertThrows(IOException.class, () -> throughProxy(proxy, sent));
            assertEquals(100_003, proxy.bytesToServer());
        }
    }

    @Test
    void delayed_arrivesLaterByBothWays() throws IOException {
        Fault delayed = Fault.NONE.delayed(Duration.ofMillis(50));
        try (ByteProxy proxy = proxy(delayed, delayed)) {
            long start = System.nanoTime();
            assertArrayEquals(sent, throughProxy(proxy, sent));
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis >= 100, () -> "took " + millis + " ms");
        }
    }

    @Test
    void limited_takesItsTime() throws IOException {
        try (ByteProxy proxy = proxy(Fault.NONE.limitedTo(100), Fault.NONE)) {
            long start = System.nanoTime();
            assertEquals(20, throughProxy(proxy, new byte[20]).length);
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis >= 190, () -> "took " + millis + " ms");
        }
    }

    @Test
    void stalled_keepsTheConnectionButPassesNoMore() throws IOException {
        try (ByteProxy proxy = proxy(Fault.NONE.stallAfter(10), Fault.NONE);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.getOutputStream().write(new byte[100]);
            assertEquals(10, socket.getInputStream().readNBytes(10).length);
            socket.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
            assertEquals(10, proxy.bytesToServer());
        }
    }

    @Test
    void cutByHand_endsTheConnection() throws IOException {
        try (ByteProxy proxy = proxy(Fault.NONE, Fault.NONE);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.getOutputStream().write(1);
            assertEquals(1, socket.getInputStream().read());
            proxy.cut();
            assertThrows(IOException.class, () -> socket.getInputStream().readAllBytes());
        }
    }
}
