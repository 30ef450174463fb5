package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.wire.Message.Reason;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that do not come to their end, and the next ones. */
final class InterruptedRunTest {
    /** What happens in the middle of a run. */
    private interface Accident {
        void happen(Scenario scenario, VirtualRun run) throws IOException;
    }

    private static Scenario scenario(long seed) throws IOException {
        Scenario scenario = new Scenario(seed).deleting();
        scenario.source
                .directory("d")
                .directory("d/e")
                .file("d/new", "new", 10)
                .file("d/e/changed", "changed content", 20)
                .file("same", "same", 30)
                .file("kind", "now a file", 40)
                .link("link", "d");
        scenario.target
                .directory("d")
                .directory("d/e")
                .directory("kind")
                .file("kind/below", "gone soon", 50)
                .file("d/e/changed", "old", 21)
                .file("same", "same", 30)
                .file("extra", "extra", 60)
                .settle();
        return scenario;
    }

    private static void atEveryStep(boolean push, Accident accident) throws IOException {
        int steps;
        try (VirtualRun whole = scenario(1).run(push).toEnd()) {
            steps = whole.steps();
        }
        assertTrue(steps > 40, "a run of " + steps + " steps");
        for (int step = 0; step < steps; step++) {
            Scenario scenario = scenario(1);
            Set<String> known = new HashSet<>();
            scenario.source.look(false).forEach((path, look) -> known.add(path + content(look)));
            scenario.target.look(false).forEach((path, look) -> known.add(path + content(look)));
            try (VirtualRun run = scenario.run(push)) {
                run.go(step);
                accident.happen(scenario, run);
            }
            for (Map.Entry<String, String> there : scenario.target.look(false).entrySet()) {
                String path = there.getKey();
                assertTrue(
                        path.contains(".dsync-")
                                || known.contains(path + content(there.getValue())),
                        "after step " + step + ": " + there);
            }
            try (VirtualRun again = scenario.run(push).toEnd()) {
                Ending.Done done =
                        assertInstanceOf(Ending.Done.class, again.ending(), "after step " + step);
                assertEquals(0, done.problems(), "after step " + step);
            }
            assertEquals(scenario.source.look(), scenario.target.look(), "after step " + step);
            assertEquals(
                    0,
                    scenario.from.openHandles() + scenario.to.openHandles(),
                    "after step " + step);
        }
    }

    /** Without what is set after something has its name, and set again by the next run. */
    private static String content(String look) {
        return look.startsWith("SYMLINK") ? look.substring(look.lastIndexOf(' ')) : look;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void powerCutOfTheTargetAtAnyStep_leavesOldOrNewAndIsRepaired(boolean push) throws IOException {
        atEveryStep(push, (scenario, _) -> scenario.to.powerCut());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionLostAtAnyStep_leavesOldOrNewAndIsRepaired(boolean push) throws IOException {
        atEveryStep(
                push,
                (_, run) -> {
                    run.disconnect();
                    run.toEnd();
                    assertTrue(
                            run.ending() instanceof Ending.Lost
                                    || run.ending() instanceof Ending.Done,
                            run.ending().toString());
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancelledAtAnyStep_endsBothAndIsRepaired(boolean push) throws IOException {
        atEveryStep(
                push,
                (_, run) -> {
                    run.dialler().tell(new dev.dsync.engine.machine.Event.Cancelled());
                    run.toEnd();
                    boolean done = run.ending() instanceof Ending.Done;
                    assertTrue(
                            done || run.ending() instanceof Ending.Cancelled,
                            run.ending().toString());
                });
    }

    @Test
    void fullDisk_endsTheRunAndTheNextOneGoesThrough() throws IOException {
        Scenario scenario = new Scenario(2);
        scenario.source.file("a", new byte[1000], 0644, new Timestamp(5, 5));
        scenario.source.file("big", bytes(100_000), 0644, new Timestamp(5, 5));
        scenario.to.setCapacityBytes(20_000);
        try (VirtualRun run = scenario.push().toEnd()) {
            Ending.Refused here = assertInstanceOf(Ending.Refused.class, run.ending());
            Ending.Refused there = assertInstanceOf(Ending.Refused.class, run.listenerEnding());
            assertEquals(List.of(Reason.NO_SPACE, true), List.of(here.reason(), here.byPeer()));
            assertEquals(List.of(Reason.NO_SPACE, false), List.of(there.reason(), there.byPeer()));
        }
        scenario.to.setCapacityBytes(Long.MAX_VALUE);
        try (VirtualRun run = scenario.push().toEnd()) {
            assertInstanceOf(Ending.Done.class, run.ending());
        }
        assertEquals(scenario.source.look(), scenario.target.look());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + 1);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE", "RENAME"})
    void faultOnOneFile_isAProblemAndTheRunGoesOn(String operation) throws IOException {
        Scenario scenario = new Scenario(3);
        for (int i = 0; i < 70; i++) {
            scenario.source.file("f" + i, "content " + i, 100 + i);
        }
        Name staged = Stage.nameFor(Name.literal("f7"), 9, new Timestamp(107, 5));
        scenario.to.setFaults(
                (op, name) -> {
                    if (op == Operation.valueOf(operation) && name != null && name.equals(staged)) {
                        throw new FsException(FsException.Reason.INPUT_OUTPUT);
                    }
                });
        try (VirtualRun run = scenario.push().toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(1, done.problems());
        }
        scenario.to.setFaults((_, _) -> {});
        assertEquals(69, scenario.target.look().size(), scenario.target.look()::toString);
        List<Problem> problems =
                scenario.told.stream()
                        .filter(SyncEvent.Settled.class::isInstance)
                        .flatMap(event -> ((SyncEvent.Settled) event).items().stream())
                        .filter(Item.Failed.class::isInstance)
                        .map(item -> ((Item.Failed) item).problem())
                        .toList();
        problems.forEach(problem -> assertEquals(RelPath.literal("f7"), problem.path()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bigFileThatCannotBeBuilt_isAProblemThoughAllOfItComes(boolean push) throws IOException {
        Scenario scenario = new Scenario(4);
        scenario.source.file("big", bytes(5_000_000), 0644, new Timestamp(5, 5));
        scenario.source.file("small", "content", 100);
        Name staged = Stage.nameFor(Name.literal("big"), 5_000_000, new Timestamp(5, 5));
        scenario.to.setFaults(
                (op, name) -> {
                    if (op == Operation.CREATE && name != null && staged.equals(name)) {
                        throw new FsException(FsException.Reason.READ_ONLY);
                    }
                });
        try (VirtualRun run = scenario.run(push).toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(1, done.problems());
        }
        assertEquals(Set.of("small"), scenario.target.look().keySet());
    }
}
