package dev.dsync.io.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.pairing.PairingException.Reason;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.trust.DeviceKey;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareName;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PairingTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PairingCode CODE = code("acid", "zoo", "zipper");
    private static final PairingCode WRONG = code("acid", "zoo", "zinc");
    private static final ShareKey KEY = ShareKey.generate(RANDOM);
    private static final Gift GIFT = new Gift("me@desktop", new ShareName("notes"), KEY);

    private final AtomicLong clock = new AtomicLong();
    private final PairingEnds ends;
    private final PairingHost host;
    private final DeviceKey guest = DeviceKey.generate(RANDOM);
    private final List<Object> kept = Collections.synchronizedList(new ArrayList<>());

    PairingTest() throws IOException {
        ends = new PairingEnds();
        host =
                new PairingHost(
                        ends.key.id(), CODE, GIFT, Duration.ofMinutes(10), clock::get, RANDOM);
    }

    @AfterEach
    void close() throws IOException {
        ends.close();
    }

    private static PairingCode code(String... words) {
        return new PairingCode(OptionalInt.empty(), List.of(words));
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private FutureTask<PairingHost.Guest> served() throws Exception {
        Connection arrival = ends.arrival();
        return start(() -> host.serve(arrival, (device, name) -> kept.add(device + " " + name)));
    }

    private FutureTask<PairingGuest.Joined> joining(Connection connection, PairingCode code) {
        return start(
                () ->
                        new PairingGuest(guest.id(), "me@laptop", RANDOM)
                                .join(connection, code, (gift, giver) -> kept.add(gift)));
    }

    private static PairingException failure(FutureTask<?> task) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> task.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(PairingException.class, failed.getCause());
    }

    /** What a guest who gives this code and the host are told. */
    private void assertRefused(Reason reason, PairingCode code) throws Exception {
        FutureTask<?> joining = joining(ends.dial(guest), code);
        assertEquals(reason, failure(served()).reason());
        PairingException told = failure(joining);
        assertEquals(reason, told.reason());
        assertTrue(told.byPeer());
    }

    private void assertGiven() throws Exception {
        FutureTask<PairingGuest.Joined> joining = joining(ends.dial(guest), CODE);
        PairingHost.Guest came = served().get(30, TimeUnit.SECONDS);
        PairingGuest.Joined joined = joining.get(30, TimeUnit.SECONDS);

        assertEquals(new PairingHost.Guest(guest.id(), "me@laptop"), came);
        assertEquals(new PairingGuest.Joined(GIFT, ends.key.id()), joined);
        assertEquals(List.of(guest.id() + " me@laptop", GIFT), kept);
    }

    @Test
    void rightCode_givesTheShareAndBothKnowEachOther() throws Exception {
        assertGiven();
    }

    @Test
    void wrongCode_isTheOnlyGuess() throws Exception {
        assertRefused(Reason.WRONG_CODE, WRONG);
        assertRefused(Reason.SPENT, CODE);
        assertEquals(List.of(), kept);
    }

    @Test
    void usedCode_isOfNoUse() throws Exception {
        FutureTask<PairingGuest.Joined> joining = joining(ends.dial(guest), CODE);
        served().get(30, TimeUnit.SECONDS);
        joining.get(30, TimeUnit.SECONDS);
        kept.clear();
        assertRefused(Reason.SPENT, CODE);
        assertEquals(List.of(), kept);
    }

    @Test
    void codeOfTenMinutes_isOfNoUse() throws Exception {
        clock.set(Duration.ofMinutes(10).toNanos());
        assertRefused(Reason.EXPIRED, CODE);
        assertEquals(List.of(), kept);
    }

    @Test
    void codeOfAlmostTenMinutes_isGood() throws Exception {
        clock.set(Duration.ofMinutes(10).toNanos() - 1);
        assertGiven();
    }

    @Test
    void manyGuessesAtATime_areOne() throws Exception {
        List<FutureTask<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(joining(ends.dial(guest), WRONG));
            var _ = served();
        }
        List<Reason> reasons = all.stream().map(task -> failure(task).reason()).toList();
        assertEquals(1, Collections.frequency(reasons, Reason.WRONG_CODE), reasons::toString);
        assertEquals(3, Collections.frequency(reasons, Reason.SPENT), reasons::toString);
    }

    @Test
    void whoGoesAway_hasNotGuessed() throws Exception {
        Connection gone = ends.dial(guest);
        FutureTask<?> serving = served();
        gone.abort();
        assertThrows(ExecutionException.class, () -> serving.get(30, TimeUnit.SECONDS));
        assertGiven();
    }

    @Test
    void shareThatCannotBeKept_isSaidOnBothEnds() throws Exception {
        Connection connection = ends.dial(guest);
        FutureTask<?> joining =
                start(
                        () ->
                                new PairingGuest(guest.id(), "me@laptop", RANDOM)
                                        .join(
                                                connection,
                                                CODE,
                                                (gift, giver) -> {
                                                    throw new IOException("disk full");
                                                }));
        PairingException told = failure(served());
        assertEquals(Reason.NOT_KEPT, told.reason());
        assertTrue(told.byPeer());
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> joining.get(30, TimeUnit.SECONDS));
        assertEquals(
                "disk full", assertInstanceOf(IOException.class, failed.getCause()).getMessage());
        assertEquals(List.of(guest.id() + " me@laptop"), kept, "it may have the key");
    }

    @Test
    void whoTakesTheGiftAndGoes_isKnown() throws Exception {
        Connection connection = ends.dial(guest);
        var _ =
                start(
                        () ->
                                new PairingGuest(guest.id(), "me@laptop", RANDOM)
                                        .join(
                                                connection,
                                                CODE,
                                                (gift, giver) -> connection.abort()));
        FutureTask<?> serving = served();
        assertThrows(ExecutionException.class, () -> serving.get(30, TimeUnit.SECONDS));
        assertEquals(List.of(guest.id() + " me@laptop"), kept);
        assertTrue(host.wasTried());
    }

    @Test
    void deviceWhichCannotBeKept_getsNothing() throws Exception {
        FutureTask<?> joining = joining(ends.dial(guest), CODE);
        Connection arrival = ends.arrival();
        FutureTask<?> serving =
                start(
                        () ->
                                host.serve(
                                        arrival,
                                        (device, name) -> {
                                            throw new IOException("disk full");
                                        }));
        assertThrows(ExecutionException.class, () -> serving.get(30, TimeUnit.SECONDS));
        arrival.abort();
        assertThrows(ExecutionException.class, () -> joining.get(30, TimeUnit.SECONDS));
        assertEquals(List.of(), kept);
    }

    @Test
    void oneself_isRefusedOnBothEnds_andTheCodeStaysGood() throws Exception {
        Connection connection = ends.dial(ends.key);
        FutureTask<?> joining =
                start(
                        () ->
                                new PairingGuest(ends.key.id(), "desktop", RANDOM)
                                        .join(connection, CODE, (gift, giver) -> kept.add(gift)));
        assertEquals(Reason.SELF, failure(served()).reason());
        PairingException told = failure(joining);
        assertEquals(Reason.SELF, told.reason());
        assertFalse(told.byPeer());
        assertGiven();
    }

    @Test
    void manInTheMiddle_whoHandsAllOn_isNoticed() throws Exception {
        DeviceKey man = DeviceKey.generate(RANDOM);
        try (PairingEnds middle = new PairingEnds()) {
            FutureTask<?> joining = joining(middle.dial(guest), CODE);
            Connection toGuest = middle.arrival();
            Connection toHost = ends.dial(man);
            FutureTask<?> serving = served();
            var _ = start(() -> relay(toGuest, toHost));
            var _ = start(() -> relay(toHost, toGuest));

            assertEquals(Reason.BETWEEN, failure(serving).reason());
            assertEquals(Reason.BETWEEN, failure(joining).reason());
            assertEquals(List.of(), kept);
        }
    }

    private static long relay(Connection from, Connection to) throws IOException {
        byte[] bytes = new byte[1 << 16];
        long all = 0;
        for (int count = from.read(bytes, 0, bytes.length);
                count >= 0;
                count = from.read(bytes, 0, bytes.length)) {
            to.write(bytes, 0, count);
            to.flush();
            all += count;
        }
        to.closeOutput();
        return all;
    }

    @Test
    void whatIsNoMessage_isRefused() throws Exception {
        for (byte[] said :
                new byte[][] {
                    {0, 0, 0, 1, 1, 7},
                    {0, 0, 0, 0, 3},
                    {0, 0, 8, 1, 1},
                    {-1, -1, -1, -1, 1},
                    {0, 0, 0, 1, 0, 99}
                }) {
            Connection stranger = ends.dial(guest);
            FutureTask<?> serving = served();
            stranger.write(said, 0, said.length);
            stranger.closeOutput();
            assertEquals(Reason.MALFORMED, failure(serving).reason());
            stranger.abort();
        }
        assertGiven();
    }

    @Test
    void elementsThatAreNone_areRefused() throws Exception {
        Connection stranger = ends.dial(guest);
        FutureTask<?> serving = served();
        new PairingStream(stranger).send(PairingStream.FIRST, new byte[Agreement.FIRST_BYTES]);
        assertEquals(Reason.MALFORMED, failure(serving).reason());
        stranger.abort();
        assertGiven();
    }
}
