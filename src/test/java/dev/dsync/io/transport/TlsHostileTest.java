package dev.dsync.io.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.trust.DeviceKey;
import dev.dsync.io.trust.Doorkeeper;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.trust.PairedDevices;
import dev.dsync.io.trust.Proof;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that are no dsync, or mean no good. */
@Timeout(60)
class TlsHostileTest {
    private static final int WAITS_MILLIS = 30_000;
    private static final ShareName SHARE = new ShareName("m");

    @Test
    void manInTheMiddle_hasNoProofThatHolds() throws Exception {
        ShareKey key = ShareKey.generate(new SecureRandom());
        TlsEndpoint middle = new TlsEndpoint(DeviceKey.generate(new SecureRandom()));
        try (Loopback loopback = Loopback.open();
                Loopback trap = Loopback.openAs(middle)) {
            Connection dialler = loopback.dial(trap.port(), Loopback.TIMEOUT);
            Connection toDialler = trap.arrival().connection();
            Connection toListener =
                    new TlsDialler(middle, () -> 0)
                            .dial("127.0.0.1", loopback.port(), Loopback.TIMEOUT);
            Connection listener = loopback.arrival().connection();

            SecureChannel atDialler = dialler.secureChannel().orElseThrow();
            SecureChannel atListener = listener.secureChannel().orElseThrow();
            assertNotEquals(atDialler.binding(), atListener.binding());
            Proof proof = Proof.of(key, Proof.Side.DIALLER, atDialler.binding(), SHARE.text());
            Doorkeeper doorkeeper =
                    new Doorkeeper(
                            List.of(new Doorkeeper.Door(SHARE, Grant.READ_WRITE, key)),
                            (share, device) -> PairedDevices.Standing.UNASKED,
                            new SecureRandom());
            assertEquals(
                    Optional.empty(),
                    doorkeeper.admit(
                            SHARE.text(), atListener.binding(), atListener.device(), proof));
            assertTrue(
                    doorkeeper
                            .admit(SHARE.text(), atDialler.binding(), atListener.device(), proof)
                            .isPresent(),
                    "but for the man in the middle it would hold");
            for (Connection end : List.of(toDialler, toListener, dialler, listener)) {
                end.abort();
            }
        }
    }

    @Test
    void tls12Client_isRefused() throws Exception {
        assertRefused(parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}));
    }

    @Test
    void otherProtocol_isRefused() throws Exception {
        assertRefused(parameters -> parameters.setApplicationProtocols(new String[] {"h2"}));
    }

    @Test
    void noProtocol_isRefused() throws Exception {
        assertRefused(parameters -> parameters.setApplicationProtocols(new String[0]));
    }

    @Test
    void clientWithoutCertificate_isRefused() throws Exception {
        try (Loopback loopback = Loopback.open()) {
            javax.net.ssl.SSLContext context = javax.net.ssl.SSLContext.getInstance("TLSv1.3");
            context.init(null, OddPeer.trustAnything(), null);
            Socket socket = loopback.plain();
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"dsync/1"});
            tls.setSSLParameters(parameters);
            assertEndsWithoutData(tls);
            assertInstanceOf(TransportException.TlsRefused.class, loopback.failure());
            assertTrue(loopback.arrivals.isEmpty());
        }
    }

    @Test
    void otherKindOfKey_isRefused() throws Exception {
        try (Loopback loopback = Loopback.open()) {
            SSLSocket tls = OddPeer.ellipticClient(loopback.plain());
            assertEndsWithoutData(tls);
            assertInstanceOf(TransportException.TlsRefused.class, loopback.failure());
            assertTrue(loopback.arrivals.isEmpty());
        }
    }

    @Test
    void keyTheDeviceHasNotSigned_isRefused() throws Exception {
        try (Loopback loopback = Loopback.open()) {
            SSLSocket tls = OddPeer.impostor(loopback.plain(), Loopback.DIALLER_KEY.chain());
            assertEndsWithoutData(tls);
            assertInstanceOf(TransportException.TlsRefused.class, loopback.failure());
            assertTrue(loopback.arrivals.isEmpty());
        }
    }

    @Test
    void keyWithFurtherCertificates_isRefused() throws Exception {
        DeviceKey far = Loopback.DIALLER_KEY.delegate(new SecureRandom());
        List<X509Certificate> two = far.chain();
        try (Loopback loopback = Loopback.open()) {
            SSLSocket tls = OddPeer.impostor(loopback.plain(), two);
            assertEndsWithoutData(tls);
            assertInstanceOf(TransportException.TlsRefused.class, loopback.failure());
        }
    }

    @Test
    void expiredCertificate_isAsGoodAsItsKey() throws Exception {
        try (Loopback loopback = Loopback.open()) {
            SSLSocket tls = OddPeer.expiredClient(loopback.plain());
            tls.startHandshake();
            assertTrue(loopback.arrival().connection().secureChannel().isPresent());
            tls.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "@RSYNCD: 31.0\n",
                "\0\0\0\0\0\0\0\0",
                "\u0016\u0003\u0001\u0000\u0005aaaaa"
            })
    void clientOfSomethingElse_isClosedAtOnce(String said) throws Exception {
        try (Loopback loopback = Loopback.open();
                Socket socket = loopback.plain()) {
            socket.getOutputStream().write(said.getBytes(US_ASCII));
            TransportException failure = loopback.failure();
            if (said.charAt(0) == 0x16) {
                assertInstanceOf(TransportException.TlsRefused.class, failure);
            } else {
                byte[] seen = assertInstanceOf(TransportException.NotDsync.class, failure).said();
                assertEquals(said, new String(seen, US_ASCII));
            }
            assertTrue(ends(socket), "closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n"})
    void serverOfSomethingElse_isNotDsync(String says) throws Exception {
        try (Loopback loopback = Loopback.open();
                ServerSocket server = Loopback.plainServer()) {
            Future<?> answering =
                    loopback.executor.submit(
                            () -> {
                                try (Socket socket = server.accept()) {
                                    socket.getOutputStream().write(says.getBytes(US_ASCII));
                                    socket.shutdownOutput();
                                    return ends(socket);
                                }
                            });
            TransportException.NotDsync failure =
                    assertThrows(
                            TransportException.NotDsync.class,
                            () -> loopback.dial(server.getLocalPort(), Loopback.TIMEOUT));
            assertEquals(says, new String(failure.said(), US_ASCII));
            answering.get();
        }
    }

    @Test
    void serverThatHangsUp_isALoss() throws Exception {
        try (Loopback loopback = Loopback.open();
                ServerSocket server = Loopback.plainServer()) {
            Future<?> hangingUp =
                    loopback.executor.submit(
                            () -> {
                                try (Socket socket = server.accept()) {
                                    socket.shutdownOutput();
                                    return ends(socket);
                                }
                            });
            assertThrows(
                    TransportException.LostConnection.class,
                    () -> loopback.dial(server.getLocalPort(), Loopback.TIMEOUT));
            hangingUp.get();
        }
    }

    @Test
    void stalledHandshake_isDroppedAtItsDeadline() throws Exception {
        Duration soon = Duration.ofMillis(60);
        try (Loopback loopback = new Loopback(new AdmissionGate.Limits(16, 256, soon));
                Socket socket = loopback.plain()) {
            socket.getOutputStream().write(0x16);
            TransportException.ConnectTimeout failure =
                    assertInstanceOf(TransportException.ConnectTimeout.class, loopback.failure());
            assertEquals(soon, failure.allowed());
            assertTrue(ends(socket), "closed");
        }
    }

    @Test
    void trickle_doesNotMoveTheDeadline() throws Exception {
        try (Loopback loopback = Loopback.open();
                Socket socket = loopback.plain()) {
            // A record of 16 kB that comes a byte at a time, a second apart by the listener's
            // clock.
            byte[] header = {0x16, 3, 1, 0x40, 0};
            int sent = 0;
            socket.setTcpNoDelay(true);
            while (loopback.failures.isEmpty() && sent < 1_000_000) {
                try {
                    socket.getOutputStream().write(sent < 5 ? header[sent] : 1);
                } catch (IOException _) {
                    break;
                }
                sent++;
                loopback.clock.addAndGet(Duration.ofSeconds(1).toNanos());
            }
            assertInstanceOf(TransportException.ConnectTimeout.class, loopback.failure());
        }
    }

    @Test
    void unproven_isDroppedAtItsDeadline() throws Exception {
        Duration time = Duration.ofSeconds(30);
        try (Loopback loopback = new Loopback(new AdmissionGate.Limits(16, 256, time))) {
            loopback.keepUnproven();
            Connection dialler = loopback.dial();
            Connection listener = loopback.arrival().connection();
            loopback.clock.addAndGet(time.minusMillis(60).toNanos());
            assertThrows(
                    TransportException.ConnectTimeout.class,
                    () -> listener.read(new byte[1], 0, 1));
            dialler.abort();
        }
    }

    @Test
    void manyStalled_doNotKeepAGoodOneOut() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try (Loopback loopback = Loopback.open()) {
            for (int i = 0; i < 200; i++) {
                stalled.add(loopback.plain());
            }
            Connection dialler = loopback.dial();
            Connection listener = loopback.arrival().connection();
            ConnectionContractTest.send(dialler, "good");
            assertEquals("good", ConnectionContractTest.receive(listener, 4));
            assertNotNull(loopback.failure(), "the oldest were dropped");
            dialler.abort();
            listener.abort();
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    private static void assertRefused(Consumer<SSLParameters> change) throws Exception {
        try (Loopback loopback = Loopback.open()) {
            SSLSocket tls = Loopback.DIALLER.layer(loopback.plain(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setCipherSuites(tls.getSupportedCipherSuites());
            change.accept(parameters);
            tls.setSSLParameters(parameters);
            assertEndsWithoutData(tls);
            assertInstanceOf(TransportException.TlsRefused.class, loopback.failure());
            assertTrue(loopback.arrivals.isEmpty(), "nobody was let in");
        }
    }

    /** In TLS 1.3 a client may learn only after its handshake that it was refused. */
    private static void assertEndsWithoutData(SSLSocket tls) throws IOException {
        int read;
        tls.setSoTimeout(WAITS_MILLIS);
        try {
            tls.startHandshake();
            read = tls.getInputStream().read();
        } catch (SSLException | java.net.SocketException _) {
            read = -1;
        }
        assertEquals(-1, read);
        tls.close();
    }

    private static boolean ends(Socket socket) {
        try {
            byte[] bytes = new byte[4096];
            for (int count = 0; count >= 0; count = socket.getInputStream().read(bytes)) {
                // An alert may come before the end.
            }
        } catch (IOException _) {
            return true;
        }
        return true;
    }
}
