package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.process.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private OpenPage page;

    @BeforeEach
    void open() throws IOException {
        page = OpenPage.ofWatch();
    }

    @AfterEach
    void close() {
        page.close();
    }

    /** Somebody who listens. */
    private final class Ear implements AutoCloseable {
        private final Socket socket = page.connect();
        private final BufferedReader in;

        Ear() throws IOException {
            String head = OpenShare.head("GET", OpenPage.BASE + "events", "");
            socket.getOutputStream().write(OpenShare.wire(head));
            in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The next line with this in it; "end" if none comes. */
        String await(String part) throws IOException {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.contains(part)) {
                    return line;
                }
            }
            return "end";
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void removed(String path) {
        List<Item> items = List.of(new Item.Deleted(RelPath.literal(path), Kind.FILE));
        page.links.happened("anna", new SyncEvent.Settled(items));
    }

    private static String event(String what, String rest) {
        return "data: {\"v\":1,\"event\":\""
                + what
                + "\",\"at\":\"1970-01-01T00:00:00Z\",\"who\":\"anna\""
                + rest
                + "}";
    }

    @Test
    void whatHappens_isTold_andWhatWasBefore() throws IOException {
        page.links.linked("anna");
        try (Ear ear = new Ear()) {
            assertEquals("HTTP/1.1 200 OK", ear.await("HTTP"));
            ear.await("text/event-stream");
            assertEquals("data: " + page.status.json(0), ear.await("data: "));
            assertEquals(event("linked", ""), ear.await("linked"));
            removed("x");
            assertEquals(event("removed", ",\"path\":\"x\""), ear.await("removed"));
        }
    }

    @Test
    void howItStands_isToldWhenItChanges() throws IOException {
        try (Ear ear = new Ear()) {
            ear.await("data: ");
            page.peers("boris");
            assertEquals("data: " + page.status.json(0), ear.await("boris"));
        }
    }

    @Test
    void ofMuchAtOnce_theNumberIsTold() throws IOException {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            items.add(new Item.Deleted(RelPath.literal("f" + i), Kind.FILE));
        }
        page.links.happened("anna", new SyncEvent.Settled(items));
        try (Ear ear = new Ear()) {
            String words = ",\"text\":\"got 0, removed 1000, failed 0\"";
            assertEquals(event("settled", words), ear.await("\"who\""));
        }
    }

    @Test
    void whoDoesNotKeepUp_isDropped_andNobodyWaitsForHim() throws IOException {
        try (Ear slow = new Ear();
                Ear other = new Ear()) {
            slow.await("data: ");
            other.await("data: ");
            String path = ("p".repeat(200) + "/").repeat(19) + "p";
            for (int i = 0; page.links.feed().dropped() == 0; i++) {
                assertTrue(i < 100_000, "nobody is dropped");
                removed(path);
                if (i % 100 == 99) {
                    removed("mark" + i);
                    other.await("mark" + i);
                }
            }
            assertEquals(1, page.links.feed().dropped());
            removed("after");
            assertTrue(other.await("after").contains("after"));
            Eventually.eventually(
                    "his place is free", DEADLINE, () -> page.links.feed().listeners() == 1);
        }
    }

    @Test
    void whoHasGone_isForgotten() throws IOException {
        Ear ear = new Ear();
        ear.await("data: ");
        assertEquals(1, page.links.feed().listeners());
        ear.close();
        Eventually.eventually(
                "his place is free", DEADLINE, () -> page.links.feed().listeners() == 0);
    }

    @Test
    void tooMany_areToldToComeBack() throws IOException {
        List<Ear> ears = new ArrayList<>();
        try {
            for (int i = 0; i < Feed.LISTENERS_MAX; i++) {
                Ear ear = new Ear();
                ears.add(ear);
                ear.await("data: ");
            }
            assertEquals(503, page.get("events").status());
            assertEquals(200, page.get("status.json").status());
        } finally {
            for (Ear ear : ears) {
                ear.close();
            }
        }
    }

    @Test
    void end_endsThem() throws IOException {
        try (Ear ear = new Ear()) {
            ear.await("data: ");
            page.close();
            assertEquals("end", ear.await("never"));
        }
    }
}
