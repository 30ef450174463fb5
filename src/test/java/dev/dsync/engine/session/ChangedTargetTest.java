package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else at work in the target while a run goes on. */
final class ChangedTargetTest {
    /** Which rename it is that swaps two names; the one before says that they will. */
    private static final int SWAP = 2;

    private final Scenario scenario = new Scenario(1);

    ChangedTargetTest() throws IOException {
        scenario.source.file("f", "from the source", 10);
        scenario.target.file("f", "as listed", 9).file("extra", "extra", 8);
    }

    /** What somebody does to the target. */
    private interface Edit {
        void make() throws IOException;
    }

    /** Once, just before the target does this for the first time. */
    private void before(Operation operation, Edit edit) {
        AtomicBoolean made = new AtomicBoolean();
        scenario.to.setFaults(
                (op, _) -> {
                    if (op == operation && !made.getAndSet(true)) {
                        edit.make();
                    }
                });
    }

    private void pushWithOneChanged() throws IOException {
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(
                    1,
                    assertInstanceOf(Ending.Done.class, run.ending()).problems(),
                    scenario.told::toString);
        }
        List<Problem.Kind> kinds =
                scenario.told.stream()
                        .filter(SyncEvent.Settled.class::isInstance)
                        .flatMap(event -> ((SyncEvent.Settled) event).items().stream())
                        .filter(Item.Failed.class::isInstance)
                        .map(item -> ((Item.Failed) item).problem().kind())
                        .toList();
        assertEquals(List.of(Problem.Kind.CHANGED_AT_TARGET), kinds);
        scenario.target
                .look()
                .keySet()
                .forEach(path -> assertEquals(-1, path.indexOf(".dsync-"), path + " is left over"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_REPLACE", "EXCHANGE", "REPLACE"})
    void editedBeforeTheRecheck_isKept(RenameMode missing) throws IOException {
        if (missing != RenameMode.REPLACE) {
            scenario.to.without(missing);
        }
        before(Operation.SYNC, () -> scenario.target.file("f", "edited here", 99));
        pushWithOneChanged();
        assertEquals("edited here", scenario.target.read("f"));
    }

    /** Nor does it get the mode of the directory that could not take its place. */
    @Test
    void editedBeforeADirectoryTakesItsPlace_isKeptAsItIs() throws IOException {
        scenario.source.remove("f").directory("f").file("f/below", "from the source", 10);
        scenario.target.remove("extra");
        List<String> edited = new ArrayList<>();
        AtomicInteger looks = new AtomicInteger();
        scenario.to.setFaults(
                (op, name) -> {
                    boolean looksThere =
                            op == Operation.STAT && name != null && name.equals(Name.literal("f"));
                    if (looksThere && looks.incrementAndGet() == 2) {
                        scenario.target.file("f", "edited here", 99);
                        edited.add(scenario.target.look().get("f"));
                    }
                });
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(2, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals(edited, List.of(scenario.target.look().get("f")));
    }

    @Test
    void editedAtTheLastMoment_isPutBack() throws IOException {
        scenario.target.remove("extra");
        before(Operation.RENAME, () -> scenario.target.file("f", "edited here", 99));
        pushWithOneChanged();
        assertEquals("edited here", scenario.target.read("f"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_REPLACE", "EXCHANGE"})
    void editedWhereNamesCannotBeSwapped_isKept(RenameMode missing) throws IOException {
        scenario.target.remove("extra");
        scenario.to.without(missing);
        before(Operation.RENAME, () -> scenario.target.file("f", "edited here", 99));
        pushWithOneChanged();
        assertEquals("edited here", scenario.target.read("f"));
    }

    @Test
    void editThatCannotBePutBack_isNotRemoved() throws IOException {
        scenario.target.remove("extra");
        AtomicInteger renames = new AtomicInteger();
        scenario.to.setFaults(
                (op, _) -> {
                    int rename = op == Operation.RENAME ? renames.incrementAndGet() : 0;
                    if (rename == SWAP) {
                        scenario.target.file("f", "edited here", 99);
                    } else if (rename > SWAP) {
                        throw new FsException(FsException.Reason.INPUT_OUTPUT);
                    }
                });
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(1, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        scenario.to.setFaults((_, _) -> {});
        assertEquals(
                true,
                scenario.target.look().toString().contains("'edited here'"),
                scenario.target.look()::toString);
    }

    /** Edits at the first swap, and does something else at the second, which undoes it. */
    private void editThenAtThePutBack(Edit second) throws IOException {
        scenario.target.remove("extra");
        AtomicInteger renames = new AtomicInteger();
        scenario.to.setFaults(
                (op, _) -> {
                    if (op == Operation.RENAME) {
                        switch (renames.incrementAndGet()) {
                            case SWAP -> scenario.target.file("f", "edited here", 99);
                            case SWAP + 1 -> second.make();
                            default -> {}
                        }
                    }
                });
    }

    @Test
    void editThatCannotBePutBack_isNotRemovedByTheNextRunEither() throws IOException {
        editThenAtThePutBack(
                () -> {
                    throw new FsException(FsException.Reason.INPUT_OUTPUT);
                });
        for (int run = 0; run < 2; run++) {
            scenario.push().toEnd().close();
        }
        assertEquals("from the source", scenario.target.read("f"));
        String copy =
                scenario.target.look().keySet().stream()
                        .filter(path -> path.startsWith("f.sync-conflict-"))
                        .findAny()
                        .orElseThrow();
        assertEquals("edited here", scenario.target.read(copy));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void editAtTheLastMoment_outlivesTheProcess(int last) throws IOException {
        scenario.target.remove("extra");
        AtomicInteger operations = new AtomicInteger(-1);
        scenario.to.setFaults(
                (op, _) -> {
                    if (operations.get() < 0 && op == Operation.RENAME) {
                        scenario.target.file("f", "edited here", 99);
                        operations.set(0);
                    } else if (operations.get() >= 0 && operations.incrementAndGet() >= last) {
                        throw new KilledError();
                    }
                });
        VirtualRun run = scenario.push();
        assertThrows(KilledError.class, run::toEnd);
        scenario.to.setFaults((_, _) -> {});
        run.close();
        boolean displaced = !scenario.target.read("f").equals("edited here");
        scenario.push().toEnd().close();
        Map<String, String> there = scenario.target.look();
        assertTrue(String.valueOf(there.get("f")).contains("'from the source'"), there::toString);
        if (!displaced) { // then it was there when the second run looked
            assertEquals(Set.of("f"), there.keySet());
            return;
        }
        assertEquals(2, there.size(), there::toString);
        assertTrue(there.toString().contains("'edited here'"), there::toString);
        Problem told = scenario.problems().getFirst();
        assertEquals(RelPath.literal("f"), told.path());
        assertTrue(
                there.keySet().stream().anyMatch(copy -> told.reason().endsWith(" in " + copy)),
                told::reason);
    }

    /** Ends the process in which it is thrown. */
    private static final class KilledError extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void editPutBackWhereTheNewFileWasRemoved_hasItsName() throws IOException {
        editThenAtThePutBack(() -> scenario.target.remove("f"));
        pushWithOneChanged();
        assertEquals("edited here", scenario.target.read("f"));
    }

    @Test
    void secondEditWhileTheFirstIsPutBack_isKeptToo() throws IOException {
        editThenAtThePutBack(() -> scenario.target.file("f", "edited twice", 100));
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(1, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals("edited here", scenario.target.read("f"));
        assertTrue(
                scenario.target.look().toString().contains("'edited twice'"),
                scenario.target.look()::toString);
    }

    @Test
    void replacedAtTheLastMoment_isPutBack() throws IOException {
        scenario.target.remove("extra");
        before(Operation.RENAME, () -> scenario.target.remove("f").link("f", "elsewhere"));
        pushWithOneChanged();
        assertEquals(true, String.valueOf(scenario.target.look().get("f")).startsWith("SYMLINK"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_REPLACE", "EXCHANGE"})
    void appearedWhereSomethingNewComes_isKept(RenameMode missing) throws IOException {
        scenario.to.without(missing);
        scenario.target.remove("extra").remove("f");
        before(Operation.RENAME, () -> scenario.target.file("f", "edited here", 99));
        pushWithOneChanged();
        assertEquals("edited here", scenario.target.read("f"));
    }

    @Test
    void editedBeforeItsAttributesAreSet_keepsItsOwn() throws IOException {
        byte[] listed = "as listed".getBytes(StandardCharsets.UTF_8);
        scenario.source.file("f", listed, 0600, new Timestamp(9, 5));
        try (VirtualRun run = scenario.push()) {
            while (run.sent(dev.dsync.io.wire.Message.Planned.class) == 0) {
                run.step();
            }
            scenario.target.file("f", "edit here", 99);
            run.toEnd();
            assertEquals(1, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals(Problem.Kind.CHANGED_AT_TARGET, scenario.problems().getFirst().kind());
        assertEquals("edit here", scenario.target.read("f"));
    }

    @Test
    void editedBeforeItIsDeleted_isKept() throws IOException {
        scenario.deleting().source.remove("f").file("f", "as listed", 9);
        try (VirtualRun run = scenario.push()) {
            while (scenario.told.stream().noneMatch(SyncEvent.Listed.class::isInstance)
                    || run.sent(dev.dsync.io.wire.Message.Planned.class) == 0) {
                run.step();
            }
            scenario.target.file("extra", "edited here", 99);
            run.toEnd();
            assertEquals(1, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals("edited here", scenario.target.read("extra"));
    }

    /** That is what was to be. */
    @Test
    void removedBeforeItIsDeleted_isNoProblem() throws IOException {
        scenario.deleting().source.remove("f").file("f", "as listed", 9);
        scenario.target.directory("d").file("d/below", "below", 8).directory("empty");
        try (VirtualRun run = scenario.push()) {
            while (run.sent(dev.dsync.io.wire.Message.Planned.class) == 0) {
                run.step();
            }
            scenario.target.remove("extra").remove("d/below");
            scenario.target.at("d", Directory::removeDirectory);
            scenario.target.at("empty", Directory::removeDirectory);
            run.toEnd();
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(0, done.problems(), scenario.problems()::toString);
            assertEquals(4, done.done().deleted().total());
        }
    }

    @Test
    void secondWriter_isRefused() throws IOException {
        try (Root held = scenario.to.openRoot("b".getBytes(StandardCharsets.UTF_8))) {
            assertEquals(true, held.tryLock());
            try (VirtualRun run = scenario.push().toEnd()) {
                assertEquals(
                        Reason.ROOT_BUSY,
                        assertInstanceOf(Ending.Refused.class, run.ending()).reason());
            }
            try (VirtualRun run = scenario.pull().toEnd()) {
                assertEquals(
                        Reason.ROOT_BUSY,
                        assertInstanceOf(Ending.Refused.class, run.ending()).reason());
            }
        }
        assertEquals("as listed", scenario.target.read("f"));
    }

    @Test
    void missingDestination_isMadeWhereItsParentIs() throws IOException {
        try (VirtualRun run = scenario.push("a/", "new/").toEnd()) {
            assertInstanceOf(Ending.Done.class, run.ending());
        }
        assertEquals(scenario.source.look(), new MemoryTree(scenario.to, "new").look());
        try (VirtualRun run = scenario.push("a/", "not/there/").toEnd()) {
            assertEquals(
                    Reason.NO_SUCH_PATH,
                    assertInstanceOf(Ending.Refused.class, run.ending()).reason());
        }
    }

    @Test
    void missingSource_deletesNothing() throws IOException {
        for (boolean push : List.of(true, false)) {
            try (VirtualRun run =
                    push
                            ? scenario.push("nothing/", "b/").toEnd()
                            : scenario.pull("nothing/", "b/").toEnd()) {
                Ending ending = run.ending();
                if (ending instanceof Ending.Done done) {
                    assertEquals(1, done.problems());
                } else {
                    assertInstanceOf(Ending.Refused.class, ending);
                }
            }
        }
        assertEquals("as listed", scenario.target.read("f"));
        assertEquals("extra", scenario.target.read("extra"));
    }
}
