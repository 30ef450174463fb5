package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.discover.Announcement;
import dev.dsync.io.discover.ShareMarks;
import dev.dsync.io.discover.Sighting;
import dev.dsync.io.trust.DeviceId;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.process.Eventually;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AutoPeersTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DeviceId OWN = new DeviceId(new Digest(1, 2, 3, 4));
    private static final DeviceId OTHER = new DeviceId(new Digest(5, 6, 7, 8));
    private static final ShareKey KEY = ShareKey.generate(RANDOM);

    private final BlockingQueue<PeerAddress> dialled = new LinkedBlockingQueue<>();
    private final Semaphore givenUp = new Semaphore(0);
    private final AutoPeers autoPeers =
            new AutoPeers(
                    KEY, OWN, 22_001, Set.of(new PeerAddress("10.0.0.9", 22_006)), this::dial);

    private static Sighting sighting(ShareKey key, DeviceId device, int port, OptionalInt channel)
            throws UnknownHostException {
        return sighting(key, device, port, channel, "10.0.0.9");
    }

    private static Sighting sighting(
            ShareKey key, DeviceId device, int port, OptionalInt channel, String... addresses)
            throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        ShareMarks marks = ShareMarks.make(List.of(key), device, RANDOM);
        return new Sighting(new Announcement("x", device, "0.1.0", marks, channel), all, port);
    }

    private void dial(PeerAddress place) {
        dialled.add(place);
        givenUp.acquireUninterruptibly();
    }

    private void hear(DeviceId device, int port) throws UnknownHostException {
        autoPeers.hear(sighting(KEY, device, port, OptionalInt.empty()));
    }

    @Test
    void whoHoldsTheKey_isDialledOnce() throws Exception {
        hear(OTHER, 22_001);
        hear(OTHER, 22_001);
        hear(OWN, 22_002);
        Set<PeerAddress> both = new HashSet<>();
        both.add(dialled.poll(10, TimeUnit.SECONDS));
        both.add(dialled.poll(10, TimeUnit.SECONDS));
        assertEquals(
                Set.of(new PeerAddress("10.0.0.9", 22_001), new PeerAddress("10.0.0.9", 22_002)),
                both);
        assertNull(dialled.poll());
    }

    @Test
    void othersAndThisOne_areNotDialled() throws Exception {
        autoPeers.hear(sighting(ShareKey.generate(RANDOM), OTHER, 22_003, OptionalInt.empty()));
        autoPeers.hear(sighting(KEY, OTHER, 22_004, OptionalInt.of(1)));
        hear(OWN, 22_001);
        hear(OTHER, 22_006);
        hear(OTHER, 22_005);
        assertEquals(new PeerAddress("10.0.0.9", 22_005), dialled.poll(10, TimeUnit.SECONDS));
        assertNull(dialled.poll());
    }

    @Test
    void addressesOfNoMachine_areNotDialled() throws Exception {
        for (String address : List.of("127.0.0.1", "0.0.0.0", "224.0.0.1", "::1", "::")) {
            autoPeers.hear(sighting(KEY, OTHER, 22_003, OptionalInt.empty(), address));
        }
        autoPeers.hear(sighting(KEY, OTHER, 22_003, OptionalInt.empty(), "127.0.0.2", "10.0.0.7"));
        assertEquals(new PeerAddress("10.0.0.7", 22_003), dialled.poll(10, TimeUnit.SECONDS));
        assertNull(dialled.poll(100, TimeUnit.MILLISECONDS));
    }

    @Test
    void givenUp_makesRoom_andIsDialledIfHeardOfAgain() throws Exception {
        for (int port = 1; port <= 64; port++) {
            hear(OTHER, port);
        }
        for (int i = 0; i < 63; i++) {
            dialled.poll(10, TimeUnit.SECONDS);
        }
        givenUp.release(63);
        Eventually.eventually(
                "all gave up, and nobody else will",
                Duration.ofSeconds(20),
                () -> givenUp.availablePermits() == 0);
        for (int port = 65; port <= 66; port++) {
            PeerAddress place = new PeerAddress("10.0.0.9", port);
            Eventually.eventually(
                    "there is room",
                    Duration.ofSeconds(20),
                    () -> {
                        hear(OTHER, place.port());
                        return dialled.peek() != null;
                    });
            assertEquals(place, dialled.poll());
        }
    }

    @Test
    void flood_endsSomewhere() throws Exception {
        for (int port = 1; port <= 1000; port++) {
            hear(OTHER, port);
        }
        for (int i = 0; i < 63; i++) {
            PeerAddress next = dialled.poll(10, TimeUnit.SECONDS);
            assertEquals("10.0.0.9", next == null ? "" : next.host());
        }
        assertNull(dialled.poll());
    }
}
