package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More problems at a source than it tells. */
final class ManyProblemsTest {
    private static final int MANY = 1100;

    /** Whoever is told of the first ones only still knows that not all of them were harmless. */
    @Test
    void oneThatIsWorseThanTheOthers_isTold() throws IOException {
        Scenario scenario = new Scenario(1);
        for (int i = 0; i < MANY; i++) {
            scenario.source.file("gone" + i, "", 1);
        }
        scenario.source.file("unreadable", "x", 1);
        scenario.from.setFaults(
                (op, name) -> {
                    if (op == Operation.STAT && name != null) {
                        boolean isGone = name.toString().startsWith("gone");
                        if (isGone || name.equals(Name.literal("unreadable"))) {
                            throw new FsException(isGone ? Reason.NOT_FOUND : Reason.INPUT_OUTPUT);
                        }
                    }
                });
        try (VirtualRun run = scenario.pull().toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertTrue(done.problems() > 0);
            assertFalse(done.vanished(), "one of them did not vanish");
        }
    }

    @Test
    void thoseThatAreOnlyTold_comeLast() {
        List<Problem> problems = new ArrayList<>();
        problems.add(problem("a", Problem.Kind.SKIPPED_DIRECTORY));
        problems.add(problem("b", Problem.Kind.VANISHED));
        problems.add(problem("c", Problem.Kind.READ_ENTRY));
        problems.add(problem("d", Problem.Kind.SKIPPED_DIRECTORY));
        problems.add(problem("e", Problem.Kind.READ_CONTENT));
        assertEquals(problems, Parts.first(problems, problems.size()), "all in their order");
        assertEquals(
                List.of(problems.get(2), problems.get(4), problems.get(1)),
                Parts.first(problems, 3));
    }

    private static Problem problem(String path, Problem.Kind kind) {
        return new Problem(RelPath.literal(path), kind, "reason");
    }
}
