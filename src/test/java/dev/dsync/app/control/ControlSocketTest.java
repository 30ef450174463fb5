package dev.dsync.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.engine.mesh.Links;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.process.Eventually;
import dev.dsync.process.Precondition;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said over the socket of a watch, and to those who mean no good. */
@Timeout(60)
class ControlSocketTest {
    private static final Links.Work NO_WORK = new Links.Work(0, 0, 0, 0, 0);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] ROOT = "/srv/a".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path directory;
    private final FakeWatch watch = new FakeWatch();
    private ControlPlace place = new ControlPlace("", "");
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void choose() throws IOException {
        place = ControlPlace.of(directory + "/state", "", ROOT);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private ControlServer serve() throws IOException {
        ControlServer server =
                ControlServer.open(FileSystem.ofThisMachine(), place, new Random(1), watch);
        open.add(server);
        return server;
    }

    @Test
    void withoutDescriptors_itSaysSoOnce_andGoesOn() throws IOException {
        AtomicInteger refused = new AtomicInteger(2);
        open.add(
                ControlServer.open(
                        FileSystem.ofThisMachine(),
                        place,
                        new Random(1),
                        watch,
                        door ->
                                () -> {
                                    if (refused.getAndDecrement() > 0) {
                                        throw new IOException("Too many open files");
                                    }
                                    return door.accept();
                                }));
        assertEquals(watch.status, call().status());
        assertEquals(List.of("stalled: Too many open files"), watch.told);
    }

    private ControlClient call() throws IOException {
        ControlClient client = ControlClient.open(place, PATIENCE);
        open.add(client);
        return client;
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(place.path()));
        open.add(channel);
        return channel;
    }

    private String answerTo(String request) throws IOException {
        SocketChannel channel = connect();
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            return "closed"; // it did not even listen to all of it
        }
        byte[] answer = Channels.newInputStream(channel).readAllBytes();
        return new String(answer, StandardCharsets.UTF_8);
    }

    private void answersStill() throws IOException {
        assertEquals(watch.status, call().status());
    }

    @Test
    void status_arrivesAsItIs() throws IOException {
        serve();
        answersStill();
        watch.status =
                new Status(
                        "/srv/\\#012ä",
                        "a",
                        0,
                        0,
                        Status.State.PAUSED,
                        "9 of 9 are gone",
                        List.of(
                                new Status.Peer(
                                        "b", false, Status.Reach.CONNECTING, false, NO_WORK, ""),
                                new Status.Peer(
                                        "c", true, Status.Reach.UNREACHABLE, false, NO_WORK, "x")));
        answersStill();
    }

    @Test
    void conflicts_areAllNamed() throws IOException {
        serve();
        watch.copies = 2000;
        List<String> found = new ArrayList<>();
        ControlClient client = call();
        client.conflicts((copy, original) -> found.add(copy + " " + original));
        assertEquals(2000, found.size());
        assertEquals("d/copy1999 d/\"name\\#0121999", found.getLast());
        assertEquals(watch.status, client.status());
    }

    @Test
    void orders_reachTheWatch() throws IOException {
        serve();
        ControlClient client = call();
        assertEquals(List.of("9 of 10", "\"8\" of 9"), client.approve());
        client.rescan();
        assertEquals(List.of("approve", "rescan"), watch.told);
    }

    @Test
    void root_isLentUntilTheBorrowerIsGone_howeverManyCall() throws IOException {
        serve();
        ControlClient borrower = call();
        borrower.borrow();
        IOException refused = assertThrows(IOException.class, () -> call().borrow());
        assertEquals("it is lent already", refused.getMessage());
        for (int i = 0; i < 2 * ControlServer.SEATS; i++) {
            answersStill();
        }
        assertEquals(List.of("lend"), watch.told);
        borrower.close();
        Eventually.eventually(
                "it is back", PATIENCE, () -> watch.told.equals(List.of("lend", "back")));
    }

    @Test
    void synced_isWhatWasLookedAtAndIsEqual() throws IOException {
        serve();
        ControlClient client = call();
        long mark = client.mark();
        assertEquals(7, mark);
        assertFalse(client.isSynced(mark));
        watch.passed = 7;
        assertTrue(client.isSynced(mark));
        watch.status = new Status("/srv/a", "a", 0, 0, Status.State.WATCHING, "", List.of());
        assertFalse(client.isSynced(mark));
    }

    @Test
    void stop_waitsForTheEndOfTheProcess() throws IOException {
        ControlServer server = serve();
        ControlClient client = call();
        client.setPatience(Duration.ofMillis(200));
        server.close();
        assertThrows(IOException.class, client::stop);
        serve();
        ControlClient patient = call();
        patient.setPatience(Duration.ofMillis(200));
        assertThrows(ControlClient.SilentException.class, patient::stop);
        Eventually.eventually("it is told", PATIENCE, () -> watch.told.equals(List.of("stop")));
    }

    @Test
    void watchThatHangsUpBeforeItsAnswer_mayStillBeThere() throws IOException {
        Files.createDirectories(place.path().getParent());
        try (ServerSocketChannel watch = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            watch.bind(UnixDomainSocketAddress.of(place.path()));
            ControlClient client = call();
            try (SocketChannel guest = watch.accept()) {
                guest.shutdownOutput();
                assertThrows(EOFException.class, client::stop);
            }
        }
    }

    @Test
    void socket_isItsUsersAlone() throws IOException {
        serve();
        Path socket = place.path();
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
    }

    @Test
    void otherUser_isSeen() throws IOException {
        serve();
        Path other = Path.of("/");
        if (Precondition.isRoot()) {
            other = Files.createFile(directory.resolve("other"));
            Files.setOwner(
                    other,
                    other.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("nobody"));
        }
        assertTrue(SameUser.isAt(connect(), place.path()));
        assertFalse(SameUser.isAt(connect(), other));
    }

    @Test
    void nobody_isSaid() throws IOException {
        assertThrows(ControlClient.NobodyException.class, this::call);
        serve().close();
        assertThrows(ControlClient.NobodyException.class, this::call);
        assertFalse(Files.exists(place.path()));
    }

    @Test
    void staleSocket_isReplaced_andNothingElse() throws IOException {
        serve().close();
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(place.path()));
        }
        assertTrue(Files.exists(place.path()));
        assertThrows(ControlClient.NobodyException.class, this::call);
        ControlServer server = serve();
        answersStill();
        assertThrows(IOException.class, this::serve);
        answersStill();
        server.close();
        Files.writeString(place.path(), "mine");
        assertThrows(IOException.class, this::serve);
        assertEquals("mine", Files.readString(place.path()));
    }

    @Test
    void silentWatch_isGivenUp() throws IOException {
        serve().close();
        try (ServerSocketChannel hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hung.bind(UnixDomainSocketAddress.of(place.path()));
            ControlClient client = call();
            client.setPatience(Duration.ofMillis(50));
            assertThrows(ControlClient.SilentException.class, client::status);
        }
    }

    @Test
    void garbage_isRefused() throws IOException {
        serve();
        String refused = "{\"error\":\"a request is not understood\",\"ok\":false}\n";
        assertEquals(refused, answerTo("\u0000\u0001{{{\n"));
        assertEquals(refused, answerTo("[1]\n"));
        assertEquals(refused, answerTo("\n"));
        assertEquals(refused, answerTo("[".repeat(4000) + "\n"));
        assertEquals(
                "{\"error\":\"a request is not known\",\"ok\":false}\n",
                answerTo("{\"do\":\"format\"}\n"));
        assertEquals(
                "{\"error\":\"a request is not known\",\"ok\":false}\n", answerTo("{\"do\":1}\n"));
        answersStill();
    }

    @Test
    void hugeLine_isRefused() throws IOException {
        serve();
        String answer = answerTo("x".repeat(ControlServer.REQUEST_MAX + 1));
        assertEquals("{\"error\":\"a request is too long\",\"ok\":false}\n", answer);
        answerTo("x".repeat(10_000_000));
        answersStill();
    }

    @Test
    void hugeAnswer_isRefused() throws Exception {
        serve().close();
        try (ServerSocketChannel strange = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            strange.bind(UnixDomainSocketAddress.of(place.path()));
            ControlClient client = call();
            SocketChannel guest = strange.accept();
            open.add(guest);
            ByteBuffer endless =
                    ByteBuffer.wrap("x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8));
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    while (guest.write(endless.rewind()) >= 0) {
                                        Thread.onSpinWait();
                                    }
                                } catch (IOException e) {
                                    // the client has had enough
                                }
                            });
            IOException refused = assertThrows(IOException.class, client::status);
            assertEquals("an answer is too long", refused.getMessage());
        }
    }

    @Test
    void idleConnections_keepNobodyOut() throws IOException {
        serve();
        ControlClient client = call();
        SocketChannel first = connect();
        for (int i = 1; i < 100; i++) {
            connect();
            answersStill(); // by now it was met: of many at a time one could not talk in between
            assertEquals(watch.status, client.status()); // who talks is not closed
        }
        assertEquals(-1, first.read(ByteBuffer.allocate(1)));
    }

    @Test
    void longPath_givesWayToTheRuntimeDirectory() throws IOException {
        String state = "/" + "s".repeat(90);
        ControlPlace short1 = ControlPlace.of(state, "/run/user/1", ROOT);
        assertEquals("/run/user/1/dsync", short1.directory());
        assertFalse(short1.equals(ControlPlace.of(state + "s", "/run/user/1", ROOT)));
        IOException e = assertThrows(IOException.class, () -> ControlPlace.of(state, "", ROOT));
        assertTrue(String.valueOf(e.getMessage()).contains("too long for a socket"));
        String runtime = "/" + "r".repeat(90);
        assertThrows(IOException.class, () -> ControlPlace.of(state, runtime, ROOT));
        // printf /srv/a | sha256sum
        assertEquals(
                new ControlPlace("/s/control", "b068a6cef8334eebe19e2f82e1599894.sock"),
                ControlPlace.of("/s", "/run", ROOT));
    }
}
