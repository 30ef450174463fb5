package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A file with two names at the target, which is edited between what a run does to each of them. */
final class ChangedLinkTest {
    private final Scenario scenario = new Scenario(1);
    private final AtomicBoolean edited = new AtomicBoolean();

    ChangedLinkTest() throws IOException {
        scenario.target.file("f", "as listed", 9);
        scenario.target.link(RelPath.literal("f"), RelPath.literal("g"));
    }

    /** Edits the file by its second name, behind the first such operation on the first one. */
    private void editBehind(Operation operation, String name) {
        AtomicBoolean done = new AtomicBoolean();
        scenario.to.setFaults(
                (op, on) -> {
                    boolean isEnd =
                            op == Operation.STAT && on != null && on.equals(Name.literal("g"));
                    if (isEnd && done.get() && !edited.getAndSet(true)) {
                        scenario.target.file("g", "edited here", 99);
                    }
                    if (op == operation && on != null && on.toString().matches(name)) {
                        done.set(true);
                    }
                });
    }

    private void pushWithAnEdit() throws IOException {
        push(1);
        assertTrue(edited.get(), "it was not edited");
        assertEquals("edited here", scenario.target.read("g"));
    }

    private void push(int problems) throws IOException {
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(
                    problems,
                    assertInstanceOf(Ending.Done.class, run.ending()).problems(),
                    scenario.told::toString);
        }
        assertTrue(
                scenario.problems().stream()
                        .allMatch(one -> one.kind() == Problem.Kind.CHANGED_AT_TARGET),
                scenario.problems()::toString);
    }

    @Test
    void editedBetweenTwoReplacements_isKept() throws IOException {
        scenario.source.file("f", "from the source", 10).file("g", "from the source, too", 11);
        editBehind(Operation.REMOVE, "\\.dsync-swap-.*-f");
        pushWithAnEdit();
        assertEquals("from the source", scenario.target.read("f"));
    }

    @Test
    void editedBetweenTwoDeletes_isKept() throws IOException {
        scenario.deleting().source.file("other", "other", 10);
        scenario.target.file("other", "other", 10);
        editBehind(Operation.REMOVE, "f");
        pushWithAnEdit();
    }

    @Test
    void editedBehindAttributesOfTheOther_keepsItsOwn() throws IOException {
        byte[] content = "as listed".getBytes(StandardCharsets.UTF_8);
        scenario.source.file("f", content, 0600, new Timestamp(9, 5));
        scenario.source.file("g", content, 0600, new Timestamp(9, 5));
        editBehind(Operation.SET_ATTRIBUTES, "f");
        pushWithAnEdit();
        assertTrue(scenario.target.look().getOrDefault("g", "").startsWith("FILE 644"));
    }

    @Test
    void editedBetweenTwoWritesInPlace_isKept() throws IOException {
        scenario.policy =
                scenario.policy.with(
                        new Policy.Writing(
                                Optional.empty(), Optional.empty(), false, true, false, false));
        scenario.source.file("f", "from the source", 10).file("g", "from the source, too", 11);
        editBehind(Operation.REMOVE, "\\.dsync-[0-9a-f]{32}");
        pushWithAnEdit();
    }

    /** What the run itself does to the one name is no edit of the other. */
    @Test
    void leftAlone_bothBecomeWhatTheyShall() throws IOException {
        for (boolean inPlace : List.of(true, false)) {
            scenario.policy =
                    scenario.policy.with(
                            new Policy.Writing(
                                    Optional.empty(),
                                    Optional.empty(),
                                    false,
                                    inPlace,
                                    false,
                                    false));
            String last = inPlace ? "in place" : "as another";
            scenario.source.file("f", "from the source", 10).file("g", last, 11);
            push(0);
            assertEquals(last, scenario.target.read("g"));
        }
    }
}
