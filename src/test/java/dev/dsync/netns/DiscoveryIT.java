package dev.dsync.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that know nothing of each other find each other on their network. */
@Tag("netns")
@Tag("root")
final class DiscoveryIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TYPE = "and type: ";
    private static final String DEAF = "no network interface takes multicast";

    @TempDir private Path directory;
    private final Network network;

    DiscoveryIT() throws IOException {
        network = Network.open();
    }

    @BeforeEach
    void join() throws IOException {
        network.join("a");
        network.join("b");
    }

    @AfterEach
    void close() throws IOException {
        network.close();
    }

    private Command dsync(String machine, String... words) {
        return network.on(machine, Image.program().toString())
                .plus(words)
                .with("DSYNC_HOME", directory.resolve("home-" + machine).toString())
                .within(SOON);
    }

    private Command.Running show() throws IOException {
        Command.Running shown = dsync("a", "pair", "--share", "notes", "--name", "desktop").start();
        shown.awaitLine(TYPE, SOON);
        return shown;
    }

    private Command.Running watch(String machine, String... options) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(machine));
        Command.Running started =
                dsync(machine, "watch", folder.toString(), "--share", "notes")
                        .plus("--name", machine)
                        .plus(options)
                        .start();
        started.awaitLine("listening on ", SOON);
        return started;
    }

    private void pair() throws IOException {
        try (Command.Running shown = show()) {
            dsync("b", "pair", "--name", "laptop").fed(shown.after(TYPE) + "\n").run().succeeded();
            shown.finish(SOON).succeeded();
        }
    }

    private String peersSeenBy(String machine, String... options) throws IOException {
        return dsync(machine, "peers").plus(options).run().succeeded().stdout();
    }

    @Test
    void pairedByChannel_areSeen_andSyncWithoutAName() throws IOException {
        pair();
        try (Command.Running a = watch("a", "--peers", "auto");
                Command.Running b = watch("b", "--peers", "10.73.0.99,auto")) {
            Files.writeString(directory.resolve("a/file"), "from a");
            Path there = directory.resolve("b/file");
            Eventually.eventually("it gets there", SOON, () -> Files.exists(there));
            assertEquals("from a", Files.readString(there));
            Pattern seen =
                    Pattern.compile(
                            "desktop \\([A-Z2-7]{7}\\): paired for notes \\(read and write\\); at "
                                    + Pattern.quote(network.address("a"))
                                    + ":22001, dsync \\S+, has notes\\n");
            Eventually.eventually(
                    "a is seen", SOON, () -> seen.matcher(peersSeenBy("b")).matches());
            AtomicReference<String> last = new AtomicReference<>("");
            Eventually.eventually(
                    "b is seen",
                    SOON,
                    () -> {
                        last.set(peersSeenBy("a", "--json"));
                        return last.get().contains("\"seen\":true");
                    });
            String json = last.get();
            assertTrue(json.startsWith("{\"v\":1,\"event\":\"peer\",\"name\":\"laptop\""), json);
            assertTrue(json.contains("\"common\":[\"notes\"]"), json);
            assertEquals("", a.stderrSoFar());
            assertFalse(b.stderrSoFar().contains("itself"), b::stderrSoFar);
            assertFalse(b.stderrSoFar().contains("SLF4J"), b::stderrSoFar);
        }
    }

    @Test
    void strangersMachine_isSeenWithoutItsShares() throws IOException {
        dsync("a", "key", "new", "notes").run().succeeded();
        dsync("b", "key", "new", "notes").run().succeeded();
        try (Command.Running a = watch("a")) {
            AtomicReference<String> last = new AtomicReference<>("");
            Eventually.eventually(
                    "it is seen",
                    SOON,
                    () -> {
                        last.set(peersSeenBy("b"));
                        return !last.get().isEmpty();
                    });
            String seen = last.get();
            assertTrue(seen.contains("not paired; at " + network.address("a")), seen);
            assertFalse(seen.contains("notes"), seen);
            assertTrue(a.process().isAlive());
        }
        try (Command.Running silent = watch("a", "--no-announce")) {
            assertEquals("", peersSeenBy("b"));
            assertTrue(silent.process().isAlive());
        }
    }

    private Command.Running impostor(String words) throws IOException {
        network.join("c");
        Command.Running impostor =
                network.on("c", System.getProperty("java.home") + "/bin/java", "-cp")
                        .plus(System.getProperty("java.class.path"), Impostor.class.getName())
                        .plus(words)
                        .start();
        impostor.awaitLine("listening", SOON);
        return impostor;
    }

    @Test
    void announcementThatIsRepeatedByAnother_leadsNowhere() throws IOException {
        pair();
        try (Command.Running impostor = impostor("watch");
                Command.Running a = watch("a");
                Command.Running b = watch("b", "--peers", "auto")) {
            impostor.awaitLine("announced", SOON); // as a
            impostor.awaitLine("dialled", SOON); // b falls for it
            b.awaitLine("it is not paired for it", SOON);
            impostor.awaitLine("said", SOON);
            assertFalse(impostor.stdoutSoFar().contains("said 1"), impostor.stdoutSoFar());
            Files.writeString(directory.resolve("a/file"), "from a");
            Path there = directory.resolve("b/file");
            Eventually.eventually("a and b sync", SOON, () -> Files.exists(there));
            assertTrue(a.process().isAlive());
        }
    }

    @Test
    void codeThatIsAnnouncedByAnother_isOfNoUseToIt() throws IOException {
        try (Command.Running impostor = impostor("pair");
                Command.Running shown = show()) {
            impostor.awaitLine("announced", SOON); // that it shows the code
            Finished joined = dsync("b", "pair").fed(shown.after(TYPE) + "\n").run().succeeded();
            assertTrue(joined.stdout().contains(" desktop\n"), joined.stdout());
        }
    }

    @Test
    void withoutMulticast_thatIsSaid_untilThereIsSome() throws IOException {
        pair();
        network.on("a", "ip", "link", "set", "eth0", "multicast", "off").run().succeeded();
        Finished peers = dsync("a", "peers").run().succeeded();
        assertTrue(peers.stdout().startsWith("laptop "), peers.stdout());
        assertTrue(peers.stderr().contains(DEAF + "; name them by HOST:PORT"), peers.stderr());
        Finished lost = dsync("a", "pair").fed("123 acid zinc zoo\n").run();
        assertEquals(10, lost.exitCode(), lost.stderr());
        try (Command.Running a = watch("a", "--peers", "auto");
                Command.Running b = watch("b")) {
            a.awaitLine(DEAF, SOON);
            network.on("a", "ip", "link", "set", "eth0", "multicast", "on").run().succeeded();
            a.awaitLine(network.address("b") + ": linked", SOON);
            assertTrue(b.process().isAlive());
        }
    }

    @Test
    void channelThatNobodyHas_isSaid() throws IOException {
        Finished lost = dsync("b", "pair").fed("123 acid zinc zoo\n").run();
        assertEquals(35, lost.exitCode(), lost.stderr());
        assertTrue(lost.stderr().contains("cannot find a machine that shows a code under 123"));
    }

    @Test
    void avahi_seesIt() throws IOException {
        Path browse = Precondition.program("avahi-browse");
        Path daemon = Precondition.program("avahi-daemon");
        Path bus = Precondition.program("dbus-daemon");
        dsync("a", "key", "new", "notes").run().succeeded();
        Path config = directory.resolve("avahi.conf");
        Files.writeString(config, "[server]\nuse-ipv4=yes\nuse-ipv6=no\nenable-dbus=yes\n");
        Path script = directory.resolve("browse.sh");
        Files.writeString(
                script,
                String.join(
                        "\n",
                        "mount -t tmpfs none /run && mkdir -p /run/dbus /run/avahi-daemon",
                        bus + " --system --nofork --nopidfile & bus=$!",
                        "until [ -S /run/dbus/system_bus_socket ]; do sleep 0.1; done",
                        daemon + " -f " + config + " --no-drop-root --no-rlimits --no-chroot &",
                        "avahi=$!; for i in $(seq 30); do sleep 1",
                        browse + " -rpt _dsync._tcp && break; done",
                        "kill $avahi $bus\n"));
        try (Command.Running a = watch("a")) {
            Eventually.eventually(
                    "avahi-browse sees it",
                    SOON,
                    () -> {
                        String seen =
                                network.on("b", "unshare", "-m", "sh", script.toString())
                                        .within(SOON)
                                        .run()
                                        .stdout();
                        return seen.contains(";22001;") && seen.contains("\"name=a\"");
                    });
            assertTrue(Objects.requireNonNull(a.process()).isAlive());
        }
    }
}
