package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.process.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedFilesTest {
    @TempDir Path folder;
    private OpenShare share;
    private byte[] large;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(old("a.txt"), "0123456789");
        FileTime longAgo = FileTime.from(Instant.parse("2020-02-02T20:20:20Z"));
        Files.setLastModifiedTime(folder.resolve("a.txt"), longAgo);
        large = new byte[700_001];
        new Random(1).nextBytes(large);
        Files.write(folder.resolve("large.bin"), large);
        Files.createDirectories(folder.resolve("sub/deep"));
        Files.writeString(folder.resolve("sub/deep/x"), "deep");
        share = OpenShare.of(folder);
    }

    private Path old(String name) {
        return folder.resolve(name);
    }

    @AfterEach
    void close() {
        share.close();
    }

    @Test
    void folder_isATableOfLinks() throws IOException {
        Reply reply = share.get("");
        assertEquals(200, reply.status());
        assertTrue(reply.text().contains("<a href=\"./a.txt\"><bdi>a.txt</bdi></a>"));
        assertTrue(reply.text().contains("<a href=\"./sub/\">"));
        assertTrue(reply.text().contains("2020-02-02 20:20"));
        assertTrue(reply.header("Content-Security-Policy").contains("default-src 'none'"));
        assertFalse(reply.header("Content-Security-Policy").contains("unsafe"));
        assertEquals("nosniff", reply.header("X-Content-Type-Options"));
        assertEquals("no-referrer", reply.header("Referrer-Policy"));
        assertFalse(reply.text().contains("<style"), "inline style");
        assertFalse(reply.text().matches("(?s).*<script(?! src=).*"), "inline script");
    }

    @Test
    void longPage_comesInParts() throws IOException {
        for (int i = 0; i < 100; i++) {
            Files.createFile(folder.resolve("\u6f22".repeat(80) + i)); // 2 KB a row, and more
        }
        Reply reply = share.get("");
        assertEquals("chunked", reply.header("Transfer-Encoding"));
        for (int i = 0; i < 100; i++) {
            assertTrue(reply.text().contains("<bdi>" + "\u6f22".repeat(80) + i + "</bdi>"));
        }
        assertTrue(reply.text().endsWith("</html>\n"), "to its end");
    }

    @Test
    void whatThePageLoads_isThere() throws IOException {
        assertEquals(
                "text/css; charset=utf-8", share.get(".dsync/web/page.css").header("Content-Type"));
        assertEquals(
                "text/javascript; charset=utf-8",
                share.get(".dsync/web/page.js").header("Content-Type"));
        assertEquals(404, share.get(".dsync/web/page.html").status());
    }

    @Test
    void file_comesWhole() throws IOException {
        Reply reply = share.get("large.bin");
        assertEquals(200, reply.status());
        assertArrayEquals(large, reply.body());
        assertEquals("application/octet-stream", reply.header("Content-Type"));
        assertEquals(
                "attachment; filename=\"large.bin\"; filename*=UTF-8''large.bin",
                reply.header("Content-Disposition"));
        assertEquals("bytes", reply.header("Accept-Ranges"));
        assertTrue(reply.header("Content-Security-Policy").contains("sandbox"));
        assertEquals("deep", share.get("sub/deep/x").text());
    }

    @Test
    void head_hasTheHeadersOfGet() throws IOException {
        String tag = steadyTag();
        Reply head = share.ask("HEAD", "a.txt", "");
        Reply get = share.get("a.txt");
        assertEquals(tag, get.header("ETag"));
        assertEquals("10", head.header("Content-Length"));
        assertEquals("Sun, 02 Feb 2020 20:20:20 GMT", head.header("Last-Modified"));
        assertEquals(get.header("ETag"), head.header("ETag"));
        assertEquals("text/plain; charset=utf-8", head.header("Content-Type"));
        assertTrue(head.header("Content-Disposition").startsWith("inline"));
    }

    @Test
    void rangeOfAHead_isNone() throws IOException {
        for (String range : new String[] {"bytes=2-4", "bytes=99-"}) {
            Reply head = share.ask("HEAD", "a.txt", "Range: " + range + "\n");
            assertEquals(200, head.status());
            assertEquals("10", head.header("Content-Length"));
        }
    }

    @Test
    void tagOfAFileThatMayStillChange_isNeverTakenForTheSame() throws IOException {
        String weak = newTag("a.txt");
        String strong = steadyTag();
        Reply reply = share.ask("GET", "a.txt", "If-None-Match: " + weak + "\n");
        assertEquals(200, reply.status());
        assertEquals(304, share.ask("GET", "a.txt", "If-None-Match: " + strong + "\n").status());
    }

    @Test
    void names_areShownAsTheyAreButForWhatDisguises() throws IOException {
        String family = "family \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67.jpg";
        String persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645";
        Files.createFile(folder.resolve(family));
        Files.createFile(folder.resolve(persian));
        Files.createFile(folder.resolve("x\u202egpj.exe"));
        String page = share.get("").text();
        assertTrue(page.contains("<bdi>" + family + "</bdi>"), page);
        assertTrue(page.contains("<bdi>" + persian + "</bdi>"), page);
        assertTrue(page.contains("<bdi>x\\#342\\#200\\#256gpj.exe</bdi>"), page);
    }

    @Test
    void tokenInOtherLetters_isTheSame() throws IOException {
        String path = OpenShare.BASE.replaceFirst("0", "%30");
        String accept = "Accept: text/html\n";
        Reply inside = share.say(OpenShare.head("GET", path + "nothing", accept));
        assertEquals(404, inside.status());
        assertTrue(inside.text().contains("<html"), inside.text());
        Reply outside = share.say(OpenShare.head("GET", "/wrong/nothing", accept));
        assertFalse(outside.text().contains("<html"), outside.text());
    }

    @Test
    void download_isSavedThoughItCouldBeShown() throws IOException {
        assertTrue(
                share.get("a.txt?download").header("Content-Disposition").startsWith("attachment"));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 206, 0, bytes 0-0/10",
        "bytes=2-4, 206, 234, bytes 2-4/10",
        "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=-3, 206, 789, bytes 7-9/10",
        "bytes=-30, 206, 0123456789, bytes 0-9/10",
        "bytes=8-99, 206, 89, bytes 8-9/10",
        "bytes=10-, 416, '', bytes */10",
        "bytes=99-100, 416, '', bytes */10",
        "bytes=-0, 416, '', bytes */10",
        "bytes=4-2, 200, 0123456789, ''",
        "bytes=a-b, 200, 0123456789, ''",
        "bytes=-, 200, 0123456789, ''",
        "lines=1-2, 200, 0123456789, ''",
        "bytes=99999999999999999999-, 416, '', bytes */10",
        "bytes=5-9223372036854775807, 206, 56789, bytes 5-9/10",
        "bytes=-99999999999999999999, 206, 0123456789, bytes 0-9/10",
        "bytes=00000000000000000000-1, 206, 01, bytes 0-1/10",
        "'bytes=0-9,0-9,0-9', 200, 0123456789, ''",
    })
    void range_isAnsweredAs(String range, int status, String content, String contentRange)
            throws IOException {
        Reply reply = share.ask("GET", "a.txt", "Range: " + range + "\n");
        assertEquals(status, reply.status());
        assertEquals(contentRange, reply.header("Content-Range"));
        if (status != 416) {
            assertEquals(content, reply.text());
        }
    }

    @Test
    void rangesOfALargeFile_areItsBytes() throws IOException {
        Reply reply = share.ask("GET", "large.bin", "Range: bytes=100-600099\n");
        assertEquals(600_000, reply.body().length);
        assertArrayEquals(Arrays.copyOfRange(large, 100, 600_100), reply.body());
    }

    @Test
    void severalRanges_comeAsParts() throws IOException {
        Reply reply = share.ask("GET", "a.txt", "Range: bytes=0-1, 8-\n");
        assertEquals(206, reply.status());
        String type = reply.header("Content-Type");
        assertTrue(type.startsWith("multipart/byteranges; boundary="), type);
        String boundary = type.substring(type.indexOf('=') + 1);
        String part = "Content-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ";
        assertEquals(
                "--"
                        + boundary
                        + "\r\n"
                        + part
                        + "0-1/10\r\n\r\n01\r\n--"
                        + boundary
                        + "\r\n"
                        + part
                        + "8-9/10\r\n\r\n89\r\n--"
                        + boundary
                        + "--\r\n",
                reply.text());
    }

    @ParameterizedTest
    @CsvSource({
        "If-None-Match: TAG, 304",
        "If-None-Match: W/TAG, 304",
        "If-None-Match: \"\"x\"\", 200",
        "'If-None-Match: \"x\", TAG', 304",
        "If-None-Match: *, 304",
        "If-Match: TAG, 200",
        "If-Match: W/TAG, 412",
        "If-Match: \"\"x\"\", 412",
        "If-Match: *, 200",
        "'If-Modified-Since: Sun, 02 Feb 2020 20:20:20 GMT', 304",
        "'If-Modified-Since: Sun, 02 Feb 2020 20:20:19 GMT', 200",
        "If-Modified-Since: yesterday, 200",
        "'If-Unmodified-Since: Sun, 02 Feb 2020 20:20:19 GMT', 412",
        "'If-Unmodified-Since: Sun, 02 Feb 2020 20:20:20 GMT', 200",
    })
    void condition_isKept(String condition, int status) throws IOException {
        String tag = steadyTag();
        Reply reply = share.ask("GET", "a.txt", condition.replace("TAG", tag) + "\n");
        assertEquals(status, reply.status());
    }

    /** That of a file written just now: once more where it was old when it was asked for. */
    private String newTag(String name) throws IOException {
        AtomicReference<String> tag = new AtomicReference<>("");
        Eventually.eventually(
                "it is weak",
                Duration.ofSeconds(20),
                () -> {
                    Files.writeString(folder.resolve(name), "9876543210");
                    tag.set(share.ask("HEAD", name, "").header("ETag"));
                    return tag.get().startsWith("W/");
                });
        return tag.get();
    }

    /** The tag once the file is old enough for it to be strong. */
    private String steadyTag() throws IOException {
        String tag = share.ask("HEAD", "a.txt", "").header("ETag");
        while (tag.startsWith("W/")) {
            tag = share.ask("HEAD", "a.txt", "").header("ETag");
        }
        return tag;
    }

    @ParameterizedTest
    @CsvSource({
        "TAG, 206",
        "W/TAG, 200",
        "\"\"x\"\", 200",
        "'Sun, 02 Feb 2020 20:20:20 GMT', 206",
        "'Sun, 02 Feb 2020 20:20:21 GMT', 200",
    })
    void rangeOfWhatWasBegun_isGivenOnlyIfItIsTheSame(String state, int status) throws IOException {
        String tag = steadyTag();
        Reply reply =
                share.ask(
                        "GET",
                        "a.txt",
                        "Range: bytes=5-\nIf-Range: " + state.replace("TAG", tag) + "\n");
        assertEquals(status, reply.status());
    }

    @Test
    void edit_changesTheTag() throws IOException {
        String before = steadyTag();
        Files.writeString(folder.resolve("a.txt"), "9876543210");
        Files.setLastModifiedTime(
                folder.resolve("a.txt"), FileTime.from(Instant.parse("2020-02-02T20:20:20Z")));
        assertFalse(before.equals(share.ask("HEAD", "a.txt", "").header("ETag")));
    }

    @Test
    void tagOfAFileJustWritten_isWeak() throws IOException {
        assertTrue(newTag("fresh").startsWith("W/"));
    }

    @ParameterizedTest
    @CsvSource({"PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"})
    void otherMethods_areRefused(String method) throws IOException {
        Reply reply = share.ask(method, "a.txt", "");
        assertEquals(405, reply.status());
        assertTrue(reply.header("Allow").startsWith("GET, HEAD"), reply.header("Allow"));
    }

    @Test
    void folderWithoutSlash_leadsToTheOneWith() throws IOException {
        Reply reply = share.get("sub");
        assertEquals(308, reply.status());
        assertEquals(OpenShare.BASE + "sub/", reply.header("Location"));
        assertEquals(404, share.get("a.txt/").status());
    }

    @Test
    void connection_servesManyRequests() throws IOException {
        String request = OpenShare.head("GET", OpenShare.BASE + "a.txt", "");
        try (Socket socket = share.connect()) {
            socket.getOutputStream().write(OpenShare.wire(request + request + request));
            for (int i = 0; i < 3; i++) {
                assertEquals("0123456789", Reply.read(socket.getInputStream(), false).text());
            }
        }
    }

    @Test
    void pathThatCannotBeShared_leavesNothingOpen() throws IOException {
        MemoryFileSystem system = new MemoryFileSystem(InstantSource.fixed(Instant.EPOCH));
        String longest = "n".repeat(255); // no number has room behind it
        List<byte[]> paths = new ArrayList<>();
        for (String path : List.of("a", "a/" + longest, "b", "b/" + longest)) {
            paths.add(path.getBytes(StandardCharsets.UTF_8));
            system.makeDirectory(paths.getLast(), 0755);
        }
        assertThrows(
                SharedFiles.UnusableException.class, () -> SharedFiles.open(system, paths).close());
        assertEquals(0, system.openHandles());
    }

    @Test
    void severalPaths_areListedUnderNamesOfTheirOwn() throws IOException {
        Path other = Files.createDirectories(folder.resolve("sub/other"));
        Files.writeString(other.resolve("a.txt"), "other");
        try (OpenShare several =
                OpenShare.of(folder.resolve("a.txt"), other.resolve("a.txt"), other)) {
            String page = several.get("").text();
            assertTrue(page.contains("<bdi>a.txt<") && page.contains("<bdi>a (2).txt<"), page);
            assertEquals("0123456789", several.get("a.txt").text());
            assertEquals("other", several.get("a%20(2).txt").text());
            assertEquals("other", several.get("other/a.txt").text());
            assertEquals(404, several.get("large.bin").status());
            assertEquals(404, several.get("a.txt/x").status());
        }
    }
}
