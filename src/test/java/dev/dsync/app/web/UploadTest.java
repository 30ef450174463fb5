package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path folder;
    private final OpenShare.Terms terms = new OpenShare.Terms();
    private final AtomicLong aheadNanos = new AtomicLong();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private OpenShare share;
    private final byte[] content = new byte[500_000];

    @BeforeEach
    void open() throws IOException {
        new Random(3).nextBytes(content);
        terms.upload = true;
        terms.nanoTime = () -> System.nanoTime() + aheadNanos.get();
        terms.end = Instant.EPOCH.plusSeconds(10);
        terms.clock = now::get;
        share = OpenShare.of(terms, folder);
    }

    @AfterEach
    void close() {
        share.close();
    }

    private Path quarantine() {
        return folder.resolve(Quarantine.FOLDER);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(quarantine())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void file_liesInTheQuarantineAndIsNotShared() throws IOException {
        Reply reply = share.put("photo.jpg", content, "");
        assertEquals(201, reply.status());
        assertEquals("photo.jpg\n", reply.text());
        assertArrayEquals(content, Files.readAllBytes(quarantine().resolve("photo.jpg")));
        assertEquals(404, share.get(".dsync-uploads/photo.jpg").status());
        assertFalse(share.get("").text().contains("<bdi>.dsync-uploads"));
        Eventually.eventually("it is told of", SOON, () -> !share.said.isEmpty());
        assertEquals(1, share.said.size());
        assertTrue(share.said.getFirst().endsWith("/.dsync-uploads/photo.jpg 500000"));
    }

    @Test
    void nameThatIsTaken_getsANumber() throws IOException {
        share.put("a.tar", content, "");
        share.put("a.tar", new byte[] {1}, "");
        assertEquals("a (3).tar\n", share.put("a.tar", new byte[0], "").text());
        assertEquals(List.of("a (2).tar", "a (3).tar", "a.tar"), names());
        assertArrayEquals(content, Files.readAllBytes(quarantine().resolve("a.tar")));
    }

    @Test
    void nothing_isAFileOfNothing() throws IOException {
        assertEquals(201, share.put("empty", new byte[0], "").status());
        assertEquals(0, Files.size(quarantine().resolve("empty")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2fx", "..", ".", "%2fetc%2fpasswd", "a%00b", "", "a/b", "%ff%fe"})
    void nameThatIsNone_isRefused(String name) throws IOException {
        Reply reply = share.put(name, new byte[] {1}, "");
        assertTrue(reply.status() == 400 || reply.status() == 404 || reply.status() == 405, name);
        assertEquals(List.of(), names());
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void partsInOrder_makeTheFile() throws IOException {
        byte[] first = Arrays.copyOf(content, 200_000);
        byte[] rest = Arrays.copyOfRange(content, 200_000, content.length);
        Reply begun = share.put("f?id=w1", first, "Content-Range: bytes 0-199999/500000\n");
        assertEquals(202, begun.status());
        assertEquals("200000", begun.header("Upload-Offset"));
        Reply told = share.ask("HEAD", ".dsync/upload/f?id=w1&size=500000", "");
        assertEquals("200000", told.header("Upload-Offset"));
        Reply other = share.ask("HEAD", ".dsync/upload/f?id=w2&size=500000", "");
        assertEquals("0", other.header("Upload-Offset"));
        Reply wrong = share.put("f?id=w1", rest, "Content-Range: bytes 100000-399999/500000\n");
        assertEquals(409, wrong.status());
        Reply done = share.put("f?id=w1", rest, "Content-Range: bytes 200000-499999/500000\n");
        assertEquals(201, done.status());
        assertArrayEquals(content, Files.readAllBytes(quarantine().resolve("f")));
        assertEquals(List.of("f"), names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 0-3/4",
                "bytes 5-1/10",
                "bytes 0-9/5",
                "bytes 0-9/*",
                "bytes */10",
                "bytes 0-99999999999999999999/10",
                "words 0-9/10",
            })
    void rangeThatDoesNotFit_isRefused(String range) throws IOException {
        assertEquals(400, share.put("f", new byte[10], "Content-Range: " + range + "\n").status());
        assertEquals(List.of(), names());
    }

    @Test
    void lengthThatIsNotSaid_is411() throws IOException {
        Reply reply =
                share.ask("PUT", ".dsync/upload/f", "Transfer-Encoding: chunked\n\n1\nx\n0\n");
        assertEquals(411, reply.status());
    }

    @Test
    void moreThanTheDiskHolds_is507BeforeAnyOfIt() throws IOException {
        Reply reply = share.ask("PUT", ".dsync/upload/f", "Content-Length: 900000000000000000\n");
        assertEquals(507, reply.status());
        assertEquals(List.of(), names());
    }

    @Test
    void uploadThatBrokeOff_goesOnWhereItWas() throws IOException {
        try (Socket socket = share.connect()) {
            OutputStream out = socket.getOutputStream();
            begin(out, "f");
            out.write(content, 0, 123_456);
            out.flush();
            awaitOffset("123456");
        }
        byte[] rest = Arrays.copyOfRange(content, 123_456, content.length);
        Eventually.eventually(
                "the first is gone",
                SOON,
                () ->
                        share.put("f", rest, "Content-Range: bytes 123456-499999/500000\n").status()
                                == 201);
        assertArrayEquals(content, Files.readAllBytes(quarantine().resolve("f")));
        assertEquals(List.of("f"), names());
    }

    private void awaitOffset(String bytes) throws IOException {
        Eventually.eventually(
                "it came",
                SOON,
                () ->
                        share.ask("HEAD", ".dsync/upload/f?size=500000", "")
                                .header("Upload-Offset")
                                .equals(bytes));
    }

    @Test
    void whoeverSendsNothing_isGivenUp() throws IOException {
        share.close();
        terms.patience = Duration.ofMillis(300);
        share = OpenShare.of(terms, folder);
        try (Socket socket = share.connect()) {
            String some = head("f") + "abc"; // at once: between two parts it might be given up
            socket.getOutputStream().write(OpenShare.wire(some));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer); // ends: it is closed
            } catch (SocketException e) {
                // Closed before what was sent had been read.
            }
            String text = answer.toString(StandardCharsets.ISO_8859_1);
            assertFalse(text.startsWith("HTTP/1.1 2"), text);
        }
    }

    /** The one file that is being built, or was. */
    private Path staged() throws IOException {
        return quarantine()
                .resolve(names().stream().filter(name -> name.startsWith(".")).findFirst().get());
    }

    @Test
    void uploadThatLackedOnlyItsName_getsIt() throws IOException {
        share.put("f", Arrays.copyOf(content, 100), "Content-Range: bytes 0-99/500000\n");
        Files.write(staged(), content); // as it is when the server ends before the rename
        Reply told = share.ask("HEAD", ".dsync/upload/f?size=500000", "");
        assertEquals("500000", told.header("Upload-Offset"));
        Reply done = share.put("f", new byte[0], "Content-Range: bytes 500000-499999/500000\n");
        assertEquals(201, done.status());
        assertArrayEquals(content, Files.readAllBytes(quarantine().resolve("f")));
        assertEquals(List.of("f"), names());
    }

    @Test
    void piecesOneAfterTheOther_findNobodyAtIt() throws IOException {
        int piece = 5000;
        for (int from = 0; from < content.length; from += piece) {
            byte[] bytes = Arrays.copyOfRange(content, from, from + piece);
            String range = "Content-Range: bytes %d-%d/500000\n".formatted(from, from + piece - 1);
            int expected = from + piece < content.length ? 202 : 201;
            assertEquals(expected, share.put("f", bytes, range).status(), range);
        }
        assertArrayEquals(content, Files.readAllBytes(quarantine().resolve("f")));
    }

    @Test
    void pieceBehindOneThatWasRefused_findsNobodyAtIt() throws IOException {
        for (int from = 0; from < 1000; from++) {
            String skipped = "Content-Range: bytes 5000-5000/500000\n";
            assertEquals(
                    "Byte " + from + " comes next.\n", share.put("f", new byte[1], skipped).text());
            String next = "Content-Range: bytes %d-%d/500000\n".formatted(from, from);
            assertEquals(202, share.put("f", new byte[1], next).status(), next);
        }
    }

    @Test
    void uploadOfAllOfIt_beginsAnewWhereOneBrokeOff() throws IOException {
        share.put("f", Arrays.copyOf(content, 100), "Content-Range: bytes 0-99/500000\n");
        content[0]++; // what was here is not the start of it
        assertEquals(201, share.put("f", content, "").status());
        assertArrayEquals(content, Files.readAllBytes(quarantine().resolve("f")));
        assertEquals(List.of("f"), names());
    }

    @Test
    void upload_isWaitedForAtTheEnd() throws Exception {
        try (Socket socket = share.connect()) {
            OutputStream out = socket.getOutputStream();
            begin(out, "f");
            out.write(content, 0, 1000);
            awaitOffset("1000");
            now.set(Instant.EPOCH.plusSeconds(10));
            assertEquals(410, share.get("").status());
            Thread end =
                    Thread.ofVirtual().start(() -> assertDoesNotThrow(share.lifetime()::await));
            assertFalse(end.join(Duration.ofMillis(50)), "it is over while an upload comes");
            out.write(content, 1000, content.length - 1000);
            assertEquals(201, Reply.read(socket.getInputStream(), false).status());
            end.join();
        }
    }

    private static void begin(OutputStream out, String name) throws IOException {
        out.write(OpenShare.wire(head(name)));
    }

    private static String head(String name) {
        String path = OpenShare.BASE + ".dsync/upload/" + name;
        return OpenShare.head("PUT", path, "Content-Length: 500000\n");
    }

    @Test
    void moreThanThereIsRoomFor_areToldToComeBack() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < ShareHandler.UPLOADS_MAX; i++) {
                Socket socket = share.connect();
                sockets.add(socket);
                begin(socket.getOutputStream(), "f" + i);
            }
            Eventually.eventually(
                    "all are at it",
                    SOON,
                    () -> share.lifetime().active() == ShareHandler.UPLOADS_MAX);
            assertEquals(503, share.put("one-more", content, "").status());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"oversize=500000", "size=", "size=-1", "size=5&id=a%20b"})
    void questionThatIsNone_isRefused(String query) throws IOException {
        assertEquals(400, share.ask("HEAD", ".dsync/upload/f?" + query, "").status());
    }

    @Test
    void whoeverSendsLittleByLittle_isGivenUp() throws IOException {
        try (Socket socket = share.connect()) {
            OutputStream out = socket.getOutputStream();
            begin(out, "f");
            out.write('a');
            awaitOffset("1");
            aheadNanos.set(Duration.ofSeconds(62).toNanos());
            out.write('b');
            assertEquals(408, Reply.read(socket.getInputStream(), false).status());
        }
    }

    @Test
    void withoutTheOption_thereAreNoUploads() throws IOException {
        try (OpenShare closed = OpenShare.of(folder)) {
            assertEquals(404, closed.put("x", new byte[] {1}, "").status());
        }
    }
}
