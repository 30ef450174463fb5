package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.plan.Policy.Alternates.Use;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories beside the target that have what is new in it. */
final class AlternatesTest {
    private static Scenario scenario(Use use) throws IOException {
        Scenario scenario = new Scenario(3);
        scenario.source.directory("d").file("d/same", "same content", 10).file("mode", "x", 11);
        new MemoryTree(scenario.to, "c")
                .directory("d")
                .file("d/same", "same content", 10)
                .at("d/same", (directory, name) -> directory.setOwner(name, 0, 0))
                .file("mode", "x", 11)
                .at("mode", (directory, name) -> directory.setMode(name, 0600));
        scenario.policy =
                scenario.policy.with(
                        new Policy.Writing(
                                Optional.empty(),
                                Optional.of(
                                        new Policy.Alternates(
                                                use,
                                                List.of(
                                                        TypedPath.literal("../none"),
                                                        TypedPath.literal("../c")))),
                                false,
                                false,
                                false,
                                false));
        return scenario;
    }

    private static String groups(Scenario scenario, String path) throws IOException {
        return scenario.target.look().getOrDefault(path, "") + "\n";
    }

    @ParameterizedTest
    @CsvSource({"LINK, true", "LINK, false", "COPY, true", "COPY, false"})
    void whatIsThere_needsNothingOfTheSource(Use use, boolean push) throws IOException {
        Scenario scenario = scenario(use);
        try (VirtualRun run = scenario.run(push).toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(0, done.problems());
            assertEquals(0, done.literalBytes());
        }
        assertEquals("same content", scenario.target.read("d/same"));
        assertEquals(
                use == Use.LINK,
                groups(scenario, "d/same").contains("\td/same"),
                scenario.target.look()::toString);
        assertFalse(groups(scenario, "mode").contains("\tmode"), "it has another mode there");
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }

    @Test
    void whatIsTheSameThere_isLeftOut() throws IOException {
        Scenario scenario = scenario(Use.COMPARE);
        try (VirtualRun run = scenario.push().toEnd()) {
            assertInstanceOf(Ending.Done.class, run.ending());
        }
        assertEquals(List.of("d", "mode"), List.copyOf(scenario.target.look().keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINK", "COPY"})
    void whatChangesThereMeanwhile_comesFromTheSource(Use use) throws IOException {
        int steps;
        try (VirtualRun whole = scenario(use).push().toEnd()) {
            steps = whole.steps();
        }
        int fetched = 0;
        for (int step = 0; step < steps; step++) {
            Scenario scenario = scenario(use);
            try (VirtualRun run = scenario.push()) {
                run.go(step);
                MemoryTree there = new MemoryTree(scenario.to, "c");
                there.remove("d/same").file("d/same", "other words!", 99);
                run.toEnd();
                Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
                assertEquals(0, done.problems(), scenario.problems()::toString);
                fetched += done.literalBytes() > 0 ? 1 : 0;
            }
            assertEquals("same content", scenario.target.read("d/same"), "after step " + step);
        }
        assertTrue(fetched > 0, "it was never too late to link");
    }

    @Test
    void whatCannotBeLinkedTo_isCopied() throws IOException {
        Scenario scenario = scenario(Use.LINK);
        scenario.to.setFaults(
                (op, _) -> {
                    if (op == Operation.LINK) {
                        throw new FsException(FsException.Reason.OTHER_FILE_SYSTEM);
                    }
                });
        try (VirtualRun run = scenario.push().toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(0, done.problems());
            assertEquals(0, done.literalBytes());
        }
        assertEquals("same content", scenario.target.read("d/same"));
    }
}
