package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.control.Served;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.session.SyncEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Path PAGE = Path.of("src", "docs", "metrics.md");
    private static final Pattern HELP = Pattern.compile("# HELP ([a-z_]+) [^\\n]+\\.");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_]+) (gauge|counter)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "(([a-z_]+)(?:\\{[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"\\})?) (\\d+)");
    private static final Pattern DOCUMENTED =
            Pattern.compile("(?m)^\\| `(dsync_[a-z_]+)[^`]*` \\| (gauge|counter) \\|");

    /** What is wrong with it as Prometheus's text format, line by line; families by name. */
    private static SortedMap<String, String> families(String text) {
        TreeMap<String, String> families = new TreeMap<>();
        Set<String> samples = new HashSet<>();
        String helped = "";
        String family = "";
        assertTrue(text.endsWith("\n"), "no line end at the end");
        for (String line : text.lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                helped = help.group(1);
            } else if (type.matches()) {
                family = type.group(1);
                assertEquals(helped, family);
                assertEquals(family.endsWith("_total"), type.group(2).equals("counter"), line);
                assertEquals(null, families.put(family, type.group(2)), "twice: " + family);
            } else {
                assertTrue(sample.matches(), line);
                assertEquals(family, sample.group(2));
                assertTrue(samples.add(sample.group(1)), "twice: " + line);
            }
        }
        return families;
    }

    @Test
    void watch_isMeasured() throws IOException {
        try (OpenPage page = OpenPage.ofWatch()) {
            page.peers("anna", "b\"\\c", "10.0.0.7", "10.0.0.7");
            page.copies = 3;
            page.links.linked("anna");
            page.links.happened("anna", new SyncEvent.Moved(70));
            page.links.happened("anna", new SyncEvent.Moved(7));
            page.links.happened("anna", new SyncEvent.Given(5));
            List<Item> items = List.of(new Item.Deleted(RelPath.literal("x"), Kind.FILE));
            page.links.happened("anna", new SyncEvent.Settled(items));
            Reply reply = page.get("metrics");
            assertEquals("text/plain; version=0.0.4; charset=utf-8", reply.header("Content-Type"));
            String text = reply.text();
            assertFalse(families(text).isEmpty());
            for (String line :
                    List.of(
                            "dsync_watch_state{state=\"watching\"} 1",
                            "dsync_watch_state{state=\"paused\"} 0",
                            "dsync_watch_files 3",
                            "dsync_watch_bytes 1099511627776",
                            "dsync_watch_conflicts 3",
                            "dsync_peer_in_sync{peer=\"anna\"} 1",
                            "dsync_peer_in_sync{peer=\"b\\\"\\\\c\"} 1",
                            "dsync_peer_connected{peer=\"10.0.0.7\"} 2",
                            "dsync_peer_get_bytes{peer=\"anna\"} 1500000",
                            "dsync_peer_links_total{peer=\"anna\"} 1",
                            "dsync_peer_received_bytes_total{peer=\"anna\"} 77",
                            "dsync_peer_sent_bytes_total{peer=\"anna\"} 5",
                            "dsync_peer_deletes_total{peer=\"anna\"} 1",
                            "dsync_web_listeners 0")) {
                assertTrue(text.lines().anyMatch(line::equals), line + "\n" + text);
            }
        }
    }

    @Test
    void peersWhoseNamesPrintTheSame_areOneInFigures() throws IOException {
        try (OpenPage page = OpenPage.ofWatch()) {
            page.links.linked("bell\007");
            page.links.linked("bell\\#007");
            String text = page.get("metrics").text();
            assertFalse(families(text).isEmpty());
            String line = "dsync_peer_links_total{peer=\"bell\\\\#007\"} 2";
            assertTrue(text.lines().anyMatch(line::equals), text);
        }
    }

    private static OpenPage serving() throws IOException {
        Served.Guest guest =
                new Served.Guest("10.0.0.7:4", "photos", "pull", true, 9, 100, 20, 50, 0);
        Served.Status status =
                new Served.Status(List.of("music", "photos"), List.of(guest), 3, 150, 30);
        return OpenPage.of(() -> status);
    }

    @Test
    void serving_isMeasured() throws IOException {
        try (OpenPage page = serving()) {
            String text = page.get("metrics").text();
            for (String line :
                    List.of(
                            "dsync_serve_guests{share=\"music\"} 0",
                            "dsync_serve_guests{share=\"photos\"} 1",
                            "dsync_serve_visits_total 3",
                            "dsync_serve_sent_bytes_total 150",
                            "dsync_serve_received_bytes_total 30")) {
                assertTrue(text.lines().anyMatch(line::equals), line + "\n" + text);
            }
        }
    }

    @Test
    void peersWithoutEnd_areCountedTogether() throws IOException {
        try (OpenPage page = OpenPage.ofWatch()) {
            String[] names = new String[1000];
            for (int i = 0; i < names.length; i++) {
                names[i] = "peer" + i;
                page.links.linked(names[i]);
            }
            page.peers(names);
            String text = page.get("metrics").text();
            assertTrue(families(text).size() > 10);
            assertTrue(text.contains("dsync_peer_links_total{peer=\"others\"} 744\n"), text);
            assertTrue(text.contains("dsync_peer_connected{peer=\"others\"} 744\n"), text);
        }
    }

    @Test
    void allThatIsMeasured_isDocumented_andNothingElse() throws IOException {
        SortedMap<String, String> measured = new TreeMap<>();
        try (OpenPage watching = OpenPage.ofWatch();
                OpenPage serving = serving()) {
            measured.putAll(families(watching.get("metrics").text()));
            measured.putAll(families(serving.get("metrics").text()));
        }
        TreeMap<String, String> documented = new TreeMap<>();
        Matcher row = DOCUMENTED.matcher(Files.readString(PAGE));
        while (row.find()) {
            documented.put(row.group(1), row.group(2));
        }
        assertEquals(new TreeSet<>(measured.keySet()), new TreeSet<>(documented.keySet()));
        assertEquals(measured, documented);
    }
}
