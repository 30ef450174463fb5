package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two watches, and the commands that look at and steer them. */
class ControlIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int MANY = 40;

    @TempDir private Path directory;
    private WatchProcess a;
    private WatchProcess b;

    @BeforeEach
    void make() throws IOException {
        a = WatchProcess.of(directory, "a");
        b = WatchProcess.of(directory, "b");
        Files.setPosixFilePermissions(b.folder(), PosixFilePermissions.fromString("rwxr-x---"));
    }

    @AfterEach
    void end() {
        a.close();
        b.close();
    }

    private void start(String... options) throws IOException {
        b.start();
        String[] all = List.of("--peers", b.address()).toArray(String[]::new);
        String[] words = new String[all.length + options.length];
        System.arraycopy(all, 0, words, 0, all.length);
        System.arraycopy(options, 0, words, all.length, options.length);
        a.start(words);
    }

    /** At once as a whole, or what is not yet in it may be taken first. */
    private static void write(WatchProcess at, String name, String text) throws IOException {
        Path whole = Files.writeString(at.folder().resolveSibling("whole"), text);
        Files.move(whole, at.folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String names(WatchProcess at) throws IOException {
        try (var files = Files.list(at.folder())) {
            return String.join(
                    " ", files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private static void assertEnds(int exitCode, String said, Finished finished) {
        assertEquals(exitCode, finished.exitCode(), finished.stdout() + finished.stderr());
        assertTrue(
                (finished.stdout() + finished.stderr()).contains(said),
                finished.stdout() + finished.stderr());
    }

    @Test
    void statusAndWait_tellOfPeers() throws IOException {
        assertEnds(1, "none is running there; begin one", a.run("status"));
        start();
        write(a, "x", "text");
        a.synced();
        assertEquals("text", Files.readString(b.folder().resolve("x")));
        Files.createDirectory(a.folder().resolve("d"));
        assertEnds(
                0,
                "watching " + a.folder() + " as s: 1 file, 4 bytes\n",
                a.runElsewhere("status", a.folder().resolve("d").toString()));
        a.synced();
        b.synced();
        assertEnds(0, b.address() + ": connected, in sync\n", a.run("status"));
        assertEnds(0, "\"state\":\"connected\",\"inSync\":true", b.run("status", "--json"));
        assertEnds(0, "", b.run("stop"));
        assertFalse(b.isAlive() && b.ended() != 0, b.complained());
        Eventually.eventually(
                "it is missed", DEADLINE, () -> a.run("status").stdout().contains("unreachable: "));
        assertEnds(30, "not in sync after 0.5 s", a.run("wait", "--synced", "--timeout", "0.5"));
        assertEquals(
                "rwxr-x---",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(b.folder())));
    }

    @Test
    void conflict_isShownAndResolved() throws IOException {
        start();
        a.diverge(b, "r.txt");
        a.start("--peers", b.address());
        a.synced();
        Finished shown = b.run("conflicts");
        assertEnds(40, "r.sync-conflict-20200101-000000-", shown);
        assertTrue(shown.stdout().endsWith(".txt\tr.txt\n"), shown.stdout());
        assertEnds(40, "\"of\":\"r.txt\"}\n", a.run("conflicts", "--json"));
        assertEnds(0, "1 conflict; ", a.run("status"));
        b.runElsewhere("resolve", b.folder().resolve("r.txt").toString(), "--take", "remote")
                .succeeded();
        b.run("rescan").succeeded();
        Eventually.eventually("it is told", DEADLINE, () -> a.run("conflicts").exitCode() == 0);
        a.synced();
        assertEquals("r.txt", names(a));
        assertEquals("from a", Files.readString(a.folder().resolve("r.txt")));
        assertEnds(0, "", b.run("conflicts"));
    }

    @Test
    void brake_isHeldUntilApproved() throws IOException {
        start();
        for (int i = 0; i < MANY; i++) {
            write(a, "f" + i, "text");
        }
        a.synced();
        a.run("stop").succeeded();
        for (int i = 0; i < MANY; i++) {
            Files.delete(a.folder().resolve("f" + i));
        }
        a.start("--peers", b.address());
        assertEnds(0, "paused: 40 of 40 entries are gone here; ", a.run("status"));
        a.run("rescan").succeeded();
        a.run("rescan").succeeded();
        assertEnds(30, "", a.run("wait", "--synced", "--timeout", "1"));
        assertEquals(1, a.complained().lines().filter(line -> line.contains("unasked")).count());
        assertTrue(a.complained().contains("dsync approve " + a.folder()), a.complained());
        assertFalse(names(b).isEmpty());
        assertEnds(0, "approved: 40 of 40 entries are gone here\n", a.run("approve"));
        Eventually.eventually(
                "the peer asks, too", DEADLINE, () -> b.complained().contains("unasked"));
        assertFalse(names(b).isEmpty());
        assertEnds(0, "approved: 40 of 40 entries would be deleted for ", b.run("approve"));
        a.synced();
        assertEquals("", names(b));
        assertEnds(0, "watching ", b.run("status"));
        assertEnds(0, "nothing is held\n", b.run("approve"));
    }

    @Test
    void whatOneIgnores_isNeitherTakenNorMissing() throws IOException {
        start();
        write(b, ".dsyncignore", "*.o\n.dsyncignore\n");
        b.synced();
        write(a, "x.o", "from a");
        write(a, "x", "from a");
        a.synced();
        b.synced();
        assertEquals("x x.o", names(a));
        assertEquals(".dsyncignore x", names(b));
        write(b, ".dsyncignore", ".dsyncignore\n");
        Eventually.eventually(
                "it is taken, once it is not ignored any more",
                DEADLINE,
                () -> names(b).equals(".dsyncignore x x.o"));
    }

    @Test
    void roles_letOneWayPass_andIgnoredFilesStay() throws IOException {
        start("--role", "receive-only");
        write(b, ".dsyncignore", "*.o\n");
        b.synced();
        write(a, "a", "from a");
        write(b, "b", "from b");
        write(b, "b.o", "");
        b.synced();
        a.synced();
        assertEquals(".dsyncignore a b", names(a));
        assertEquals(".dsyncignore b b.o", names(b));
        a.run("stop").succeeded();
        a.start("--peers", b.address(), "--role", "send-only");
        write(b, "c", "from b");
        a.synced();
        Eventually.eventually("it is sent", DEADLINE, () -> Files.exists(b.folder().resolve("a")));
        assertEquals(".dsyncignore a b", names(a));
        assertEnds(1, "cannot use --role 'both'", a.runElsewhere("watch", "x", "--role", "both"));
    }
}
