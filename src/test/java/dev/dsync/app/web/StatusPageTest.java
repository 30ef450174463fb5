package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.control.Served;
import dev.dsync.process.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusPageTest {
    private static final String OWN = "Origin: http://localhost\n";
    private static final int ROOM = 4 * Feed.LISTENERS_MAX;

    private OpenPage page;

    @BeforeEach
    void open() throws IOException {
        page = OpenPage.ofWatch();
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void page_hasNothingInline_andLoadsWhatThereIs() throws IOException {
        Reply reply = page.get("");
        assertEquals(200, reply.status());
        String policy = reply.header("Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
        assertFalse(policy.contains("unsafe"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertEquals("nosniff", reply.header("X-Content-Type-Options"));
        assertFalse(reply.text().matches("(?s).*(<script>| style=| on[a-z]+=).*"), reply.text());
        for (String asset : List.of("page.css", "status.css", "status.js", "graph.js")) {
            assertEquals(200, page.get(asset).status(), asset);
        }
        assertTrue(page.get("status.js").header("Content-Type").startsWith("text/javascript"));
        assertEquals(404, page.get("watch.html").status());
    }

    @Test
    void status_isThatOfTheCommand() throws IOException {
        page.peers("anna:22001");
        page.copies = 2;
        Reply reply = page.get("status.json");
        assertEquals(page.status.json(2) + "\n", reply.text());
        assertTrue(reply.header("Content-Type").startsWith("application/json"));
    }

    @Test
    void serving_isShown() throws IOException {
        Served.Guest guest =
                new Served.Guest("10.0.0.7:4", "photos", "pull", true, 9, 100, 20, 50, 0);
        Served.Status status = new Served.Status(List.of("photos"), List.of(guest), 3, 150, 30);
        try (OpenPage serving = OpenPage.of(() -> status)) {
            assertTrue(
                    serving.get("").text().contains("<body class=\"status\" data-kind=\"serve\">"));
            String json = serving.get("status.json").text();
            assertTrue(json.contains("\"guests\":[{\"name\":\"10.0.0.7:4\",\"share\""), json);
            assertEquals(404, serving.post("do/approve", "", OWN).status());
            assertEquals(404, serving.get("conflicts.json").status());
        }
    }

    @Test
    void ofManyConflicts_someAreNamed() throws IOException {
        page.copies = WatchSubject.NAMED_MAX + 1;
        String json = page.get("conflicts.json").text();
        assertTrue(json.contains("\"total\":201,"), json);
        assertTrue(json.contains("\"copy199\"") && !json.contains("\"copy200\""), json);
        assertTrue(json.contains("{\"path\":\"" + OpenPage.COPY + "\",\"of\":\"r<b>0\"}"), json);
    }

    @Test
    void orders_areCarriedOut() throws IOException {
        Reply approved = page.post("do/approve", "", OWN);
        assertEquals("Approved: 3 of 4 entries are gone here\n", approved.text());
        Reply reply =
                page.post(
                        "do/resolve",
                        "path=" + OpenPage.COPY.replace("/", "%2F") + "&take=newer",
                        OWN);
        assertEquals(200, reply.status());
        assertEquals("Settled.\n", reply.text());
        assertEquals(List.of("approve", "resolve " + OpenPage.COPY + " newer"), page.told);
    }

    @Test
    void orderThatFails_saysWhy() throws IOException {
        Reply reply = page.post("do/resolve", "path=x", OWN);
        assertEquals(409, reply.status());
        assertEquals("take something\n", reply.text());
        assertEquals(404, page.post("do/stop", "", OWN).status());
        assertEquals(List.of(), page.told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Origin: null\n",
                "Origin: http://evil.example\n",
                "Origin: http://localhost.evil.example\n",
                "Origin: http://localhost:1\n",
                "Origin: https://localhost\n",
                "Referer: http://localhost/\n"
            })
    void orderOfAnotherPage_isRefused(String headers) throws IOException {
        for (String order : List.of("approve", "rescan", "resolve")) {
            assertEquals(403, page.post("do/" + order, "path=x&take=local", headers).status());
        }
        assertEquals(List.of(), page.told);
    }

    @Test
    void order_isNoLinkToFollow() throws IOException {
        Reply reply = page.get("do/approve");
        assertEquals(405, reply.status());
        assertEquals("POST", reply.header("Allow"));
        assertEquals(405, page.post("status.json", "", OWN).status());
        assertEquals(List.of(), page.told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/0123456789abcdefABCDEg/",
                "/0123456789abcdefABCDE/",
                "/0123456789abcdefABCDEF0/status.json",
                "/status.json",
                "/events",
                "/metrics",
                "/web/0123456789abcdefABCDEF/"
            })
    void withoutTheToken_thereIsNothing(String path) throws IOException {
        assertEquals(404, page.say(OpenShare.head("GET", path, "")).status());
        String post = OpenShare.head("POST", path, OWN + "Content-Length: 0\n");
        assertEquals(404, page.say(post).status());
    }

    @Test
    void token_opensTheMetricsAlsoAsProgramsShowIt() throws IOException {
        String right = "Authorization: Bearer " + OpenPage.TOKEN.text() + "\n";
        assertEquals(200, page.say(OpenShare.head("GET", "/metrics", right)).status());
        String wrong = "Authorization: Bearer 0123456789abcdefABCDEg\n";
        assertEquals(404, page.say(OpenShare.head("GET", "/metrics", wrong)).status());
        assertEquals(404, page.say(OpenShare.head("GET", "/status.json", right)).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:80", "localhost.evil.example", ""})
    void hostThatIsNotThisMachine_isRefused(String host) throws IOException {
        for (String path : List.of(OpenPage.BASE, OpenPage.BASE + "status.json", "/metrics")) {
            Reply reply = page.say("GET " + path + " HTTP/1.1\nHost: " + host + "\n\n");
            assertTrue(reply.status() == 421 || reply.status() == 400, host + reply.status());
            assertFalse(reply.text().contains("srv"), reply.text());
        }
        String post =
                "POST "
                        + OpenPage.BASE
                        + "do/approve HTTP/1.1\nHost: "
                        + host
                        + "\nOrigin: http://"
                        + host
                        + "\nContent-Length: 0\n\n";
        page.say(post);
        assertEquals(List.of(), page.told);
    }

    @Test
    void whatIsTooLong_isRefused() throws IOException {
        String header = "X: " + "x".repeat(20_000) + "\n";
        assertEquals(431, page.say(OpenShare.head("GET", OpenPage.BASE, header)).status());
        String form = "Content-Length: 2000000\n";
        String post = OpenShare.head("POST", OpenPage.BASE + "do/resolve", OWN + form);
        assertEquals(413, page.say(post + "x".repeat(1_100_000)).status());
    }

    @Test
    @Tag("slow")
    void idleConnections_keepNobodyOut() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 10_000; i++) {
                idle.add(page.connect());
                if (idle.size() > 1000) {
                    idle.removeFirst().close();
                }
            }
            // Those that come together are met in any order, and who is met last pushes another
            // out.
            Eventually.eventually(
                    "no more are left than there is room for",
                    Duration.ofSeconds(20),
                    () -> idle.stream().filter(OpenShare::isOpen).count() <= ROOM);
            assertEquals(200, page.get("status.json").status());
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }
}
