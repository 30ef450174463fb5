package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run after one that was interrupted while a large file came in. */
final class GoingOnTest {
    private static final int SIZE = 6 << 20;
    private static final Timestamp TIME = new Timestamp(1000, 5);

    private final SplittableRandom random = new SplittableRandom(11);
    private final Scenario scenario = new Scenario(11);
    private final byte[] content = Edit.noise(SIZE, random);

    GoingOnTest() throws IOException {
        scenario.source.file("f", content, 0644, TIME);
    }

    /** Makes what an interrupted run would have left of the file. */
    private void stage(byte[] bytes, int length) throws IOException {
        stage("f", SIZE, bytes, length);
    }

    private void stage(String name, int size, byte[] bytes, int length) throws IOException {
        try (Root root = scenario.to.openRoot("/b".getBytes(StandardCharsets.UTF_8));
                Directory directory = root.open(RelPath.ROOT);
                WritableFile file =
                        directory.createFile(Stage.nameFor(Name.literal(name), size, TIME))) {
            file.write(0, bytes, 0, length);
        }
    }

    /** Does something to the stage of the large file. */
    private void atStage(MemoryTree.Change change) throws IOException {
        scenario.target.at(Stage.nameFor(Name.literal("f"), SIZE, TIME).toString(), change);
    }

    private long run(boolean push) throws IOException {
        try (VirtualRun run = scenario.run(push).toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(0, done.problems(), () -> scenario.problems().toString());
            assertEquals(scenario.source.look(), scenario.target.look());
            return run.bytesToListener() + run.bytesToDialler();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 5000000", "false, 5000000", "true, 6291456", "false, 100", "true, 0"})
    void whatIsThere_isNotSentAgain(boolean push, int length) throws IOException {
        stage(content, length);
        long bytes = run(push);
        assertTrue(bytes < SIZE - length + 150_000, bytes + " bytes");
    }

    @Test
    void junkInWhatIsThere_isReplaced() throws IOException {
        byte[] junk = content.clone();
        for (int at = 1_000_000; at < 1_200_000; at++) {
            junk[at] = 0;
        }
        stage(Edit.noise(SIZE + 500_000, random), SIZE + 500_000);
        run(true);
        scenario.target.remove("f");
        stage(junk, 4_000_000);
        long bytes = run(true);
        assertTrue(bytes < SIZE - 4_000_000 + 500_000, bytes + " bytes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void smallFilesThatAreComplete_areNotSentAgain(boolean push) throws IOException {
        for (int i = 0; i < 100; i++) {
            byte[] small = Edit.noise(3_000 + i, random);
            scenario.source.file("small" + i, small, i % 2 == 0 ? 0644 : 0444, TIME);
            stage("small" + i, small.length, small, small.length);
        }
        byte[] middle = Edit.noise(900_000, random);
        scenario.source.file("middle", middle, 0444, TIME);
        stage("middle", middle.length, middle, middle.length);
        stage(content, SIZE);
        long bytes = run(push);
        assertTrue(bytes < 30_000, bytes + " bytes");
    }

    @Test
    void smallFilesThatAreNoneOfIt_areMadeAnew() throws IOException {
        byte[] small = Edit.noise(3_000, random);
        for (String name : List.of("less", "more", "other", "right")) {
            scenario.source.file(name, small, 0644, TIME);
        }
        stage("less", 3_000, small, 2_999);
        stage("more", 3_000, Edit.noise(3_001, random), 3_001);
        stage("other", 3_000, Edit.noise(3_000, random), 3_000);
        stage("right", 3_000, small, 3_000);
        stage(content, SIZE);
        long bytes = run(true);
        assertTrue(bytes > 9_000 && bytes < 12_000, bytes + " bytes");
    }

    @Test
    void whatSomebodyElseHasMade_isNotBelieved() throws IOException {
        byte[] small = Edit.noise(30_000, random);
        scenario.source.file("small", small, 0644, TIME);
        stage("small", small.length, small, small.length);
        Name staged = Stage.nameFor(Name.literal("small"), small.length, TIME);
        scenario.target.at(staged.toString(), (directory, name) -> directory.setOwner(name, 7, 7));
        stage(content, SIZE);
        atStage((directory, name) -> directory.setOwner(name, 7, 7));
        long bytes = run(true);
        assertTrue(bytes > SIZE + small.length, bytes + " bytes");
    }

    @Test
    void whatWasGivenItsOwnerAlready_isGoneOnWith() throws IOException {
        scenario.source.at("f", (directory, name) -> directory.setOwner(name, 7, 7));
        stage(content, SIZE);
        atStage((directory, name) -> directory.setOwner(name, 7, 7));
        long bytes = run(true);
        assertTrue(bytes < 150_000, bytes + " bytes");
    }

    /** Refuses to open the stage again after it was read, until its mode is set, or for ever. */
    private void refuse(boolean forEver) {
        Name staged = Stage.nameFor(Name.literal("f"), SIZE, TIME);
        AtomicInteger opened = new AtomicInteger();
        scenario.to.setFaults(
                (operation, name) -> {
                    if (operation == Operation.SET_ATTRIBUTES
                            && Objects.equals(staged, name)
                            && !forEver) {
                        opened.set(-1_000_000);
                    } else if (operation == Operation.OPEN_FILE
                            && Objects.equals(staged, name)
                            && opened.incrementAndGet() > 1) {
                        throw new FsException(FsException.Reason.ACCESS_DENIED);
                    }
                });
    }

    @Test
    void whatWasMadeUnwritable_isGoneOnWith() throws IOException {
        stage(content, SIZE);
        atStage((directory, name) -> directory.setMode(name, 0444));
        refuse(false);
        long bytes = run(true);
        assertTrue(bytes < 150_000, bytes + " bytes");
    }

    @Test
    void whatCannotBeWrittenTo_isMadeAnew() throws IOException {
        stage(content, SIZE);
        refuse(true);
        long bytes = run(true);
        assertTrue(bytes > SIZE, bytes + " bytes");
    }

    @Test
    void whatHasAnotherName_isNotWrittenTo() throws Exception {
        byte[] other = Edit.noise(SIZE, random);
        System.arraycopy(content, 0, other, 0, SIZE / 2);
        scenario.target.file("kept", other, 0644, TIME);
        RelPath stage = RelPath.ROOT.child(Stage.nameFor(Name.literal("f"), SIZE, TIME));
        scenario.target.link(RelPath.literal("kept"), stage);
        scenario.source.file("kept", other, 0644, TIME);
        run(true);
        assertArrayEquals(other, scenario.target.bytes("kept"));
    }

    @Test
    void interruptedRun_isGoneOnWith() throws IOException {
        int sent = 0;
        for (int round = 0; round < 40 && sent < SIZE / 3; round++) {
            sent = interrupted(20 + 10 * round);
        }
        long left = sent;
        assertTrue(left > 0, "nothing was interrupted");
        long bytes = run(true);
        assertTrue(bytes < SIZE - left / 2, bytes + " bytes after " + left);
    }

    /** Breaks a run after so many steps; the answer is what of the file is there. */
    private int interrupted(int steps) throws IOException {
        try (VirtualRun run = scenario.run(true)) {
            if (!run.go(steps)) {
                return SIZE;
            }
            run.disconnect();
            run.toEnd();
        }
        try (Root root = scenario.to.openRoot("/b".getBytes(StandardCharsets.UTF_8));
                Directory directory = root.open(RelPath.ROOT)) {
            Name stage = Stage.nameFor(Name.literal("f"), SIZE, TIME);
            return directory.names().contains(stage) ? (int) directory.stat(stage).size() : 0;
        }
    }
}
