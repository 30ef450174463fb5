package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --backup} keeps, however a run ends. */
final class BackupsTest {
    private static final Set<Operation> NAMING =
            Set.of(Operation.LINK, Operation.RENAME, Operation.REMOVE, Operation.CREATE);

    private static final List<String> RULES = List.of("-r *~");

    private static Policy.Writing keepingIn(String directory) {
        return new Policy.Writing(
                Optional.of(
                        directory.isEmpty()
                                ? new Policy.Backup("~", null)
                                : new Policy.Backup("", TypedPath.literal(directory))),
                Optional.empty(),
                false,
                false,
                false,
                false);
    }

    private static Scenario scenario(String directory) throws IOException {
        Scenario scenario = new Scenario(7).deleting();
        scenario.source.directory("d").file("d/f", "new content", 100).link("l", "new");
        scenario.target
                .directory("d")
                .file("d/f", "old content", 50)
                .file("d/extra", "extra content", 50)
                .link("l", "old link");
        new MemoryTree(scenario.to, "kept").directory("d").file("d/f", "kept before", 10);
        scenario.target.settle();
        scenario.policy = scenario.policy.with(keepingIn(directory));
        scenario.scope = new Scope(true, false, false, false, RULES); // as -b adds them
        return scenario;
    }

    private static String all(Scenario scenario) throws IOException {
        return scenario.target.look() + "\n" + new MemoryTree(scenario.to, "kept").look();
    }

    @ParameterizedTest
    @CsvSource({"'', false", "../kept, false", "'', true", "../kept, true"})
    void whateverOperationIsTheLast_nothingIsLost(String directory, boolean linkless)
            throws IOException {
        boolean whole = false;
        for (int operations = 0; !whole; operations++) {
            assertTrue(operations < 200, "it never ends");
            Scenario scenario = scenario(directory);
            int[] left = {operations};
            scenario.to.setFaults(
                    (op, _) -> {
                        if (linkless && op == Operation.LINK) {
                            throw new FsException(FsException.Reason.NOT_PERMITTED);
                        }
                        if (NAMING.contains(op) && left[0]-- <= 0) {
                            throw new FsException(FsException.Reason.INPUT_OUTPUT);
                        }
                    });
            try (VirtualRun run = scenario.push().toEnd()) {
                whole = run.ending() instanceof Ending.Done done && done.problems() == 0;
            }
            scenario.to.setFaults((_, _) -> {});
            String found = all(scenario);
            for (String one : List.of("old content", "extra content", "old link")) {
                assertTrue(found.contains(one), "after " + operations + " operations: " + found);
            }
            try (VirtualRun again = scenario.push().toEnd()) {
                assertEquals(
                        0,
                        assertInstanceOf(
                                        Ending.Done.class,
                                        again.ending(),
                                        again.ending().toString())
                                .problems(),
                        "after " + operations + " operations: " + scenario.problems());
            }
            assertEquals("new content", scenario.target.read("d/f"));
            String rest = all(scenario);
            for (String one : List.of("old content", "extra content", "old link")) {
                assertTrue(rest.contains(one), "after " + operations + " operations: " + rest);
            }
            String target = scenario.target.look().toString();
            assertFalse(target.contains(".dsync-"), target);
            assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../kept"})
    void powerCutAtAnyStep_losesNothing(String directory) throws IOException {
        int steps;
        try (VirtualRun whole = scenario(directory).push().toEnd()) {
            steps = whole.steps();
        }
        for (int step = 0; step < steps; step++) {
            Scenario scenario = scenario(directory);
            try (VirtualRun run = scenario.push()) {
                run.go(step);
                scenario.to.powerCut();
            }
            String found = all(scenario);
            for (String one : List.of("old content", "extra content", "old link")) {
                assertTrue(found.contains(one), "after step " + step + ": " + found);
            }
        }
    }

    /** The directory of one backup would have the name of another. */
    @Test
    void backupOfThisRun_givesWayToNoOther() throws IOException {
        Scenario scenario = new Scenario(7).deleting();
        scenario.source.file("other", "other", 10);
        scenario.target.file("x", "one", 20).directory("x~").file("x~/y", "two", 30).settle();
        scenario.policy =
                scenario.policy.with(
                        new Policy.Writing(
                                Optional.of(new Policy.Backup("~", TypedPath.literal("../kept"))),
                                Optional.empty(),
                                false,
                                false,
                                false,
                                false));
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(1, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        MemoryTree kept = new MemoryTree(scenario.to, "kept");
        String all = scenario.target.look().toString() + kept.look();
        assertTrue(all.contains("'one'") && all.contains("'two'"), all);
        scenario.push().toEnd().close(); // which may take the place of what an earlier one kept
        assertTrue(kept.look().toString().contains("'two'"), kept.look()::toString);
    }

    @Test
    void listenerThatDoesNotHeedIt_isNotPushedTo() throws IOException {
        Scenario scenario = scenario("");
        Optional<Ending> ending =
                scenario.pushedTo(
                        Agreed.without(Message.Feature.WRITING, scenario.profile, RelPath.ROOT),
                        "a/");
        Ending.Refused refused = assertInstanceOf(Ending.Refused.class, ending.orElseThrow());
        assertEquals(Message.Reason.UNSUPPORTED, refused.reason());
    }

    @ParameterizedTest
    @CsvSource({
        "x/y, ../kept, x/kept",
        "x/y, ../../kept, kept",
        "x, kept/./deeper, x/kept/deeper",
        "., kept, kept",
        "x, .., ''",
    })
    void directoryOfAPeer_isWhatItsPathSays(String here, String typed, String path)
            throws IOException {
        assertArrayEquals(bytes(path), share().from(bytes(here), bytes(typed)));
    }

    @ParameterizedTest
    @CsvSource({"x, ../../kept", "., ..", "x, /kept", "x, y/../../../z"})
    void directoryOfAPeerOutsideTheShare_isRefused(String here, String typed) throws IOException {
        FileSystem share = share();
        FsException e =
                assertThrows(FsException.class, () -> share.from(bytes(here), bytes(typed)));
        assertEquals(FsException.Reason.OUTSIDE, e.reason());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static FileSystem share() throws IOException {
        Scenario scenario = new Scenario(1);
        Root root = scenario.to.openRoot(bytes("b"));
        return FileSystem.beneath(scenario.to, root);
    }
}
