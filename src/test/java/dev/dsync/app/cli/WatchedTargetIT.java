package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes and pulls into a directory that is watched. */
class WatchedTargetIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String LISTENING = "listening on 127.0.0.1:";
    private static final int SLOW_BYTES = 1_500_000; // five seconds at the rate of slow runs

    @TempDir private Path directory;
    private Path source;
    private WatchProcess a;
    private WatchProcess b;

    @BeforeEach
    void start() throws IOException {
        a = WatchProcess.of(directory, "a");
        b = WatchProcess.of(directory, "b");
        source = directory.resolve("source");
        Files.createDirectories(source.resolve("d"));
        Files.writeString(source.resolve("f"), "one");
        Files.writeString(source.resolve("d/g"), "two");
        b.start();
        a.start("--peers", b.address());
    }

    @AfterEach
    void end() {
        a.close();
        b.close();
    }

    private static void reaches(WatchProcess peer, String name, String text) throws IOException {
        Path file = peer.folder().resolve(name);
        Eventually.eventually(
                name + " is there",
                DEADLINE,
                () -> Files.exists(file) && Files.readString(file).equals(text));
    }

    /** A watch that has its root back takes what its peer has. */
    private void worksBothWays(String name) throws IOException {
        Files.writeString(b.folder().resolve(name), "from b");
        reaches(a, name, "from b");
        Files.writeString(a.folder().resolve(name + "-a"), "from a");
        reaches(b, name + "-a", "from a");
    }

    private void assertQuiet(Finished finished) {
        assertEquals("", finished.stdout() + finished.stderr());
        assertEquals(0, finished.exitCode());
    }

    /** Names of files that are being built, some of which may come or go meanwhile. */
    private static String stages(WatchProcess at) throws IOException {
        List<String> names = new ArrayList<>();
        Files.walkFileTree(
                at.folder(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String name = file.getFileName().toString();
                        if (name.startsWith(".dsync-")) {
                            names.add(name);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return String.join(" ", names);
    }

    @Test
    void whatIsPushed_isThereAndReachesThePeer() throws IOException {
        assertQuiet(a.runElsewhere("push", source + "/", a.folder() + "/"));
        assertEquals("one", Files.readString(a.folder().resolve("f")));
        reaches(b, "d/g", "two");
        worksBothWays("after-a-push");
        Files.writeString(source.resolve("f"), "another");
        assertQuiet(a.runElsewhere("pull", source + "/", a.folder() + "/beneath/"));
        reaches(b, "beneath/f", "another");
        Files.delete(source.resolve("d/g"));
        assertQuiet(a.runElsewhere("push", "--delete", source + "/d/", a.folder() + "/beneath/d/"));
        Eventually.eventually(
                "it is deleted", DEADLINE, () -> !Files.exists(b.folder().resolve("beneath/d/g")));
        worksBothWays("after-three");
    }

    @Test
    void whatComesByShellOrTls_isTakenToo() throws IOException {
        Path script =
                Files.writeString(
                        directory.resolve("shell"),
                        "#!/bin/sh\nexec '" + Image.program() + "' serve --stdio\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertQuiet(
                a.runElsewhere(
                        "push", "-e", script.toString(), source + "/", "h:" + a.folder() + "/"));
        reaches(b, "f", "one");
        assertQuiet(
                a.runElsewhere(
                        "pull", "-e", script.toString(), "h:" + source + "/d/", a.folder() + "/"));
        reaches(b, "g", "two");
        String key = directory.resolve("key").toString();
        try (Command.Running serving =
                a.begin(
                        "serve",
                        "--share",
                        "x=" + a.folder(),
                        "--listen",
                        "127.0.0.1:0",
                        "--key-file",
                        key)) {
            serving.awaitLine(LISTENING, DEADLINE);
            String share = "dsync://127.0.0.1:" + serving.after(LISTENING) + "/x/";
            assertQuiet(b.runElsewhere("push", "--key-file", key, source + "/", share + "tls/"));
            reaches(b, "tls/d/g", "two");
        }
        worksBothWays("after-all");
    }

    private Command.Running slowly() throws IOException {
        byte[] bytes = new byte[SLOW_BYTES];
        new Random(5).nextBytes(bytes);
        Files.write(source.resolve("slow"), bytes);
        Command.Running pushing =
                a.begin("push", "--bwlimit=300", source + "/", a.folder().toString());
        Eventually.eventually("it writes", DEADLINE, () -> !stages(a).isEmpty());
        return pushing;
    }

    private void isWhole(WatchProcess at) throws IOException {
        byte[] bytes = Files.readAllBytes(source.resolve("slow"));
        Path file = at.folder().resolve("slow");
        Eventually.eventually(
                "it is whole",
                DEADLINE,
                () -> Files.exists(file) && Arrays.equals(bytes, Files.readAllBytes(file)));
    }

    @Test
    void aRunThatIsKilled_givesTheRootBack() throws IOException {
        try (Command.Running pushing = slowly()) {
            Files.writeString(b.folder().resolve("meanwhile"), "from b");
            pushing.process().destroyForcibly();
            reaches(a, "meanwhile", "from b");
        }
        worksBothWays("after-a-kill");
        assertFalse(Files.exists(a.folder().resolve("slow")));
        assertQuiet(a.runElsewhere("push", source + "/", a.folder() + "/"));
        isWhole(b);
        assertEquals("", stages(a));
    }

    @Test
    void aWatchThatIsKilled_losesNothing() throws IOException {
        try (Command.Running pushing = slowly()) {
            a.kill();
            assertQuiet(pushing.finish(DEADLINE));
        }
        isWhole(a);
        a.start("--peers", b.address());
        isWhole(b);
        worksBothWays("after-a-restart");
    }

    @Test
    void aSecondRun_keepsOutOfTheFirst_asInARootThatNobodyWatches() throws IOException {
        try (Command.Running pushing = slowly()) {
            signal("STOP", pushing); // so that it outlasts the others, however long these take
            assertBusy(a.runElsewhere("push", source + "/d/", a.folder() + "/"));
            assertQuiet(a.runElsewhere("push", source + "/d/", a.folder() + "/beneath/"));
            assertTrue(pushing.process().isAlive());
            signal("CONT", pushing);
            assertQuiet(pushing.finish(DEADLINE));
        }
        reaches(b, "beneath/g", "two");
        isWhole(b);
        worksBothWays("after-two");
        assertBusy(b.runElsewhere("push", source + "/", a.folder() + "/"));
    }

    private static void signal(String name, Command.Running to) throws IOException {
        Command.of("kill", "-" + name, to.process().pid() + "").run().succeeded();
    }

    private static void assertBusy(Finished finished) {
        assertEquals(42, finished.exitCode(), finished.stderr());
        assertTrue(finished.stderr().contains("another run writes there"), finished.stderr());
    }
}
