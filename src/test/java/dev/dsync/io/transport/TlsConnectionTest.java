package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.trust.ChannelBinding;
import dev.dsync.io.trust.DeviceKey;
import dev.dsync.process.Ports;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TlsConnectionTest extends ConnectionContractTest {
    private Loopback loopback;

    TlsConnectionTest() throws Exception {
        loopback = Loopback.open();
    }

    @BeforeEach
    void startsListening() {
        assertTrue(loopback.port() > 0);
    }

    @AfterEach
    void stopsListening() throws Exception {
        loopback.close();
    }

    @Override
    PipeConnection.Pair open() throws Exception {
        Connection dialler = loopback.dial();
        return new PipeConnection.Pair(dialler, loopback.arrival().connection());
    }

    @Test
    void keyTheDeviceHasSigned_speaksForIt() throws Exception {
        DeviceKey own = Loopback.LISTENER_KEY.delegate(new SecureRandom());
        try (Loopback other = Loopback.openAs(new TlsEndpoint(own));
                Connection dialler = other.dial()) {
            SecureChannel channel = dialler.secureChannel().orElseThrow();
            assertEquals(own.id(), channel.peer());
            assertEquals(own.id(), channel.binding().listener());
            assertEquals(Loopback.LISTENER_KEY.id(), channel.device());
        }
    }

    @Test
    void bothEnds_haveTheSameBindingAndKnowEachOther() throws Exception {
        PipeConnection.Pair pair = open();
        SecureChannel dialler = pair.dialler().secureChannel().orElseThrow();
        SecureChannel listener = pair.listener().secureChannel().orElseThrow();

        assertEquals(Loopback.LISTENER_KEY.id(), dialler.peer());
        assertEquals(Loopback.LISTENER_KEY.id(), dialler.device());
        assertEquals(Loopback.DIALLER_KEY.id(), listener.peer());
        assertEquals(dialler.binding(), listener.binding());
        assertEquals(Loopback.DIALLER_KEY.id(), dialler.binding().dialler());
        assertEquals(Loopback.LISTENER_KEY.id(), dialler.binding().listener());
        assertArrayEquals(dialler.export("EXPORTER-x", 48), listener.export("EXPORTER-x", 48));
        assertFalse(
                Arrays.equals(
                        dialler.export("EXPORTER-x", 32),
                        dialler.export(ChannelBinding.LABEL, 32)));
        pair.dialler().abort();
        pair.listener().abort();
    }

    @Test
    void twoSessions_haveTwoBindings() throws Exception {
        PipeConnection.Pair one = open();
        PipeConnection.Pair two = open();
        assertFalse(
                one.dialler()
                        .secureChannel()
                        .orElseThrow()
                        .binding()
                        .equals(two.dialler().secureChannel().orElseThrow().binding()));
        for (PipeConnection.Pair pair : new PipeConnection.Pair[] {one, two}) {
            pair.dialler().abort();
            pair.listener().abort();
        }
    }

    @Test
    void handshake_isCountedAndSmall() throws Exception {
        PipeConnection.Pair pair = open();
        send(pair.listener(), "x");
        receive(pair.dialler(), 1);
        long bytes = pair.dialler().sent() + pair.dialler().received();
        // A session ticket would make it more.
        assertTrue(bytes > 1000 && bytes < 1560, bytes + " bytes");
        assertEquals("127.0.0.1:" + loopback.port(), pair.dialler().peer());
        pair.dialler().abort();
        pair.listener().abort();
    }

    @Test
    void cutStream_isALossAndNoEnd() throws Exception {
        try (ServerSocket proxy = Loopback.plainServer()) {
            Future<Connection> dialling =
                    executor.submit(() -> loopback.dial(proxy.getLocalPort(), Loopback.TIMEOUT));
            Socket near = proxy.accept();
            Socket far = loopback.plain();
            Future<?> there = executor.submit(() -> copy(near, far));
            Future<?> back = executor.submit(() -> copy(far, near));
            Connection dialler = dialling.get();
            Connection listener = loopback.arrival().connection();
            send(dialler, "some");
            assertEquals("some", receive(listener, 4));
            near.shutdownOutput();
            far.shutdownOutput();
            assertThrows(
                    TransportException.LostConnection.class,
                    () -> listener.read(new byte[1], 0, 1));
            assertThrows(
                    TransportException.LostConnection.class, () -> dialler.read(new byte[1], 0, 1));
            dialler.abort();
            listener.abort();
            there.get();
            back.get();
            near.close();
            far.close();
        }
    }

    @Test
    void nobodyListening_isConnectFailed() throws Exception {
        int port = Ports.free();
        TransportException.ConnectFailed failure =
                assertThrows(
                        TransportException.ConnectFailed.class,
                        () -> loopback.dial(port, Loopback.TIMEOUT));
        assertEquals(TransportException.Reason.REFUSED, failure.reason());
        assertEquals("127.0.0.1:" + port, failure.peer());
    }

    @Test
    void silentServer_isConnectTimeout() throws Exception {
        try (ServerSocket silent = Loopback.plainServer()) {
            Duration timeout = Duration.ofMillis(50);
            TransportException.ConnectTimeout failure =
                    assertThrows(
                            TransportException.ConnectTimeout.class,
                            () -> loopback.dial(silent.getLocalPort(), timeout));
            assertEquals(timeout, failure.allowed());
        }
    }

    @Test
    void takenPort_isListenFailed() {
        InetSocketAddress taken =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.port());
        TransportException.ListenFailed failure =
                assertThrows(
                        TransportException.ListenFailed.class,
                        () ->
                                TlsListener.open(
                                        Loopback.LISTENER,
                                        taken,
                                        AdmissionGate.Limits.STANDARD,
                                        new Random(1),
                                        () -> 0));
        assertEquals(TransportException.Reason.ADDRESS_IN_USE, failure.reason());
    }

    private static Object copy(Socket from, Socket to) throws Exception {
        InputStream in = from.getInputStream();
        byte[] bytes = new byte[4096];
        try {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                to.getOutputStream().write(bytes, 0, count);
            }
        } catch (java.io.IOException _) {
            // The test cuts the stream under us.
        }
        return from;
    }
}
