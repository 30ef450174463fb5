package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MeteredSocketTest {
    private final MeteredSocket socket = new MeteredSocket(() -> 0);
    private Socket peer;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            socket.connect(server.getLocalSocketAddress());
            peer = server.accept();
        }
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        peer.close();
    }

    private void say(int... messages) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (int message : messages) {
            out.write(message);
            out.flush();
        }
    }

    private void heard(int... messages) throws IOException {
        byte[] expected = new byte[messages.length];
        for (int i = 0; i < messages.length; i++) {
            expected[i] = (byte) messages[i];
        }
        assertArrayEquals(expected, peer.getInputStream().readNBytes(messages.length));
    }

    @Test
    void flightOfAHandshake_isSentWhenAnAnswerIsWanted() throws IOException {
        say(1, 2, 3);
        assertEquals(0, socket.sent());
        peer.getOutputStream().write(9);
        assertEquals(9, socket.getInputStream().read());
        assertEquals(3, socket.sent());
        heard(1, 2, 3);
    }

    @Test
    void lastFlight_isSentWhenHandsAreShaken() throws IOException {
        say(1, 2);
        socket.shookHands();
        assertEquals(2, socket.sent());
        say(3);
        assertEquals(3, socket.sent(), "what is said later waits for nothing");
        heard(1, 2, 3);
    }

    @Test
    void handshakeThatFails_saysWhy() throws IOException {
        say(1);
        socket.close();
        heard(1);
        assertEquals(-1, peer.getInputStream().read());
    }
}
