package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are written over, and stay the files they are. */
final class InPlaceTest {
    private static final int BYTES = 200_000;

    private static byte[] content(int different) {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 9));
        }
        bytes[different]++;
        return bytes;
    }

    private static Scenario scenario() throws IOException {
        Scenario scenario = new Scenario(9);
        scenario.source.file("f", content(150_000), 0640, new Timestamp(100, 5));
        scenario.target.file("f", content(10), 0600, new Timestamp(50, 5));
        scenario.target.link(RelPath.literal("f"), RelPath.literal("other"));
        scenario.policy =
                scenario.policy.with(
                        new Policy.Writing(
                                Optional.empty(), Optional.empty(), false, true, false, false));
        return scenario;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allNamesOfTheFile_haveItsNewContent(boolean push) throws IOException {
        Scenario scenario = scenario();
        try (VirtualRun run = scenario.run(push).toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertTrue(Arrays.equals(content(150_000), scenario.target.bytes("other")));
        assertEquals(Set.of("f", "other"), scenario.target.look().keySet());
        String look = scenario.target.look().getOrDefault("f", "");
        assertTrue(look.startsWith("FILE 640 0:0 Timestamp[seconds=100, nanos=5]"), look);
    }

    @Test
    void backupsOfAllNamesOfOneFile_areOfWhatWasThere() throws IOException {
        Scenario scenario = scenario();
        scenario.source.file("other", content(77), 0640, new Timestamp(101, 5));
        Policy.Backup beside = new Policy.Backup("~", null);
        scenario.policy =
                scenario.policy.with(
                        new Policy.Writing(
                                Optional.of(beside), Optional.empty(), false, true, false, false));
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertTrue(Arrays.equals(content(10), scenario.target.bytes("f~")));
        assertTrue(Arrays.equals(content(10), scenario.target.bytes("other~")));
    }

    @Test
    void whateverOperationIsTheLast_theNextRunRepairsIt() throws IOException {
        boolean whole = false;
        for (int operations = 0; !whole; operations++) {
            assertTrue(operations < 500, "it never ends");
            Scenario scenario = scenario();
            int[] left = {operations};
            Set<Operation> changing =
                    Set.of(
                            Operation.WRITE,
                            Operation.TRUNCATE,
                            Operation.SET_ATTRIBUTES,
                            Operation.RENAME,
                            Operation.REMOVE);
            scenario.to.setFaults(
                    (op, _) -> {
                        if (changing.contains(op) && left[0]-- <= 0) {
                            throw new FsException(FsException.Reason.INPUT_OUTPUT);
                        }
                    });
            try (VirtualRun run = scenario.push().toEnd()) {
                whole = run.ending() instanceof Ending.Done done && done.problems() == 0;
            }
            scenario.to.setFaults((_, _) -> {});
            try (VirtualRun again = scenario.push().toEnd()) {
                assertEquals(0, assertInstanceOf(Ending.Done.class, again.ending()).problems());
            }
            String after = "after " + operations + " operations";
            assertTrue(Arrays.equals(content(150_000), scenario.target.bytes("other")), after);
            assertEquals(Set.of("f", "other"), scenario.target.look().keySet(), after);
        }
    }
}
