package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dsync.core.plan.Policy;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When files get their names. */
final class DelayedUpdatesTest {
    /** More than get them at once. */
    private static final int FILES = 1100;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void delayedFiles_getTheirNamesTogether_othersAsTheyCome(boolean delayed) throws IOException {
        Scenario scenario = new Scenario(5);
        for (int i = 0; i < FILES; i++) {
            scenario.source.file(name(i), "new content " + i, 100);
            scenario.target.file(name(i), "old content " + i, 50);
        }
        scenario.policy =
                scenario.policy.with(
                        new Policy.Writing(
                                Optional.empty(), Optional.empty(), delayed, false, false, false));
        boolean together = true;
        try (VirtualRun run = scenario.push()) {
            while (run.go(1)) {
                together &= isNew(scenario, 0) == isNew(scenario, FILES - 1);
            }
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals(delayed, together);
    }

    private static String name(int number) {
        return "f" + (10_000 + number);
    }

    private static boolean isNew(Scenario scenario, int number) throws IOException {
        return scenario.target.read(name(number)).startsWith("new");
    }
}
