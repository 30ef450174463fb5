package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrowdTest {
    private static final int MANY = 10_000;
    private static final int ROOM = 2 * Deliveries.AT_ONCE_MAX;
    private static final int VISITORS = 200;
    private static final int PART = 1_000_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path folder;

    /** More than sockets hold, so that a download lasts until it is read. */
    private final byte[] content = new byte[12_000_000];

    @BeforeEach
    void write() throws IOException {
        new Random(4).nextBytes(content);
        Files.write(folder.resolve("f"), content);
    }

    @Test
    @Tag("slow")
    void idleConnections_keepNobodyOut() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try (OpenShare share = OpenShare.of(folder);
                Socket busy = share.connect()) {
            OpenShare.request(busy, "f");
            busy.getInputStream().readNBytes(100_000);
            for (int i = 0; i < MANY; i++) {
                Socket socket = share.connect();
                idle.add(socket);
                if (idle.size() > 1000) {
                    idle.removeFirst().close();
                }
                if (i % 100 == 0) { // or it would be let go where this takes half a minute
                    busy.getInputStream().readNBytes(20_000);
                }
            }
            // Which of them are sent away is not told: those that come together are met in any
            // order.
            Eventually.eventually(
                    "no more are left than there is room for beside the busy one",
                    SOON,
                    () -> idle.stream().filter(OpenShare::isOpen).count() < ROOM);
            assertEquals(content.length, share.get("f").body().length);
            // The one that was at something was not closed for them.
            assertTrue(busy.getInputStream().readNBytes(1_500_000).length == 1_500_000);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void connectionsThatAreGone_areNotCounted() throws IOException {
        String asset = ".dsync/web/icon.svg";
        try (OpenShare share = OpenShare.of(folder);
                Socket idle = share.connect()) {
            for (int i = 0; i < 600; i++) { // more than there may be at once
                assertEquals(200, share.get(asset).status());
            }
            OpenShare.request(idle, asset);
            assertEquals(200, Reply.read(idle.getInputStream(), false).status());
        }
    }

    @Test
    void manyDownloadsAtOnce_areAllServed() throws Exception {
        try (OpenShare share = OpenShare.of(folder);
                ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < VISITORS; i++) {
                Socket socket = share.connect();
                sockets.add(socket);
                OpenShare.request(socket, "f");
            }
            Eventually.eventually(
                    "all are served", SOON, () -> share.lifetime().active() == VISITORS);
            List<Future<Integer>> results = new ArrayList<>();
            for (Socket socket : sockets) {
                results.add(
                        visitors.submit(
                                () -> {
                                    try (socket;
                                            InputStream in = socket.getInputStream()) {
                                        return in.readNBytes(PART).length;
                                    }
                                }));
            }
            for (Future<Integer> result : results) {
                assertEquals(PART, result.get());
            }
        }
    }

    @Test
    void moreThanThereIsRoomFor_areToldToComeBack() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try (OpenShare share = OpenShare.of(folder)) {
            for (int i = 0; i < Deliveries.AT_ONCE_MAX; i++) {
                Socket socket = share.connect();
                sockets.add(socket);
                OpenShare.request(socket, "f");
            }
            Eventually.eventually(
                    "all seats are taken",
                    SOON,
                    () -> share.lifetime().active() == Deliveries.AT_ONCE_MAX);
            assertEquals(503, share.get("f").status());
            assertEquals(200, share.get("").status());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void whoeverTakesNothing_isGivenUp() throws IOException {
        byte[] more = new byte[20_000_000]; // more than sockets hold
        Files.write(folder.resolve("f"), more);
        try (OpenShare share = OpenShare.of(impatient(), folder);
                Socket socket = share.connect()) {
            OpenShare.request(socket, "f");
            // Not that it is at it: that may be over before anybody looks.
            Eventually.eventually("it has begun", SOON, () -> share.lifetime().begun() == 1);
            Eventually.eventually("it is given up", SOON, () -> share.lifetime().active() == 0);
            assertTrue(share.said.isEmpty(), "not told as sent");
        }
    }

    private static OpenShare.Terms impatient() {
        OpenShare.Terms terms = new OpenShare.Terms();
        terms.patience = Duration.ofMillis(300);
        return terms;
    }

    @Test
    void whoeverAsksByteForByte_isGivenUp() throws Exception {
        try (OpenShare share = OpenShare.of(impatient(), folder);
                Socket socket = share.connect()) {
            Eventually.eventually(
                    "it is given up",
                    SOON,
                    () -> {
                        try {
                            socket.getOutputStream().write('G');
                            return false;
                        } catch (SocketException e) {
                            return true;
                        }
                    });
            share.awaitServing();
        }
    }

    @Test
    void whoeverTakesLittleByLittle_isGivenUp() throws IOException {
        Files.write(folder.resolve("f"), new byte[20_000_000]);
        try (OpenShare share = OpenShare.of(impatient(), folder);
                Socket socket = share.connect(8192)) {
            OpenShare.request(socket, "f");
            InputStream in = socket.getInputStream();
            in.readNBytes(1000);
            Eventually.eventually(
                    "it is given up",
                    SOON,
                    () -> {
                        in.skip(4000);
                        return share.lifetime().active() == 0;
                    });
            assertTrue(share.said.isEmpty(), "not told as sent");
        }
    }

    @Test
    void fileThatBecomesShorter_isCutOffNotPadded() throws Exception {
        byte[] more = new byte[20_000_000];
        Path file = Files.write(folder.resolve("f"), more);
        try (OpenShare share = OpenShare.of(folder);
                Socket socket = share.connect()) {
            OpenShare.request(socket, "f");
            socket.getInputStream().readNBytes(1000);
            Files.write(file, new byte[10]);
            int got = 0;
            try {
                got = socket.getInputStream().readAllBytes().length;
            } catch (IOException e) {
                // Cut off by a reset.
            }
            assertTrue(got < more.length - 1000, "got " + got);
            assertTrue(share.said.isEmpty(), "not told as sent");
        }
    }
}
