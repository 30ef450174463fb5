package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifetimeTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    private Lifetime lifetime(int downloadsMax) {
        return new Lifetime(now::get, Instant.EPOCH.plusSeconds(10), downloadsMax);
    }

    private static void send(Lifetime lifetime, String visitor, long size, long part)
            throws RefusedException {
        send(lifetime, visitor, size, part, part);
    }

    /** Sends some of a part. */
    private static void send(
            Lifetime lifetime, String visitor, long size, long part, long interrupted)
            throws RefusedException {
        try (Lifetime.Part sent = lifetime.begin(visitor, "file", size, part)) {
            sent.sent(interrupted);
        }
    }

    private static void assertRefused(
            int status, Lifetime lifetime, String visitor, String what, long size, long part) {
        RefusedException refused =
                assertThrows(
                        RefusedException.class, () -> lifetime.begin(visitor, what, size, part));
        assertEquals(status, refused.status());
    }

    @Test
    void time_endsIt() throws Exception {
        Lifetime lifetime = lifetime(0);
        assertFalse(lifetime.isOver());
        now.set(Instant.EPOCH.plusSeconds(10));
        assertTrue(lifetime.isOver());
        assertRefused(410, lifetime, "a", "file", 1, 1);
        assertEquals(Lifetime.End.EXPIRED, lifetime.await());
    }

    /** Each look at the clock is a little later: it is over between two of them. */
    @Test
    void timeThatPassesWhileItIsLookedAt_endsItToo() throws Exception {
        Instant start = Instant.now().minusSeconds(1);
        for (int looks = 1; looks < 8; looks++) {
            Instant end = start.plusMillis(10L * looks);
            now.set(start);
            Lifetime lifetime = new Lifetime(() -> now.updateAndGet(t -> t.plusMillis(10)), end, 0);
            FutureTask<Lifetime.End> awaited = new FutureTask<>(lifetime::await);
            Thread.ofVirtual().start(awaited);
            assertEquals(Lifetime.End.EXPIRED, awaited.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void downloads_endIt() throws Exception {
        Lifetime lifetime = lifetime(2);
        send(lifetime, "a", 5, 5);
        send(lifetime, "a", 5, 5);
        assertRefused(410, lifetime, "a", "file", 5, 5);
        assertEquals(Lifetime.End.USED_UP, lifetime.await());
        assertEquals(2, lifetime.begun());
    }

    @Test
    void partsOfADownload_countOnce() throws Exception {
        Lifetime lifetime = lifetime(1);
        send(lifetime, "a", 10, 4);
        assertRefused(410, lifetime, "b", "file", 10, 4);
        assertRefused(410, lifetime, "a", "other", 10, 4);
        send(lifetime, "a", 10, 6);
        assertRefused(410, lifetime, "a", "file", 10, 1);
        assertEquals(Lifetime.End.USED_UP, lifetime.await());
    }

    @Test
    void whoeverAsksTwiceAtOnce_takesTwoDownloads() throws RefusedException {
        Lifetime lifetime = lifetime(2);
        assertNotNull(lifetime.begin("a", "file", 10, 10));
        assertNotNull(lifetime.begin("a", "file", 10, 10));
        assertEquals(2, lifetime.begun());
        assertRefused(503, lifetime, "a", "file", 10, 10); // the others may be dead: come back
        assertRefused(410, lifetime, "b", "file", 10, 10);
    }

    @Test
    void whoeverLooksFirst_getsAllOfIt() throws Exception {
        Lifetime lifetime = lifetime(1);
        send(lifetime, "a", 10, 2);
        send(lifetime, "a", 10, 3);
        send(lifetime, "a", 10, 10);
        assertRefused(410, lifetime, "a", "file", 10, 1);
        assertEquals(Lifetime.End.USED_UP, lifetime.await());
    }

    @Test
    void whoeverWasLost_goesOnThoughItIsNotKnownYet() throws RefusedException {
        Lifetime lifetime = lifetime(1);
        Lifetime.Part lost = lifetime.begin("a", "file", 10, 10);
        send(lifetime, "a", 10, 6);
        lost.close();
        send(lifetime, "a", 10, 4);
        assertRefused(410, lifetime, "a", "file", 10, 1);
    }

    @Test
    void whatWasSentOfAnInterruptedPart_counts() throws RefusedException {
        Lifetime lifetime = lifetime(1);
        send(lifetime, "a", 10, 10, 9);
        send(lifetime, "a", 10, 10, 9);
        assertRefused(410, lifetime, "a", "file", 10, 1);
    }

    @Test
    void whoeverDoesNotComeBack_keepsItNoLonger() throws Exception {
        Lifetime lifetime = new Lifetime(now::get, null, 1);
        send(lifetime, "a", 10, 2);
        Thread end = Thread.ofVirtual().start(() -> assertDoesNotThrow(lifetime::await));
        assertFalse(end.join(Duration.ofMillis(50)), "there may be more");
        now.set(Instant.EPOCH.plusSeconds(600));
        lifetime.stay().close(); // wakes it, a moment later
        now.set(Instant.EPOCH.plusSeconds(1200));
        assertEquals(Lifetime.End.USED_UP, lifetime.await());
        lifetime.stop();
        end.join();
    }

    @Test
    void whatWasInterrupted_goesOn() throws Exception {
        Lifetime lifetime = lifetime(1);
        lifetime.begin("a", "file", 10, 10).close();
        assertEquals(0, lifetime.active());
        send(lifetime, "a", 10, 10);
        assertEquals(Lifetime.End.USED_UP, lifetime.await());
    }

    @Test
    void whatWasRefusedAfterAll_doesNotCount() throws Exception {
        Lifetime lifetime = lifetime(1);
        lifetime.begin("a", "file", 10, 10).close();
        assertEquals(0, lifetime.begun());
        send(lifetime, "b", 10, 10);
        assertEquals(Lifetime.End.USED_UP, lifetime.await());
    }

    @Test
    void whoIsAtIt_isWaitedFor() throws Exception {
        Lifetime lifetime = lifetime(0);
        Lifetime.Part part = lifetime.begin("a", "file", 10, 10);
        assertNotNull(part);
        now.set(Instant.EPOCH.plusSeconds(11));
        Thread ending =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    part.sent(10);
                                    part.close();
                                });
        assertEquals(Lifetime.End.EXPIRED, lifetime.await());
        ending.join();
        assertEquals(0, lifetime.active());
    }

    @Test
    void stop_waitsForNobody() throws Exception {
        Lifetime lifetime = lifetime(0);
        assertNotNull(lifetime.begin("a", "file", 10, 10));
        lifetime.stop();
        assertEquals(Lifetime.End.STOPPED, lifetime.await());
    }

    @Test
    void limitedDownloads_areNotSpentByLooking(@TempDir Path folder) throws IOException {
        byte[] content = new byte[20_000_000]; // more than sockets hold
        new Random(6).nextBytes(content);
        Files.write(folder.resolve("f.txt"), content);
        OpenShare.Terms terms = new OpenShare.Terms();
        terms.downloadsMax = 1;
        try (OpenShare share = OpenShare.of(terms, folder);
                Socket lost = share.connect()) {
            assertTrue(share.get("").text().contains("<tr data-kind=\"file\""));
            assertEquals(206, share.ask("GET", "f.txt", "Range: bytes=0-1\n").status());
            OpenShare.request(lost, "f.txt");
            lost.getInputStream().readNBytes(1000);
            Reply rest = share.ask("GET", "f.txt", "Range: bytes=1000000-\n");
            assertEquals(206, rest.status());
            assertEquals(content.length - 1_000_000, rest.body().length);
        }
    }

    @Test
    void archiveThatWasInterrupted_mayBeBegunAgain(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("f"), new byte[20_000_000]);
        OpenShare.Terms terms = new OpenShare.Terms();
        terms.downloadsMax = 1;
        try (OpenShare share = OpenShare.of(terms, folder)) {
            for (int i = 0; i < 2; i++) {
                try (Socket socket = share.connect()) {
                    OpenShare.request(socket, "?archive=zip");
                    socket.getInputStream().readNBytes(1000);
                }
                awaitNobody(share);
            }
            assertEquals(200, share.get("?archive=zip").status());
            awaitNobody(share);
            assertEquals(410, share.get("?archive=zip").status());
            assertEquals(Lifetime.End.USED_UP, share.lifetime().await());
        }
    }

    /** Whoever has got the last byte may still be taken for one who is at it. */
    private static void awaitNobody(OpenShare share) throws IOException {
        Eventually.eventually(
                "nobody is at it", Duration.ofSeconds(20), () -> share.lifetime().active() == 0);
    }

    @Test
    void linkThatIsOver_is410(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("f"), "content");
        OpenShare.Terms terms = new OpenShare.Terms();
        terms.downloadsMax = 1;
        terms.end = Instant.EPOCH.plusSeconds(10);
        terms.clock = now::get;
        try (OpenShare share = OpenShare.of(terms, folder)) {
            assertEquals(200, share.get("").status());
            assertEquals("con", share.ask("GET", "f", "Range: bytes=0-2\n").text());
            assertEquals("tent", share.ask("GET", "f", "Range: bytes=3-\n").text());
            awaitNobody(share);
            assertEquals(410, share.get("f").status());
            assertEquals(410, share.get("?archive=zip").status());
            assertEquals(200, share.get("").status());
            now.set(Instant.EPOCH.plusSeconds(10));
            assertEquals(410, share.get("").status());
        }
    }
}
