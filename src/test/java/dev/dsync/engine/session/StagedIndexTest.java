package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Stage;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run after one that was interrupted, where the index knows how far that was. */
final class StagedIndexTest {
    private static final int SIZE = 12 << 20;
    private static final Timestamp TIME = new Timestamp(1000, 5);

    private final SplittableRandom random = new SplittableRandom(12);
    private final Scenario scenario = new Scenario(12).remembering();
    private final byte[] content = Edit.noise(SIZE, random);
    private final AtomicLong reads = new AtomicLong();

    StagedIndexTest() throws IOException {
        scenario.source.file("f", content, 0644, TIME);
    }

    private String stage() {
        return Stage.nameFor(Name.literal("f"), SIZE, TIME).toString();
    }

    /** Bytes that the interrupted run has left. */
    private int interrupted() throws IOException {
        for (int steps = 30; ; steps += 10) {
            try (VirtualRun run = scenario.push()) {
                assertTrue(run.go(steps), "nothing was interrupted");
                run.disconnect();
                run.toEnd();
            }
            int length = length();
            if (length > SIZE / 3) {
                return length;
            }
        }
    }

    private int length() throws IOException {
        int[] length = new int[1];
        scenario.target.at(
                "any",
                (directory, _) -> {
                    Name staged = Name.literal(stage());
                    if (directory.names().contains(staged)) {
                        length[0] = (int) directory.stat(staged).size();
                    }
                });
        return length[0];
    }

    /** Runs to the end; the answer is what went over the wire, and counts what the target read. */
    private long run() throws IOException {
        scenario.to.setFaults(
                (operation, _) -> {
                    if (operation == Operation.READ) {
                        reads.incrementAndGet();
                    }
                });
        try (VirtualRun run = scenario.push().toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(0, done.problems(), () -> scenario.problems().toString());
            return run.bytesToListener() + run.bytesToDialler();
        } finally {
            scenario.to.setFaults((_, _) -> {});
            assertEquals(scenario.source.look(), scenario.target.look());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasTakenDown_isNeitherSentNorRead(boolean isRange) throws IOException {
        if (isRange) { // the index knows a file, so that this one is compared by its manifest
            scenario.source.file("other", Edit.noise(2 << 20, random), 0644, TIME);
            run();
            scenario.target.remove("f");
            reads.set(0);
        }
        int left = interrupted();
        long bytes = run();
        assertEquals(0, reads.get());
        assertTrue(bytes < SIZE - left + 200_000, bytes + " bytes after " + left);
    }

    @Test
    void interruptedTwice_isStillNotRead() throws IOException {
        int first = interrupted();
        try (VirtualRun run = scenario.push()) {
            while (length() < first + (2 << 20)) {
                assertTrue(run.go(1), "it came to its end");
            }
            run.disconnect();
            run.toEnd();
        }
        int left = length();
        long bytes = run();
        assertEquals(0, reads.get());
        assertTrue(bytes < SIZE - left + 200_000, bytes + " bytes after " + left);
    }

    @Test
    void stageThatWasWrittenToSince_isReadAndMended() throws IOException {
        int left = interrupted();
        byte[] junk = Edit.noise(100_000, random);
        scenario.clock.advanceTo(scenario.clock.nanos() + 1_000_000_000L);
        scenario.target.at(
                stage(),
                (directory, name) -> {
                    try (var file = directory.openForWriting(name)) {
                        file.write(left / 2, junk, 0, junk.length);
                        file.setModified(TIME);
                    }
                });
        long bytes = run();
        assertTrue(reads.get() > 0, "nothing was read");
        assertTrue(bytes < SIZE - left + 400_000, bytes + " bytes after " + left);
    }

    @Test
    void withoutAnIndex_whatIsThereIsRead() throws IOException {
        int left = interrupted();
        scenario.targetIndexes.lose();
        long bytes = run();
        assertTrue(reads.get() > 0, "nothing was read");
        assertTrue(bytes < SIZE - left + 200_000, bytes + " bytes after " + left);
    }

    @Test
    void filesThatAreNoMore_areForgottenByTheNextRunThatWritesLargeOnes() throws IOException {
        for (String name : List.of("d/a", "d/b", "gone", "kept")) {
            if (name.equals("d/a")) {
                scenario.source.directory("d");
            }
            scenario.source.file(name, Edit.noise(300_000, random), 0644, TIME);
        }
        run();
        var index = scenario.targetIndexes.of(scenario.to, "b");
        assertTrue(index.find(RelPath.literal("d/a")).isPresent());
        for (MemoryTree tree : List.of(scenario.source, scenario.target)) {
            tree.remove("d/a").remove("d/b").remove("gone");
            tree.at("d", dev.dsync.io.fs.Directory::removeDirectory);
        }
        scenario.source.file("new", Edit.noise(300_000, random), 0644, TIME);
        run();
        for (String name : List.of("d/a", "d/b", "gone")) {
            assertTrue(index.find(RelPath.literal(name)).isEmpty(), name);
        }
        for (String name : List.of("f", "kept", "new")) {
            assertTrue(index.find(RelPath.literal(name)).isPresent(), name);
        }
    }
}
