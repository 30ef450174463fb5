package dev.dsync.app.cli;

import static dev.dsync.io.trust.PairedDevices.Access.READ_ONLY;
import static dev.dsync.io.trust.PairedDevices.Access.READ_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.pairing.Gift;
import dev.dsync.io.pairing.PairingCode;
import dev.dsync.io.pairing.PairingGuest;
import dev.dsync.io.transport.AdmissionGate;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.transport.TlsDialler;
import dev.dsync.io.transport.TlsEndpoint;
import dev.dsync.io.transport.TlsListener;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.DeviceKey;
import dev.dsync.io.trust.PairedDevices;
import dev.dsync.io.trust.ShareKey;
import dev.dsync.io.trust.ShareName;
import dev.dsync.process.Eventually;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairServiceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ShareName NOTES = new ShareName("notes");
    private static final byte[] SOMEBODY_IS_IN_BETWEEN = {0, 0, 0, 1, 0, 4};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Cancellation cancellation = new Cancellation();
    private final DeviceKey stranger = DeviceKey.generate(new SecureRandom());
    @TempDir private Path directory;

    private PairService service(Duration validity) throws IOException {
        return service(validity, SOON);
    }

    private PairService service(Duration validity, Duration timeToAnswer) throws IOException {
        Map<String, String> environment = Map.of("DSYNC_HOME", directory.resolve("home") + "");
        Console console = new Console(out, out, environment, 0, System::nanoTime, cancellation);
        Identity identity = new Identity(FileSystem.ofThisMachine(), environment);
        Announcer announcer = new Announcer(identity, console, "desktop", false);
        return new PairService(identity, console, announcer, validity, timeToAnswer);
    }

    private static InetSocketAddress here() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private CodePrompt typed(String code) {
        Console console = new Console(out, out, Map.of(), 0, System::nanoTime, cancellation);
        byte[] bytes = (code + "\n").getBytes(StandardCharsets.UTF_8);
        return new CodePrompt(new ByteArrayInputStream(bytes), console, false);
    }

    /** Shows a code, until it is told how that ended. */
    private FutureTask<Integer> shown() throws IOException {
        PairService service = service(Duration.ofMinutes(10));
        FutureTask<Integer> shown = new FutureTask<>(() -> service.show(NOTES, false, here()));
        Thread.ofVirtual().start(shown);
        Eventually.eventually("it shows a code", SOON, () -> said().contains("good for one try"));
        return shown;
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said(String before) {
        String said = said();
        return said.substring(said.indexOf(before) + before.length()).lines().toList().getFirst();
    }

    private Connection dial(DeviceKey from) throws IOException {
        String at = said("listening on ");
        int port = Integer.parseInt(at.substring(at.lastIndexOf(':') + 1));
        return new TlsDialler(TlsEndpoint.forPairing(from), System::nanoTime)
                .dial("127.0.0.1", port, SOON);
    }

    private static Failure failure(FutureTask<?> task) {
        ExecutionException failed =
                assertThrows(ExecutionException.class, () -> task.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(ToldException.class, failed.getCause()).failure();
    }

    @Test
    void nobodyInTime_isSaid_andNoKeyIsLeftBehind() throws IOException {
        PairService service = service(Duration.ofMillis(20));
        ToldException told =
                assertThrows(ToldException.class, () -> service.show(NOTES, false, here()));
        assertEquals(ExitCode.TIMEOUT, told.failure().exitCode());
        assertTrue(told.failure().message().endsWith("pair --share notes again for a new code"));
        assertFalse(Files.exists(directory.resolve("home/keys/notes.key")));
    }

    @Test
    void interrupted_ends() throws IOException {
        cancellation.cancel();
        PairService service = service(Duration.ofMinutes(10));
        assertEquals(ExitCode.INTERRUPTED, service.show(NOTES, false, here()));
    }

    @Test
    void codeWithoutItsNumber_needsAMachine() throws IOException {
        PairService service = service(Duration.ofMinutes(10));
        assertThrows(UsageException.class, () -> service.join("", typed("acid zinc zoo")));
    }

    @Test
    void strangerWhoCriesWolf_endsNothing() throws Exception {
        FutureTask<Integer> shown = shown();
        Connection connection = dial(stranger);
        connection.write(SOMEBODY_IS_IN_BETWEEN, 0, SOMEBODY_IS_IN_BETWEEN.length);
        connection.flush();
        assertThrows(IOException.class, () -> readAll(connection), "it is hung up on");
        assertFalse(shown.isDone());
        cancellation.cancel();
        assertEquals(ExitCode.INTERRUPTED, shown.get(30, TimeUnit.SECONDS));
        assertFalse(said().contains("in between"), this::said);
    }

    private static void readAll(Connection connection) throws IOException {
        byte[] bytes = new byte[100];
        while (connection.read(bytes, 0, bytes.length) >= 0) {}
        throw new IOException("end");
    }

    @Test
    void whoTakesTheKeyAndGoes_isNamed_andIsKnown() throws Exception {
        FutureTask<Integer> shown = shown();
        PairingCode code = PairingCode.parse(said("and type: "));
        try (Connection connection = dial(stranger)) {
            PairingGuest guest = new PairingGuest(stranger.id(), "laptop", new SecureRandom());
            assertThrows(
                    IOException.class,
                    () -> guest.join(connection, code, (gift, giver) -> connection.abort()));
        }
        String told = failure(shown).message();
        assertTrue(told.contains("it may have the key of notes"), told);
        assertTrue(told.endsWith("dsync peers --forget laptop"), told);
        Path file = directory.resolve("home/peers/" + stranger.id() + ".peer");
        assertEquals(
                List.of("name laptop", "access read-write", "read-write notes"),
                Files.readAllLines(file));
        assertTrue(Files.exists(directory.resolve("home/keys/notes.key")));
    }

    @Test
    void whoSaysNothing_isNamed_andNotTakenForAnInterruption() throws Exception {
        try (TlsListener silent =
                TlsListener.open(
                        TlsEndpoint.forPairing(stranger),
                        here(),
                        AdmissionGate.Limits.STANDARD,
                        new Random(1),
                        System::nanoTime)) {
            Thread.ofVirtual().start(() -> accept(silent));
            PairService service = service(Duration.ofMinutes(10), Duration.ofMillis(500));
            String machine = "127.0.0.1:" + silent.address().getPort();
            ToldException told =
                    assertThrows(
                            ToldException.class,
                            () -> service.join(machine, typed("acid zinc zoo")));
            assertEquals(ExitCode.TIMEOUT, told.failure().exitCode());
            assertTrue(told.failure().message().contains(machine + ": it does not answer"));
        }
    }

    private static void accept(TlsListener silent) {
        try {
            silent.run(task -> Thread.ofVirtual().start(task), new Silence());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Says nothing to whoever comes. */
    private static final class Silence implements TlsListener.Handler {
        @Override
        public void stalled(IOException why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void handle(TlsListener.Arrival arrival) {
            arrival.authenticated();
        }

        @Override
        public void failed(TransportException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void nameThatAShellWouldRead_isQuoted() {
        ShareName share = new ShareName("x; evil|'sh'");
        Gift gift = new Gift("laptop", share, ShareKey.generate(new SecureRandom()));
        PeerAddress machine = new PeerAddress("fe80::1", 22_001);
        String inner = "x; evil|'\\''sh'\\''";
        String quoted = "'" + inner + "'";
        assertEquals(
                "next: dsync watch DIR --share " + quoted + " --peers '[fe80::1]'\n",
                PairMessages.nextOfGuest(gift, machine, machine.machine()));
        assertEquals(
                "next: dsync watch DIR --share " + quoted + "\n",
                PairMessages.nextOfHost(gift, ""));
        Gift reading = new Gift("laptop", share, gift.key().readOnly());
        assertEquals(
                "next: dsync pull '[fe80::1]::" + inner + "/' DIR\n",
                PairMessages.nextOfGuest(reading, machine, ""));
        assertEquals(
                "next: dsync serve --share " + quoted + "=DIR\n",
                PairMessages.nextOfHost(reading, ""));
        String anew = PairMessages.ofNobody(share).message();
        assertTrue(anew.contains("pair --share " + quoted + " again"), anew);
    }

    @Test
    void limitThatWasSetBefore_isSaid() {
        Gift gift = new Gift("laptop", NOTES, ShareKey.generate(new SecureRandom()));
        PairedDevices.Device laptop =
                new PairedDevices.Device(
                        stranger.id(), "laptop", READ_WRITE, Map.of(NOTES, READ_WRITE));
        String usual = PairMessages.paired(gift, stranger.id(), "desktop", laptop);
        assertFalse(usual.contains("only read"), usual);
        String limited =
                PairMessages.paired(gift, stranger.id(), "desktop", laptop.limitedTo(READ_ONLY));
        assertTrue(limited.contains("it may only read here"), limited);
        assertTrue(limited.contains("dsync peers --read-write laptop\n"), limited);
    }
}
