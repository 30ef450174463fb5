package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.discover.Announcement;
import dev.dsync.io.discover.ShareMarks;
import dev.dsync.io.discover.Sighting;
import dev.dsync.io.pairing.PairingException;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.DeviceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChannelTest {
    private static final DeviceId DEVICE = new DeviceId(new Digest(1, 2, 3, 4));

    /** Before the channel that uses it. */
    private final List<String> said = new ArrayList<>();

    private final Channel channel = new Channel(482, said::add);
    private final List<Integer> tried = new ArrayList<>();

    private void hear(int number, int port) throws UnknownHostException {
        hear(number, port, 9);
    }

    private void hear(int number, int port, int... hosts) throws UnknownHostException {
        ShareMarks marks = ShareMarks.make(List.of(), DEVICE, new SecureRandom());
        List<InetAddress> addresses = new ArrayList<>();
        for (int host : hosts) {
            addresses.add(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}));
        }
        channel.hear(
                new Sighting(
                        new Announcement("x", DEVICE, "0.1.0", marks, OptionalInt.of(number)),
                        addresses,
                        port));
    }

    private static ToldException told(IOException cause) {
        return new ToldException(
                Failure.of(1, String.valueOf(cause.getMessage()), "try again"), cause);
    }

    private static ToldException wrong() {
        return made(PairingException.class, PairingException.Reason.WRONG_CODE, true);
    }

    private static ToldException refused() {
        return made(
                TransportException.ConnectFailed.class,
                "10.0.0.9",
                TransportException.Reason.REFUSED,
                new IOException("refused"));
    }

    private static ToldException made(Class<? extends IOException> type, Object... arguments) {
        try {
            return told(MessagesTest.made(type, arguments));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void impostors_arePassedOver() throws IOException {
        hear(481, 1);
        hear(482, 2);
        hear(482, 2);
        hear(482, 3);
        assertEquals(
                7,
                channel.tryHeard(
                        place -> {
                            tried.add(place.port());
                            if (place.port() < 3) {
                                throw wrong();
                            }
                            return 7;
                        }));
        assertEquals(List.of(2, 3), tried);
        assertEquals(
                List.of(
                        "looking for the machine that shows a code under 482",
                        "trying 10.0.0.9:2",
                        "trying 10.0.0.9:3"),
                said);
    }

    @Test
    void wrongCode_isWhatTheUserIsTold_alsoIfTheHostHasGoneThen() throws IOException {
        hear(482, 1, 1);
        hear(482, 2, 2);
        hear(482, 3, 3);
        List<ToldException> failures = List.of(refused(), wrong(), refused());
        ToldException told =
                assertThrows(
                        ToldException.class,
                        () ->
                                channel.tryHeard(
                                        place -> {
                                            throw failures.get(place.port() - 1);
                                        }));
        assertSame(failures.get(1), told);
    }

    @Test
    void whatIsWrongHere_endsIt() throws IOException {
        hear(482, 1);
        hear(482, 2);
        ToldException full = told(new IOException("disk full"));
        ToldException told =
                assertThrows(
                        ToldException.class,
                        () ->
                                channel.tryHeard(
                                        place -> {
                                            tried.add(place.port());
                                            throw full;
                                        }));
        assertSame(full, told);
        assertEquals(List.of(1), tried);
    }

    @Test
    void oneOfManyAddresses_isTriedAtTwo() throws IOException {
        hear(482, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        hear(482, 2);
        assertEquals(
                7,
                channel.tryHeard(
                        place -> {
                            tried.add(place.port());
                            if (place.port() == 1) {
                                throw refused();
                            }
                            return 7;
                        }));
        assertEquals(List.of(1, 1, 2), tried);
    }

    @Test
    void manyImpostors_getEightGuesses() throws IOException {
        for (int port = 1; port <= 20; port++) {
            hear(482, port);
        }
        assertThrows(
                IOException.class,
                () ->
                        channel.tryHeard(
                                place -> {
                                    tried.add(place.port());
                                    throw wrong();
                                }));
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8), tried);
    }
}
