package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Files that are not, when they are read, what they were when they were listed. */
final class ChangingSourceTest {
    private static final Name FILE = Name.literal("f");

    /** What somebody does to the source. */
    private interface Edit {
        void make() throws IOException;
    }

    private final Scenario scenario = new Scenario(1);

    ChangingSourceTest() throws IOException {
        scenario.source.file("f", "0123456789", 10).file("other", "other", 11);
    }

    /** Something happens just before the source does this for the n-th time. */
    private void before(Operation operation, int count, Edit edit) {
        AtomicInteger seen = new AtomicInteger();
        scenario.from.setFaults(
                (op, name) -> {
                    boolean ours = name == null || name.equals(FILE);
                    if (op == operation && ours && seen.incrementAndGet() == count) {
                        edit.make();
                    }
                });
    }

    private Ending.Done push(long problems) throws IOException {
        try (VirtualRun run = scenario.push().toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(problems, done.problems());
            assertEquals("other", scenario.target.read("other"));
            return done;
        }
    }

    private List<Problem.Kind> problems() {
        return scenario.told.stream()
                .filter(SyncEvent.Settled.class::isInstance)
                .flatMap(event -> ((SyncEvent.Settled) event).items().stream())
                .filter(Item.Failed.class::isInstance)
                .map(item -> ((Item.Failed) item).problem().kind())
                .toList();
    }

    @Test
    void shrunkBeforeItIsOpened_arrivesAsItIsNow() throws IOException {
        before(Operation.OPEN_FILE, 1, () -> scenario.source.file("f", "012", 99));
        push(0);
        assertEquals(scenario.source.look(), scenario.target.look());
    }

    @Test
    void rewrittenBeforeItIsOpened_arrivesAsItIsNow() throws IOException {
        before(Operation.OPEN_FILE, 1, () -> scenario.source.file("f", "abcdefghij", 99));
        push(0);
        assertEquals(scenario.source.look(), scenario.target.look());
    }

    @Test
    void shrunkWhileItIsRead_arrivesAsItIsNow() throws IOException {
        scenario.source.remove("other").file("other", "other", 11);
        before(Operation.READ, 1, () -> scenario.source.file("f", "0", 99));
        push(0);
        assertEquals(scenario.source.look(), scenario.target.look());
    }

    @Test
    void anotherAndLongerBeforeItIsOpened_arrivesAsItIsThen() throws IOException {
        before(Operation.OPEN_FILE, 1, () -> scenario.source.file("f", "anew, and with more", 99));
        push(0);
        assertEquals(scenario.source.look(), scenario.target.look());
    }

    @Test
    void vanishedBeforeItIsOpened_isAProblemOfItsOwn() throws IOException {
        before(Operation.OPEN_FILE, 1, () -> scenario.source.remove("f"));
        assertTrue(push(1).vanished());
        assertEquals(List.of(Problem.Kind.VANISHED), problems());
        assertEquals(List.of("other"), List.copyOf(scenario.target.look().keySet()));
    }

    @Test
    void becomeADirectory_isAProblem() throws IOException {
        before(
                Operation.OPEN_FILE,
                1,
                () -> scenario.source.remove("f").at("f", ChangingSourceTest::make));
        push(1);
        assertEquals(List.of(Problem.Kind.READ_CONTENT), problems());
    }

    private static void make(Directory directory, Name name) throws IOException {
        directory.makeDirectory(name, 0755);
    }

    @Test
    void changingAllTheTime_isGivenUp() throws IOException {
        AtomicInteger seen = new AtomicInteger();
        scenario.source.remove("other");
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
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(1, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertTrue(seen.get() >= 3, seen::toString);
        assertEquals(List.of(Problem.Kind.CHANGED_WHILE_READING), problems());
        assertTrue(scenario.target.look().isEmpty(), scenario.target.look()::toString);
    }
}
