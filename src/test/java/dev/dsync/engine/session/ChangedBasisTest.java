package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody else at work on the old file, after it was told what it is like: what was edited stays,
 * and nothing is made of bytes that are others by now.
 */
final class ChangedBasisTest {
    private static final int LARGE = 1_500_000;
    private static final Timestamp EDITED = new Timestamp(9, 9);

    private final Scenario scenario = new Scenario(1);
    private final SplittableRandom random = new SplittableRandom(7);

    ChangedBasisTest() throws IOException {}

    /** What somebody does to the target. */
    private interface Change {
        void make() throws IOException;
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
        scenario.target
                .look()
                .keySet()
                .forEach(path -> assertEquals(-1, path.indexOf(".dsync-"), path + " is left over"));
    }

    /** A file here, and there with other bytes in three places. */
    private byte[] put(String path, int size) throws IOException {
        byte[] old = Edit.noise(size, random);
        byte[] fresh = old.clone();
        for (int i = 1; i < 6; i += 2) {
            Arrays.fill(fresh, size / 6 * i, size / 6 * i + 10, (byte) i);
        }
        scenario.target.file(path, old, 0644, new Timestamp(1, 5));
        scenario.source.file(path, fresh, 0644, new Timestamp(2, 5));
        return old;
    }

    /** Runs until the target has said so much about contents, then changes something. */
    private VirtualRun run(Class<? extends Message> said, Change change) throws IOException {
        VirtualRun run = scenario.push();
        while (run.sent(said) == 0) {
            run.step();
        }
        change.make();
        return run.toEnd();
    }

    private Change overwrite(String path, byte[] old, Timestamp modified) {
        return () ->
                scenario.target.at(
                        path,
                        (directory, name) -> {
                            byte[] other = Edit.noise(old.length, random);
                            try (WritableFile file = directory.openForWriting(name)) {
                                file.write(0, other, 0, other.length);
                                file.setModified(modified);
                            }
                        });
    }

    /** The file is as it was edited, which is told. */
    private void expectKept(VirtualRun run) throws IOException {
        Ending.Done done =
                assertInstanceOf(Ending.Done.class, run.ending(), run.listenerEnding()::toString);
        assertEquals(1, done.problems());
        assertEquals(
                List.of(Problem.Kind.CHANGED_AT_TARGET),
                scenario.problems().stream().map(Problem::kind).toList());
        run.close();
        String look = String.valueOf(scenario.target.look().get("f"));
        assertTrue(look.contains(EDITED.toString()), look);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, LARGE})
    void overwrittenAfterItWasTold_isKept(int size) throws IOException {
        byte[] old = put("f", size);
        VirtualRun run = run(Message.Fetch.class, overwrite("f", old, EDITED));
        expectKept(run);
    }

    /** Time does not pass, so that no stamp shows the edit: the content has to. */
    @Test
    void overwrittenUnnoticed_comesWhole() throws IOException {
        scenario.withLatency(0);
        byte[] old = put("f", 10_000);
        VirtualRun run = run(Message.Fetch.class, overwrite("f", old, new Timestamp(1, 5)));
        assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        assertEquals(2, run.sent(Message.Fetch.class));
        run.close();
        assertEquals(scenario.source.look(), scenario.target.look());
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, LARGE})
    void truncatedAfterItWasTold_isKept(int size) throws IOException {
        put("f", size);
        VirtualRun run =
                run(
                        Message.Fetch.class,
                        () -> scenario.target.file("f", new byte[5], 0644, EDITED));
        expectKept(run);
    }

    /** There is nothing to lose where it was. */
    private void expectThere(VirtualRun run) throws IOException {
        Ending.Done done =
                assertInstanceOf(Ending.Done.class, run.ending(), run.listenerEnding()::toString);
        run.close();
        assertEquals(0, done.problems());
        assertEquals(scenario.source.look(), scenario.target.look());
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, LARGE})
    void vanishedAfterItWasTold_comesWhole(int size) throws IOException {
        put("f", size);
        expectThere(run(Message.Fetch.class, () -> scenario.target.remove("f")));
    }

    /** Nothing is left that could show the edit, but for what was made of it. */
    @ParameterizedTest
    @ValueSource(ints = {10_000, LARGE})
    void overwrittenAfterItWasToldAndThenRemoved_comesWhole(int size) throws IOException {
        byte[] old = put("f", size);
        AtomicInteger syncs = new AtomicInteger();
        scenario.to.setFaults(
                (operation, _) -> {
                    if (operation == Operation.SYNC && syncs.incrementAndGet() == 1) {
                        scenario.target.remove("f");
                    }
                });
        expectThere(run(Message.Fetch.class, overwrite("f", old, EDITED)));
        assertTrue(syncs.get() > 0);
    }

    @Test
    void vanishedBeforeItIsTold_comesWhole() throws IOException {
        put("large", LARGE);
        put("small", 10_000);
        expectThere(
                run(Message.Planned.class, () -> scenario.target.remove("large").remove("small")));
    }

    /** At each read of the old file, of which there are some to tell and some to copy. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void changedAtAnyRead_isKeptAndEndsNoRun(boolean truncated) throws IOException {
        int reads = 1;
        for (int read = 1; read <= reads; read++) {
            Scenario one = new Scenario(read);
            byte[] old = Edit.noise(LARGE, random);
            byte[] fresh = old.clone();
            for (int i = 1; i < 6; i += 2) {
                Arrays.fill(fresh, LARGE / 6 * i, LARGE / 6 * i + 10, (byte) i);
            }
            one.target.file("f", old, 0644, new Timestamp(1, 5));
            one.source.file("f", fresh, 0644, new Timestamp(2, 5));
            one.source.file("other", "other", 3);
            AtomicInteger seen = new AtomicInteger();
            int when = read;
            one.to.setFaults(
                    (operation, _) -> {
                        if (operation == Operation.READ && seen.incrementAndGet() == when) {
                            if (truncated) {
                                one.target.file("f", new byte[100], 0644, EDITED);
                            } else {
                                old[0]++;
                                one.target.file("f", old, 0644, EDITED);
                            }
                        }
                    });
            try (VirtualRun run = one.push().toEnd()) {
                int number = read;
                Ending.Done done =
                        assertInstanceOf(
                                Ending.Done.class,
                                run.ending(),
                                () -> "read " + number + ": " + run.listenerEnding());
                one.to.setFaults((_, _) -> {});
                boolean changed = seen.get() >= when;
                assertEquals(changed ? 1 : 0, done.problems(), "read " + read);
                assertEquals("other", one.target.read("other"));
                assertEquals(
                        changed,
                        String.valueOf(one.target.look().get("f")).contains(EDITED.toString()),
                        "read " + read);
                reads = changed ? read + 1 : reads;
            }
            assertEquals(0, one.from.openHandles() + one.to.openHandles());
        }
        assertTrue(reads > 5, "reads: " + reads);
    }

    /** One file is asked for again while the ranges of another are being asked for. */
    @Test
    void fileAskedForAgain_waitsForTheRangesOfAnother() throws IOException {
        scenario.withLatency(1_000_000);
        byte[] old = put("a", LARGE);
        byte[] noise = Edit.noise(LARGE, random);
        scenario.target.file("b", noise, 0644, new Timestamp(1, 5));
        scenario.source.file("b", noise, 0644, new Timestamp(2, 5));
        scenario.source.at(
                "b",
                (directory, name) -> {
                    try (WritableFile file = directory.openForWriting(name)) {
                        file.truncate(400L << 20);
                        file.setModified(new Timestamp(2, 5));
                    }
                });
        VirtualRun run = run(Message.Fetch.class, overwrite("a", old, EDITED));
        Ending.Done done =
                assertInstanceOf(Ending.Done.class, run.ending(), run.listenerEnding()::toString);
        run.close();
        assertEquals(1, done.problems());
        scenario.target.remove("b").remove("a");
    }
}
