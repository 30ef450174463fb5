package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large files that change at the source after it told what they consist of. */
final class ChangingRangesTest {
    private static final int LARGE = 1_500_000;

    private final Scenario scenario = new Scenario(1);
    private final SplittableRandom random = new SplittableRandom(9);

    ChangingRangesTest() throws IOException {}

    /** What somebody does to the source. */
    private interface Change {
        void make() throws IOException;
    }

    /** What becomes of the file. */
    enum Fate {
        REWRITTEN,
        SHORTER,
        SMALL,
        LONGER,
        TOUCHED
    }

    @AfterEach
    void nothingIsOpen() {
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }

    private void put() throws IOException {
        byte[] old = Edit.noise(LARGE, random);
        byte[] fresh = old.clone();
        for (int i = 1; i < 6; i += 2) {
            Arrays.fill(fresh, LARGE / 6 * i, LARGE / 6 * i + 10, (byte) i);
        }
        scenario.target.file("f", old, 0644, new Timestamp(1, 5));
        scenario.source.file("f", fresh, 0644, new Timestamp(2, 5)).file("other", "other", 3);
    }

    private void meet(Fate fate) throws IOException {
        Timestamp now = new Timestamp(9, 9);
        switch (fate) {
            case REWRITTEN -> scenario.source.file("f", Edit.noise(LARGE, random), 0644, now);
            case SHORTER -> scenario.source.file("f", Edit.noise(1_100_000, random), 0644, now);
            case SMALL -> scenario.source.file("f", Edit.noise(5, random), 0644, now);
            case LONGER -> scenario.source.file("f", Edit.noise(3_000_000, random), 0644, now);
            case TOUCHED ->
                    scenario.source.at("f", (directory, name) -> directory.setModified(name, now));
        }
    }

    private VirtualRun until(Class<? extends Message> said, Change change) throws IOException {
        VirtualRun run = scenario.push();
        while (run.sent(said) == 0) {
            run.step();
        }
        change.make();
        return run.toEnd();
    }

    private Ending.Done done(VirtualRun run) throws IOException {
        Ending.Done done =
                assertInstanceOf(Ending.Done.class, run.ending(), run.listenerEnding()::toString);
        run.close();
        if (scenario.source.look().containsKey("other")) {
            assertEquals("other", scenario.target.read("other"));
        }
        return done;
    }

    private void expectEqual(VirtualRun run) throws IOException {
        assertEquals(0, done(run).problems(), () -> scenario.problems().toString());
        assertEquals(scenario.source.look(), scenario.target.look());
    }

    @ParameterizedTest
    @EnumSource
    void changedBeforeItsManifestIsTold_arrivesAsItIsNow(Fate fate) throws IOException {
        put();
        expectEqual(until(Message.ManifestRequest.class, () -> meet(fate)));
    }

    @ParameterizedTest
    @EnumSource
    void changedAfterItsManifestWasTold_arrivesAsItIsNow(Fate fate) throws IOException {
        put();
        expectEqual(until(Message.Manifests.class, () -> meet(fate)));
    }

    @ParameterizedTest
    @EnumSource
    void changedWhenItsRangesAreWanted_arrivesAsItIsNow(Fate fate) throws IOException {
        put();
        expectEqual(until(Message.Fetch.class, () -> meet(fate)));
    }

    /** At each read of the file, some of which tell of it, and some of which send it. */
    @ParameterizedTest
    @EnumSource(names = {"REWRITTEN", "SHORTER"})
    void changedAtAnyRead_arrivesAsItIsNow(Fate fate) throws IOException {
        int reads = 1;
        for (int read = 1; read <= reads; read++) {
            put();
            AtomicInteger seen = new AtomicInteger();
            int when = read;
            scenario.from.setFaults(
                    (operation, _) -> {
                        if (operation == Operation.READ && seen.incrementAndGet() == when) {
                            meet(fate);
                        }
                    });
            VirtualRun run = scenario.push().toEnd();
            scenario.from.setFaults((_, _) -> {});
            expectEqual(run);
            reads = seen.get() >= when ? read + 1 : reads;
        }
        assertTrue(reads > 5, "reads: " + reads);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ManifestRequest", "Manifests", "Fetch"})
    void vanished_isAProblemOfItsOwn(String said) throws IOException {
        put();
        var before = scenario.target.look().get("f");
        VirtualRun run =
                until(
                        switch (said) {
                            case "ManifestRequest" -> Message.ManifestRequest.class;
                            case "Manifests" -> Message.Manifests.class;
                            default -> Message.Fetch.class;
                        },
                        () -> scenario.source.remove("f"));
        Ending.Done done = done(run);
        assertEquals(1, done.problems());
        assertTrue(done.vanished());
        assertEquals(Problem.Kind.VANISHED, scenario.problems().getFirst().kind());
        assertEquals(before, scenario.target.look().get("f"));
    }

    @Test
    void changingAllTheTime_isGivenUp() throws IOException {
        put();
        var before = scenario.target.look().get("f");
        AtomicInteger seen = new AtomicInteger();
        scenario.from.setFaults(
                (op, _) -> {
                    if (op == Operation.READ) {
                        int time = seen.incrementAndGet();
                        scenario.source.at(
                                "f",
                                (directory, name) ->
                                        directory.setModified(name, new Timestamp(time, 1)));
                    }
                });
        scenario.source.remove("other");
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(1, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals(
                List.of(Problem.Kind.CHANGED_WHILE_READING),
                scenario.problems().stream().map(Problem::kind).toList());
        assertEquals(before, scenario.target.look().get("f"));
    }

    /** What is wanted of it comes in portions, of which the source awaits the next. */
    private void putLong() throws IOException {
        put();
        scenario.source.at("f", ChangingRangesTest::append);
    }

    private static void append(Directory directory, Name name) throws IOException {
        try (WritableFile file = directory.openForWriting(name)) {
            file.truncate(400L << 20);
            file.setModified(new Timestamp(2, 5));
        }
    }

    /** Lets the source send some of it, then changes it; trees are compared without it. */
    private VirtualRun midway(Change change) throws IOException {
        scenario.withLatency(1_000_000);
        VirtualRun run = scenario.push();
        while (run.sent(Message.Data.class) < 4) {
            run.step();
        }
        change.make();
        return run.toEnd();
    }

    @ParameterizedTest
    @EnumSource(names = {"REWRITTEN", "SHORTER", "SMALL"})
    void changedBetweenPortions_arrivesAsItIsNow(Fate fate) throws IOException {
        putLong();
        expectEqual(midway(() -> meet(fate)));
    }

    @ParameterizedTest
    @EnumSource(names = {"REWRITTEN", "SHORTER", "SMALL"})
    void changedBeforeTheFirstPortion_arrivesAsItIsNow(Fate fate) throws IOException {
        putLong();
        scenario.withLatency(1_000_000).source.remove("other");
        expectEqual(until(Message.Fetch.class, () -> meet(fate)));
    }

    @Test
    void removedBetweenPortions_isSentAsItWasOpened() throws IOException {
        putLong();
        Ending.Done done = done(midway(() -> scenario.source.remove("f")));
        assertEquals(0, done.problems());
    }
}
