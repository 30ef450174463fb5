package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifetimeTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    private Lifetime lifetime(int downloadsMax) {
        return new Lifetime(now::get, Instant.EPOCH.plusSeconds(10), downloadsMax);
    }

    private static void send(Lifetime lifetime, String visitor, long size, long part) {
        try (Lifetime.Part sent =
                Objects.requireNonNull(lifetime.begin(visitor, "file", size, part))) {
            sent.sent();
        }
    }

    @Test
    void time_endsIt() throws InterruptedException {
        Lifetime lifetime = lifetime(0);
        assertFalse(lifetime.isOver());
        now.set(Instant.EPOCH.plusSeconds(10));
        assertTrue(lifetime.isOver());
        assertNull(lifetime.begin("a", "file", 1, 1));
        assertEquals(Lifetime.End.EXPIRED, lifetime.await());
    }

    @Test
    void downloads_endIt() throws InterruptedException {
        Lifetime lifetime = lifetime(2);
        send(lifetime, "a", 5, 5);
        send(lifetime, "a", 5, 5);
        assertNull(lifetime.begin("a", "file", 5, 5));
        assertEquals(Lifetime.End.USED_UP, lifetime.await());
        assertEquals(2, lifetime.begun());
    }

    @Test
    void partsOfADownload_countOnce() throws InterruptedException {
        Lifetime lifetime = lifetime(1);
        send(lifetime, "a", 10, 4);
        assertNull(lifetime.begin("b", "file", 10, 4), "another visitor");
        assertNull(lifetime.begin("a", "other", 10, 4), "another file");
        send(lifetime, "a", 10, 6);
        assertNull(lifetime.begin("a", "file", 10, 1), "more than all of it");
        assertEquals(Lifetime.End.USED_UP, lifetime.await());
    }

    @Test
    void whoeverAsksTwiceAtOnce_takesTwoDownloads() {
        Lifetime lifetime = lifetime(1);
        assertNotNull(lifetime.begin("a", "file", 10, 10));
        assertNull(lifetime.begin("a", "file", 10, 10));
    }

    @Test
    void whatWasInterrupted_goesOn() throws InterruptedException {
        Lifetime lifetime = lifetime(1);
        Objects.requireNonNull(lifetime.begin("a", "file", 10, 10)).close();
        assertEquals(0, lifetime.active());
        send(lifetime, "a", 10, 10);
        assertEquals(Lifetime.End.USED_UP, lifetime.await());
    }

    @Test
    void whoIsAtIt_isWaitedFor() throws InterruptedException {
        Lifetime lifetime = lifetime(0);
        Lifetime.Part part = lifetime.begin("a", "file", 10, 10);
        assertNotNull(part);
        now.set(Instant.EPOCH.plusSeconds(11));
        Thread ending =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    part.sent();
                                    part.close();
                                });
        assertEquals(Lifetime.End.EXPIRED, lifetime.await());
        ending.join();
        assertEquals(0, lifetime.active());
    }

    @Test
    void stop_waitsForNobody() throws InterruptedException {
        Lifetime lifetime = lifetime(0);
        assertNotNull(lifetime.begin("a", "file", 10, 10));
        lifetime.stop();
        assertEquals(Lifetime.End.STOPPED, lifetime.await());
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
            assertEquals(410, share.get("f").status());
            assertEquals(410, share.get("?archive=zip").status());
            assertEquals(200, share.get("").status());
            now.set(Instant.EPOCH.plusSeconds(10));
            assertEquals(410, share.get("").status());
        }
    }
}
