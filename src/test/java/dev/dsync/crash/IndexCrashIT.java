package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A push that dies at a call that writes its index: the same command finishes it, and the index
 * that is left says nothing of a file that is not so.
 */
class IndexCrashIT {
    private static final int FILES = 3;
    private static final int FILE_BYTES = 1_500_000;
    private static final int SAMPLE = 3;

    @TempDir Path directory;

    private final SplittableRandom random = new SplittableRandom(RandomKill.seed());
    private final List<byte[]> contents = new ArrayList<>();
    private int versions;

    @BeforeEach
    void prepare() throws IOException {
        Precondition.program("gcc");
        Files.createDirectories(directory.resolve("A"));
        Files.createDirectories(directory.resolve("B"));
        Files.createDirectories(directory.resolve("home"));
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[FILE_BYTES];
            random.nextBytes(content);
            contents.add(content);
        }
    }

    private Command push(String... options) {
        return Command.of(Image.program().toString(), "push", "-a", "--no-whole-file")
                .plus(options)
                .plus(directory + "/A/", directory + "/B/")
                .with("DSYNC_HOME", directory.resolve("home").toString());
    }

    private CrashPoints points() throws IOException {
        return new CrashPoints(
                directory.resolve("home"),
                Files.createDirectories(directory.resolve("scratch")),
                Optional.empty());
    }

    /** Gives every file another content. */
    private void edit() throws IOException {
        versions++;
        for (int i = 0; i < FILES; i++) {
            byte[] content = contents.get(i);
            for (int at = random.nextInt(400_000); at < FILE_BYTES; at += 400_000) {
                content[at]++;
            }
            Path file = directory.resolve("A/f" + i);
            Files.write(file, content);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + versions));
        }
    }

    /** The index has to be made anew by who opens it next. */
    private void damage() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("home"))) {
            for (Path file : files.filter(f -> f.endsWith("checkpoint")).toList()) {
                Files.write(file, new byte[0]);
            }
        }
    }

    private void kill(long call, CrashPoints.When when, boolean rebuild) throws IOException {
        if (rebuild) {
            damage();
        }
        edit();
        CrashPoints points = points();
        push().with(points.at(call, when)).run();
        String at =
                (points.killed() ? "killed " : "not killed ")
                        + when
                        + " call "
                        + call
                        + (rebuild ? " of a rebuild, " : ", ")
                        + "-Ddsync.seed="
                        + RandomKill.seed();
        Finished next = push().run();
        assertEquals(0, next.exitCode(), () -> at + ": " + next.stderr());
        for (int i = 0; i < FILES; i++) {
            byte[] built = Files.readAllBytes(directory.resolve("B/f" + i));
            assertArrayEquals(contents.get(i), built, at);
        }
        Finished check = push("-c", "-i").run();
        assertEquals("", check.stdout(), at);
        assertEquals(0, check.exitCode(), () -> at + ": " + check.stderr());
        try (Stream<Path> left = Files.list(directory.resolve("B"))) {
            assertEquals(FILES, left.count(), at);
        }
    }

    /** Calls a push makes on its index. */
    private long calls(boolean rebuild) throws IOException {
        if (rebuild) {
            damage();
        }
        edit();
        CrashPoints points = points();
        push().with(points.counting()).run().succeeded();
        assertTrue(points.counts().containsKey("rename"), points.counts()::toString);
        assertTrue(points.counts().containsKey("write"), points.counts()::toString);
        return points.total();
    }

    @Test
    void pushKilledAtSomeCallsOnItsIndex_isFinishedByTheNext() throws IOException {
        edit();
        push().run().succeeded();
        for (boolean rebuild : new boolean[] {false, true}) {
            long calls = calls(rebuild);
            for (int i = 0; i < SAMPLE; i++) {
                long call = 1 + random.nextLong(calls);
                kill(call, i % 2 == 0 ? CrashPoints.When.BEFORE : CrashPoints.When.HALF, rebuild);
            }
        }
    }

    @Test
    @Tag("exhaustive")
    void pushKilledAtAnyCallOnItsIndex_isFinishedByTheNext() throws IOException {
        edit();
        push().run().succeeded();
        for (boolean rebuild : new boolean[] {false, true}) {
            long calls = calls(rebuild);
            for (long call = 1; call <= calls; call++) {
                kill(call, CrashPoints.When.BEFORE, rebuild);
                kill(call, CrashPoints.When.HALF, rebuild);
            }
        }
    }
}
