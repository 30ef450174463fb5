package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener whose process has no descriptors left, for a while. */
@Timeout(60)
final class TlsListenerTest {
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** What becomes of those who come, in order. */
    private enum Turn {
        REFUSED,
        ACCEPTED,
        LAST
    }

    /** Accepts when it is told to. */
    private static final class Full extends TlsListener.MeteredServerSocket {
        private final Iterator<Turn> turns;

        Full(List<Turn> turns) throws IOException {
            super(() -> 0);
            this.turns = turns.iterator();
        }

        @Override
        public Socket accept() throws IOException {
            Turn turn = turns.next();
            if (turn == Turn.LAST) {
                close();
            }
            if (turn != Turn.ACCEPTED) {
                throw new SocketException("Too many open files");
            }
            return super.accept();
        }
    }

    /** Takes down what is said. */
    private static final class Said implements TlsListener.Handler {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void handle(TlsListener.Arrival arrival) {
            throw new AssertionError();
        }

        @Override
        public void failed(TransportException failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void stalled(IOException why) {
            lines.add(String.valueOf(why.getMessage()));
        }
    }

    @Test
    void withoutDescriptors_itSaysSoOnce_andGoesOn() throws IOException {
        Full server =
                new Full(
                        List.of(
                                Turn.REFUSED,
                                Turn.REFUSED,
                                Turn.ACCEPTED,
                                Turn.ACCEPTED,
                                Turn.REFUSED,
                                Turn.LAST));
        server.bind(ANY);
        AtomicInteger admitted = new AtomicInteger();
        Said said = new Said();
        try (TlsListener listener =
                        new TlsListener(
                                Loopback.LISTENER,
                                AdmissionGate.Limits.STANDARD,
                                new Random(1),
                                () -> 0,
                                server);
                Socket one = new Socket(ANY.getAddress(), listener.address().getPort());
                Socket other = new Socket(ANY.getAddress(), listener.address().getPort())) {
            listener.run(connection -> admitted.incrementAndGet(), said);
            assertEquals(2, admitted.get(), () -> one + " " + other);
        }
        assertEquals(List.of("Too many open files", "Too many open files"), said.lines);
    }
}
