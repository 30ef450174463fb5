package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of a watch and of what serves, as a browser asks for them. */
class StatusPageIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Pattern LINK =
            Pattern.compile("status page at (http://127\\.0\\.0\\.1:\\d+)(/[\\w-]{22}/)\n");
    private static final Pattern COPY = Pattern.compile("\"path\":\"([^\"]+)\",\"of\":\"r.txt\"");

    @TempDir private Path directory;
    private final HttpClient http = HttpClient.newHttpClient();
    private WatchProcess a;
    private WatchProcess b;

    @BeforeEach
    void make() throws IOException {
        a = WatchProcess.of(directory, "a");
        b = WatchProcess.of(directory, "b");
    }

    @AfterEach
    void end() {
        http.close();
        a.close();
        b.close();
    }

    private static Matcher link(String said) {
        Matcher link = LINK.matcher(said);
        assertTrue(link.find(), said);
        return link;
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private String get(String url) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), url);
        return response.body();
    }

    private int post(String url, String form, String origin) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Origin", origin)
                        .POST(BodyPublishers.ofString(form))
                        .build();
        return send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void watch_showsAConflict_andSettlesIt() throws IOException {
        b.start();
        a.start("--peers", b.address());
        a.diverge(b, "r.txt");
        a.start("--peers", b.address(), "--web", "127.0.0.1:0");
        a.synced();
        String url = a.page();
        Eventually.eventually(
                "it is shown", DEADLINE, () -> COPY.matcher(get(url + "conflicts.json")).find());
        Matcher copy = COPY.matcher(get(url + "conflicts.json"));
        assertTrue(copy.find());
        assertTrue(get(url + "status.json").contains("\"conflicts\":1}"));
        String form = "take=remote&path=" + copy.group(1);
        assertEquals(403, post(url + "do/resolve", form, "http://evil.example"));
        String origin = link(a.said()).group(1);
        assertEquals(409, post(url + "do/resolve", "take=remote&path=r.txt", origin));
        assertEquals(409, post(url + "do/resolve", "take=remote&path=../a/r.txt", origin));
        assertEquals("from b", Files.readString(a.folder().resolve("r.txt")));
        assertEquals(200, post(url + "do/resolve", form, origin));
        assertEquals("from a", Files.readString(a.folder().resolve("r.txt")));
        Eventually.eventually(
                "it is settled there, too",
                DEADLINE,
                () -> Files.readString(b.folder().resolve("r.txt")).equals("from a"));
        Eventually.eventually(
                "it is gone",
                DEADLINE,
                () -> get(url + "metrics").contains("\ndsync_watch_conflicts 0\n"));
    }

    @Test
    void watch_tellsWhatComes() throws IOException {
        b.start();
        a.start("--peers", b.address(), "--web", "127.0.0.1:0");
        HttpRequest request = HttpRequest.newBuilder(URI.create(a.page() + "events")).build();
        try (BufferedReader events =
                new BufferedReader(
                        new InputStreamReader(
                                send(request, BodyHandlers.ofInputStream()).body(),
                                StandardCharsets.UTF_8))) {
            Path made = Files.writeString(directory.resolve("new.txt"), "text");
            Files.move(made, b.folder().resolve("new.txt")); // whole, or it may come twice
            String line = events.readLine();
            while (!line.contains("\"event\":\"got\"")) {
                line = events.readLine();
            }
            assertTrue(line.contains("\"who\":\"" + b.address() + "\",\"path\":\"new.txt\""), line);
        }
        String metrics = get(a.page() + "metrics");
        String peer = "{peer=\"" + b.address() + "\"} ";
        assertTrue(metrics.contains("\ndsync_peer_received_bytes_total" + peer + "4\n"), metrics);
        assertTrue(metrics.contains("\ndsync_peer_changes_total" + peer + "1\n"), metrics);
    }

    @Test
    void link_staysTheSame_andIsItsUsersAlone() throws IOException {
        a.start("--web", "127.0.0.1:0");
        String link = link(a.said()).group(2);
        assertEquals("", a.complained());
        a.kill();
        a.start("--web", "127.0.0.1:0");
        assertEquals(link, link(a.said()).group(2));
        b.start("--web", "127.0.0.1:0");
        assertNotEquals(link, link(b.said()).group(2));
        Path pages = directory.resolve("home-a/state/pages");
        try (var files = Files.list(pages)) {
            Path file = files.findFirst().orElseThrow();
            assertEquals(
                    "[OWNER_WRITE, OWNER_READ]",
                    Files.getPosixFilePermissions(file).stream()
                            .sorted((x, y) -> y.compareTo(x))
                            .toList()
                            .toString());
        }
    }

    @Test
    void pageForOthers_isWarnedOf_andAPortThatIsTakenIsTold() throws IOException {
        a.start("--web", "0.0.0.0:0");
        a.complains("can be reached from other machines");
        Matcher port = Pattern.compile("status page at \\S+:(\\d+)/").matcher(a.said());
        assertTrue(port.find(), a.said());
        IOException failed =
                assertThrows(
                        IOException.class, () -> b.start("--web", "127.0.0.1:" + port.group(1)));
        assertTrue(failed.toString().contains("cannot show the status page"), failed.toString());
        assertEquals(10, b.ended());
    }

    @Test
    void serve_showsWhoWasThere() throws IOException {
        Path share = Files.createDirectory(directory.resolve("share"));
        Files.writeString(share.resolve("f"), "text");
        try (ServedShares served =
                ServedShares.open(
                        directory, "--share", "m=" + share + ":ro", "--web", "127.0.0.1:0")) {
            Eventually.eventually(
                    "the page is there", DEADLINE, () -> LINK.matcher(served.text()).find());
            Matcher link = link(served.text());
            String url = link.group(1) + link.group(2);
            assertTrue(get(url + "status.json").contains("\"shares\":[\"m\"],\"visits\":0,"));
            served.run("pull", served.url("m/"), directory + "/back/");
            served.told(1);
            Eventually.eventually(
                    "the visit is counted",
                    DEADLINE,
                    () -> get(url + "metrics").contains("\ndsync_serve_visits_total 1\n"));
            assertTrue(get(url + "status.json").contains("\"guests\":[]"));
            assertTrue(get(url).contains("data-kind=\"serve\""));
        }
    }
}
