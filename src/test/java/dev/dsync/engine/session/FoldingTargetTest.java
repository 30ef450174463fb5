package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dsync.core.tree.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are two at the source and one at the target. */
final class FoldingTargetTest {
    private final Scenario scenario = new Scenario(17);

    FoldingTargetTest() throws IOException {
        scenario.to.foldingNames();
        scenario.source
                .file("NAME", "upper", 1)
                .file("name", "lower", 1)
                .directory("D")
                .file("D/in", "upper", 1)
                .directory("d")
                .file("d/in", "lower", 1)
                .file("d/more", "lower", 1)
                .directory("d/e")
                .file("d/e/f", "lower", 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSecondIsToldOf_andNothingGoesIntoTheFirst(boolean push) throws IOException {
        for (int i = 0; i < 2; i++) {
            scenario.told.clear();
            try (VirtualRun run = scenario.run(push).toEnd()) {
                assertEquals(6, assertInstanceOf(Ending.Done.class, run.ending()).problems());
            }
            assertEquals(
                    Set.of("NAME", "D", "D/in"),
                    scenario.target.look().keySet(),
                    "and nothing is left over");
            assertEquals("upper", scenario.target.read("NAME"));
            assertEquals("upper", scenario.target.read("D/in"));
            Set<String> told = new TreeSet<>();
            for (Problem problem : scenario.problems()) {
                told.add(problem.path() + ": " + problem.reason());
            }
            String same = ": the file system takes it for the same name as ";
            String below = ": its directory could not be made";
            assertEquals(
                    Set.copyOf(
                            List.of(
                                    "name" + same + "NAME, so one of them must be renamed",
                                    "d" + same + "D, so one of them must be renamed",
                                    "d/in" + below,
                                    "d/more" + below,
                                    "d/e" + below,
                                    "d/e/f" + below)),
                    told);
        }
    }
}
