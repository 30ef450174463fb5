package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.fs.MemoryFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntruderTest {
    private static final String SECRET = "nobody may read this";

    @TempDir Path scratch;
    private Path folder = Path.of(".");
    private OpenShare share;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(scratch.resolve("shared"));
        Files.writeString(scratch.resolve("secret"), SECRET);
        Files.writeString(folder.resolve("open"), "open");
        Files.createDirectories(folder.resolve("sub/deep"));
        Files.createDirectories(folder.resolve(".dsync"));
        Files.writeString(folder.resolve(".dsync/id"), SECRET);
        Files.writeString(folder.resolve(".dsync-0123"), SECRET);
        Files.createSymbolicLink(folder.resolve("out"), Path.of("../secret"));
        Files.createSymbolicLink(folder.resolve("absolute"), scratch.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("sub/deep/far"), Path.of("../../../secret"));
        Files.createSymbolicLink(folder.resolve("own"), Path.of(".dsync/id"));
        Files.createSymbolicLink(folder.resolve("one"), Path.of("other"));
        Files.createSymbolicLink(folder.resolve("other"), Path.of("one"));
        Files.createSymbolicLink(folder.resolve("sub/deep/in"), Path.of("../.././open"));
        Files.createSymbolicLink(folder.resolve("lsub"), Path.of("sub/deep/"));
        share = OpenShare.of(folder);
    }

    @AfterEach
    void close() {
        share.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "../../secret",
                "sub/../../secret",
                "%2e%2e/secret",
                "%2E%2E%2Fsecret",
                "..%2fsecret",
                "..%252fsecret",
                "%252e%252e/secret",
                "..%c0%afsecret",
                "%c0%ae%c0%ae/secret",
                "..%5csecret",
                "..\\secret",
                "...//secret",
                "//secret",
                "/etc/passwd",
                "%2fetc/passwd",
                "open%00",
                "open%00.txt",
                "open/",
                "open/..",
                "./open",
                "sub/./deep/",
                ".;/secret",
                "..;/secret",
                "C:%5cWindows%5cwin.ini",
                "open::$DATA",
                "open.",
                "OPEN",
                "%",
                "%zz",
                "%4",
                "out",
                "absolute",
                "up/",
                "up/secret",
                "sub/deep/far",
                "own",
                "one",
                ".dsync/id",
                ".DSYNC/id",
                ".dsync-0123",
                ".dsync/upload/x",
                "?archive=rar",
            })
    void path_leadsNowhere(String path) throws IOException {
        Reply reply = share.get(path);
        assertTrue(reply.status() == 404 || reply.status() == 400, path + ": " + reply);
        assertFalse(reply.text().contains(SECRET), path);
        assertFalse(reply.text().contains("root:"), path);
    }

    @ParameterizedTest
    @ValueSource(strings = {".dsync-uploads", ".DSYNC-uploads", ".d%C5%BFync-uploads"})
    void uploads_areFoundByNoNameThatFoldsToTheirs(String name) throws IOException {
        OpenShare.Terms terms = new OpenShare.Terms();
        terms.upload = true;
        terms.system = new MemoryFileSystem(InstantSource.fixed(Instant.EPOCH)).foldingNames();
        terms.system.makeDirectory("folding".getBytes(StandardCharsets.UTF_8), 0755);
        try (OpenShare folding = OpenShare.of(terms, Path.of("folding"))) {
            assertEquals(
                    201, folding.put("f", SECRET.getBytes(StandardCharsets.UTF_8), "").status());
            for (String path : List.of("/", "/f", "/?archive=zip")) {
                assertEquals(404, folding.get(name + path).status(), path);
            }
            assertEquals(
                    404, folding.get("?archive=zip&name=" + name.replace("%", "%25")).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub/deep/in", "lsub/in"})
    void linkWithinWhatIsShared_isFollowed(String path) throws IOException {
        assertEquals("open", share.get(path).text());
    }

    @Test
    void linkThatLeadsOut_isNotListed() throws IOException {
        String page = share.get("").text();
        assertTrue(page.contains("./lsub/\"") && page.contains("./open\""), page);
        for (String name : new String[] {"out", "absolute", "up", "own", "one", ".dsync-0123"}) {
            assertFalse(page.contains("<bdi>" + name), name);
        }
    }

    @Test
    void archive_holdsNothingFromOutside() throws IOException {
        String zip = share.get("?archive=zip").latin();
        assertTrue(zip.contains("sub/deep/in"));
        assertFalse(zip.contains(SECRET) || zip.contains("secret") || zip.contains("lsub"));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:22002, 200",
        "LOCALHOST., 200",
        "127.0.0.1:1, 200",
        "[::1], 200",
        "[fe80::1%eth0]:80, 200",
        "desk, 200",
        "Desk.local:22002, 200",
        "evil.example, 421",
        "localhost.evil.example, 421",
        "127.0.0.1.evil.example, 421",
        "desk.evil.example, 421",
        "[::1].evil.example, 421",
        "'', 421",
    })
    void host_isOneOfThisMachine(String host, int status) throws IOException {
        Reply reply = share.say("GET " + OpenShare.BASE + "open HTTP/1.1\nHost: " + host + "\n\n");
        // What is no host at all does not come as far as the check.
        assertEquals(status, reply.status() == 400 ? 421 : reply.status());
    }

    @Test
    void hostOfAnAbsoluteTarget_doesNotStandForTheHeader() throws IOException {
        Reply reply =
                share.say(
                        "GET http://evil.example"
                                + OpenShare.BASE
                                + "open HTTP/1.1\nHost: localhost\n\n");
        assertTrue(reply.status() == 421 || reply.status() == 400, reply.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/open",
                "/0123456789abcdefABCDEf/open",
                "/0123456789abcdefABCDE/open",
                "/0123456789abcdefABCDEFF/open",
                "//0123456789abcdefABCDEF/open",
                "*",
                "/favicon.ico",
                "/robots.txt",
            })
    void withoutTheToken_thereIsNothing(String path) throws IOException {
        Reply reply = share.say(OpenShare.head("GET", path, ""));
        assertTrue(reply.status() == 404 || reply.status() == 400, reply.toString());
        assertFalse(reply.text().contains("open"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)",
                "\"><img src=x onerror=alert(1)>",
                "' onclick='alert(1)",
                "javascript:alert(1)",
                "&lt;b&gt;",
                "{{rows}}",
                "a\nb",
                "a\rb",
                "a%2e%2e",
                "100% $1 \\1",
                "exe.\u202egpj",
                " spaces ",
                "ü ö 漢字 \uD83D\uDE00",
                "-rf",
                "a;b?c#d&e=f",
            })
    void name_isTextAndLeadsToItsFile(String name) throws IOException {
        Files.writeString(folder.resolve(name), "content of it");
        String page = share.get("").text();
        assertFalse(page.contains("<script>alert") || page.contains("<img"), page);
        assertFalse(page.contains("onclick='") || page.contains("\u202e"), page);
        assertFalse(page.contains("href=\"javascript:"), page);
        String encoded = UrlPath.encoded(name.getBytes(StandardCharsets.UTF_8));
        assertTrue(page.contains("href=\"./" + encoded + "\""), page);
        Reply reply = share.get(encoded);
        assertEquals("content of it", reply.text());
        String disposition = reply.header("Content-Disposition");
        assertTrue(disposition.endsWith("filename*=UTF-8''" + encoded), disposition);
        assertEquals(2, disposition.chars().filter(c -> c == '"').count(), disposition);
    }

    @ParameterizedTest
    @CsvSource({
        "page.html, text/plain; charset=utf-8, inline",
        "page.XHTML, text/plain; charset=utf-8, inline",
        "image.svg, application/octet-stream, attachment",
        "paper.pdf, application/pdf, attachment",
        "code.js, text/plain; charset=utf-8, inline",
        "a.swf, application/octet-stream, attachment",
        "noname, application/octet-stream, attachment",
        "photo.JPG, image/jpeg, inline",
        "film.mp4, video/mp4, inline",
    })
    void content_isNoPage(String name, String type, String shown) throws IOException {
        Files.writeString(folder.resolve(name), "<script>alert(1)</script>");
        Reply reply = share.get(name);
        assertEquals(type, reply.header("Content-Type"));
        assertTrue(reply.header("Content-Disposition").startsWith(shown + ";"));
        assertEquals("nosniff", reply.header("X-Content-Type-Options"));
        assertTrue(reply.header("Content-Security-Policy").contains("sandbox"));
    }

    @Test
    void index_isAPageOnlyWhereThatWasAskedFor() throws IOException {
        Files.writeString(folder.resolve("index.html"), "<h1>home</h1>");
        assertTrue(share.get("").text().contains("./index.html"));
        OpenShare.Terms terms = new OpenShare.Terms();
        terms.index = true;
        try (OpenShare site = OpenShare.of(terms, folder)) {
            Reply home = site.get("");
            assertEquals("<h1>home</h1>", home.text());
            assertEquals("text/html; charset=utf-8", home.header("Content-Type"));
            assertTrue(site.get("sub/").text().contains("./deep/"));
        }
    }

    @Test
    void hugeHeaders_are431() throws IOException {
        assertEquals(431, share.ask("GET", "open", "X: " + "x".repeat(20_000) + "\n").status());
        assertEquals(200, share.ask("GET", "open", "X: " + "x".repeat(8_000) + "\n").status());
    }

    /** Blank lines may come before a request: more is waited for, as on any idle connection. */
    @Test
    void blankLinesAlone_endTheConnectionInTheEnd() throws IOException {
        OpenShare.Terms terms = new OpenShare.Terms();
        terms.patience = Duration.ofMillis(300);
        try (OpenShare site = OpenShare.of(terms, folder)) {
            try {
                assertTrue(site.say("\n\n\n").status() >= 400);
            } catch (IOException e) {
                // Closed without an answer.
            }
            site.awaitServing();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET\n\n", "GET / HTTP/9.9\n\n", "\u0016\u0003\u0001 tls\n\n"})
    void whatIsNoRequest_endsTheConnection(String words) throws IOException {
        try {
            assertTrue(share.say(words).status() >= 400);
        } catch (IOException e) {
            // Closed without an answer.
        }
        assertEquals(200, share.get("open").status());
    }

    @Test
    void formOfAnotherSite_isRefused() throws IOException {
        Reply reply = share.ask("POST", "", "Sec-Fetch-Site: cross-site\nContent-Length: 0\n");
        assertEquals(403, reply.status());
    }
}
