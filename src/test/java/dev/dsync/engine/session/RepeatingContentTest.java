package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content in which everything is like everything else: work and bytes stay as few as of others. */
@Timeout(60)
final class RepeatingContentTest {
    private static final int[] SIZES = {10_000, 1 << 20, 4 << 20};

    private final Scenario scenario = new Scenario(1);
    private int times;

    RepeatingContentTest() throws IOException {}

    private static byte[] periodic(int length, int period) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (period == 0 ? 0 : Integer.hashCode(i % period * 0x9e3779b9) >>> 24);
        }
        return bytes;
    }

    /** All of one file, in each size: old and new, edited in every way there is. */
    private void run(int period, Edit edit) throws IOException {
        long changed = 0;
        for (int size : SIZES) {
            byte[] old = periodic(size, period);
            byte[] fresh = edit.of(old, scenario.random);
            scenario.target.file("f" + size, old, 0644, new Timestamp(1, ++times));
            scenario.source.file("f" + size, fresh, 0644, new Timestamp(2, ++times));
            changed += fresh.length;
        }
        try (VirtualRun run = scenario.push().toEnd()) {
            Ending.Done done =
                    assertInstanceOf(
                            Ending.Done.class, run.ending(), run.listenerEnding()::toString);
            assertEquals(0, done.problems(), () -> scenario.problems().toString());
            assertEquals(scenario.source.look(), scenario.target.look());
            long bytes = run.bytesToListener() + run.bytesToDialler();
            // What becomes very small when packed is not worth a signature.
            boolean told = period == 0 || period > 100;
            long most = told ? changed / 10 : changed * 11 / 10;
            assertTrue(bytes < most, bytes + " bytes, " + edit);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 127, 128, 129, 1024, 4096, 16_384, 16_385, 50_000})
    void everyPeriod_isSentAsItsEdits(int period) throws IOException {
        for (Edit edit : Edit.values()) {
            if (edit != Edit.REPLACE) {
                run(period, edit);
            }
        }
    }

    /** The other way round: what repeats comes in the place of what does not, and back. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 128, 16_384})
    void noise_becomesAPeriodAndBack(int period) throws IOException {
        for (boolean back : new boolean[] {false, true}) {
            for (int size : SIZES) {
                byte[] repeating = periodic(size, period);
                byte[] noise = Edit.noise(size, scenario.random);
                int time = back ? 3 : 1;
                scenario.target.file(
                        "f" + size, back ? repeating : noise, 0644, new Timestamp(time, 5));
                scenario.source.file(
                        "f" + size, back ? noise : repeating, 0644, new Timestamp(time + 1, 5));
            }
            try (VirtualRun run = scenario.pull().toEnd()) {
                assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
            }
            assertEquals(scenario.source.look(), scenario.target.look());
        }
    }
}
