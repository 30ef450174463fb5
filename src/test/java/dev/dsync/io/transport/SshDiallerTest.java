package dev.dsync.io.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A script stands in for ssh and what runs behind it. */
@Timeout(60)
class SshDiallerTest {
    private static final String GREET = "printf 'dsync/1\\n'\n";

    @TempDir Path folder;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private Consumer<Runnable> started = end -> {};
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stopThreads() {
        executor.shutdownNow();
        executor.close();
    }

    @Test
    void greeted_isAStreamBothWays() throws Exception {
        Connection connection = dial(GREET + "exec cat\n");
        ConnectionContractTest.send(connection, "hello");
        assertEquals("hello", ConnectionContractTest.receive(connection, 5));
        connection.closeOutput();
        assertEquals(-1, connection.read(new byte[1], 0, 1));
        assertEquals(5, connection.sent());
        assertEquals(5 + 8, connection.received());
        assertEquals("far", connection.peer());
        connection.close();
    }

    @Test
    void muchBothWays_doesNotBlock() throws Exception {
        Connection connection = dial(GREET + "exec cat\n");
        byte[] much = new byte[3_000_000];
        Future<byte[]> reading = executor.submit(() -> ConnectionContractTest.readAll(connection));
        connection.write(much, 0, much.length);
        connection.closeOutput();
        assertArrayEquals(much, reading.get());
        connection.close();
    }

    @Test
    void shell_isGivenTheArgumentsAsTheyAre() throws Exception {
        String script = GREET + "for a in \"$@\"; do printf '%s\\n' \"$a\"; done\n";
        Connection connection = dial(script);
        String said =
                new String(ConnectionContractTest.readAll(connection), StandardCharsets.UTF_8);
        assertEquals("--\nfar\ndsync serve --stdio\n", said);
        connection.close();
    }

    @Test
    void noiseBeforeTheGreeting_isHandedOn() throws Exception {
        Connection connection =
                dial("echo 'Welcome to far'; printf 'no line end'\n" + GREET + "exec cat\n");
        assertEquals(List.of("Welcome to far", "no line end"), List.copyOf(lines));
        ConnectionContractTest.send(connection, "x");
        assertEquals("x", ConnectionContractTest.receive(connection, 1));
        connection.close();
    }

    @Test
    void standardError_isHandedOnLineByLine() throws Exception {
        Connection connection = dial("echo warned >&2; printf cut >&2\n" + GREET + "exec cat\n");
        connection.close();
        assertEquals(List.of("warned", "cut"), List.copyOf(lines));
    }

    @Test
    void endedBeforeTheGreeting_leavesNoShellBehind() throws Exception {
        CompletableFuture<Runnable> end = new CompletableFuture<>();
        started = end::complete;
        Path alive = folder.resolve("alive");
        Future<Connection> dialled =
                executor.submit(
                        () ->
                                dial(
                                        "echo $$ > "
                                                + alive
                                                + ".new\n"
                                                + "mv "
                                                + alive
                                                + ".new "
                                                + alive
                                                + "\nexec sleep 60\n"));
        Eventually.eventually("it runs", Duration.ofSeconds(30), () -> Files.exists(alive));
        ProcessHandle shell =
                ProcessHandle.of(Long.parseLong(Files.readString(alive).strip())).orElseThrow();
        end.get().run();
        ExecutionException failure = assertThrows(ExecutionException.class, dialled::get);
        assertInstanceOf(TransportException.Aborted.class, failure.getCause());
        Eventually.eventually("it is gone", Duration.ofSeconds(30), () -> !shell.isAlive());
    }

    @Test
    void endedAfterTheGreeting_isNoLongerTheDiallersBusiness() throws Exception {
        CompletableFuture<Runnable> end = new CompletableFuture<>();
        started = end::complete;
        Connection connection = dial(GREET + "exec cat\n");
        end.get().run();
        ConnectionContractTest.send(connection, "x");
        assertEquals("x", ConnectionContractTest.receive(connection, 1));
        connection.close();
    }

    @Test
    void exit127_isDsyncNotFound() {
        TransportException.DsyncNotFound failure =
                assertThrows(
                        TransportException.DsyncNotFound.class,
                        () -> dial("echo 'sh: dsync: not found' >&2; exit 127\n"));
        assertEquals("far", failure.peer());
        assertEquals("sh: dsync: not found", failure.stderr());
    }

    @Test
    void exit255_isSshsOwnFailure() {
        TransportException.SshFailed failure =
                assertThrows(
                        TransportException.SshFailed.class,
                        () ->
                                dial(
                                        "echo motd; echo 'Warning: new host' >&2;"
                                                + " echo 'Permission denied.' >&2; exit 255\n"));
        assertEquals(255, failure.exit());
        assertEquals("Permission denied.", failure.stderr());
    }

    @Test
    void otherExitWithoutAWord_isTold() {
        TransportException.SshFailed failure =
                assertThrows(TransportException.SshFailed.class, () -> dial("exit 3\n"));
        assertEquals(3, failure.exit());
    }

    @Test
    void otherWords_areNotDsync() {
        TransportException.NotDsync failure =
                assertThrows(
                        TransportException.NotDsync.class,
                        () -> dial("echo 'This account is not available.'; exit 1\n"));
        assertEquals(
                "This account is not available.\n",
                new String(failure.said(), StandardCharsets.UTF_8));
        assertThrows(TransportException.NotDsync.class, () -> dial("echo dsync/2\n"));
        assertThrows(TransportException.NotDsync.class, () -> dial("exit 0\n"));
    }

    @Test
    void endlessNoise_isGivenUp() {
        TransportException.NotDsync failure =
                assertThrows(TransportException.NotDsync.class, () -> dial("exec yes\n"));
        assertTrue(failure.said().length <= (64 << 10) + 8);
    }

    @Test
    void noProgram_isNotStarted() {
        SshCommand command =
                new SshCommand(List.of(folder.resolve("none").toString()), "far", "dsync");
        TransportException.ShellNotStarted failure =
                assertThrows(
                        TransportException.ShellNotStarted.class,
                        () -> new SshDialler(executor, lines::add).dial(command, started));
        assertEquals(folder.resolve("none").toString(), failure.program());
    }

    @Test
    void endWithFailure_isNoEnd() throws Exception {
        Connection connection =
                dial(GREET + "printf abc; read x; echo 'Timeout, server far.' >&2; exit 255\n");
        assertEquals("abc", ConnectionContractTest.receive(connection, 3));
        ConnectionContractTest.send(connection, "\n");
        TransportException.SshFailed failure =
                assertThrows(
                        TransportException.SshFailed.class,
                        () -> connection.read(new byte[1], 0, 1));
        assertEquals("Timeout, server far.", failure.stderr());
        connection.abort();
    }

    @Test
    void abort_endsTheChildAndWhoeverWaits() throws Exception {
        Connection connection = dial(GREET + "exec sleep 60\n");
        Future<Integer> reading = executor.submit(() -> connection.read(new byte[1], 0, 1));
        Future<Object> writing =
                executor.submit(
                        () -> {
                            connection.write(new byte[1 << 20], 0, 1 << 20);
                            return "written";
                        });
        connection.abort();
        assertThrows(
                TransportException.Aborted.class, () -> ConnectionContractTest.result(reading));
        assertThrows(
                TransportException.Aborted.class, () -> ConnectionContractTest.result(writing));
        Eventually.eventually(
                "no child is left",
                Duration.ofSeconds(30),
                () -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void servingSide_greetsAndAnswers() throws Exception {
        var toServer = new java.io.PipedOutputStream();
        var fromServer = new java.io.PipedInputStream();
        Connection served =
                StdioConnection.open(
                        new java.io.PipedInputStream(toServer),
                        new java.io.PipedOutputStream(fromServer));
        assertEquals("dsync/1\n", new String(fromServer.readNBytes(8), StandardCharsets.US_ASCII));
        toServer.write('a');
        toServer.close();
        assertEquals("a", ConnectionContractTest.receive(served, 1));
        assertEquals(-1, served.read(new byte[1], 0, 1));
        ConnectionContractTest.send(served, "bye");
        assertEquals(11, served.sent());
        served.close();
        assertEquals("bye", new String(fromServer.readAllBytes(), StandardCharsets.US_ASCII));
    }

    private Connection dial(String script) throws Exception {
        Path shell = folder.resolve("ssh stub");
        Files.writeString(shell, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwx------"));
        SshCommand command = new SshCommand(List.of(shell.toString()), "far", "dsync");
        return new SshDialler(executor, lines::add).dial(command, started);
    }
}
