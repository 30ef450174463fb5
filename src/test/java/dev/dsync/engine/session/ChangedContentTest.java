package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that differ from what the target has: what arrives, and how many bytes that takes. */
final class ChangedContentTest {
    private static final int MIB = 1 << 20;
    private static final int[] SIZES = {0, 1, 127, 128, 4096, MIB - 1, MIB, MIB + 1, 5 * MIB};

    private final Scenario scenario = new Scenario(1);
    private final SplittableRandom random = new SplittableRandom(5);
    private int times;

    ChangedContentTest() throws IOException {}

    @AfterEach
    void nothingIsOpen() {
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }

    private Timestamp later() {
        return new Timestamp(1000 + ++times, 5);
    }

    private void put(String path, byte[] old, byte[] fresh) throws IOException {
        scenario.target.file(path, old, 0644, later());
        scenario.source.file(path, fresh, 0644, later());
    }

    /** A run after which the trees are equal; all its bytes, both ways. */
    private long run(boolean push) throws IOException {
        try (VirtualRun run = scenario.run(push).toEnd()) {
            Ending.Done done =
                    assertInstanceOf(
                            Ending.Done.class, run.ending(), run.listenerEnding()::toString);
            assertEquals(0, done.problems(), () -> scenario.problems().toString());
            assertEquals(scenario.source.look(), scenario.target.look());
            return run.bytesToListener() + run.bytesToDialler();
        }
    }

    @ParameterizedTest
    @EnumSource
    void editsOfFilesOfAllSizes_arrive(Edit edit) throws IOException {
        for (boolean push : new boolean[] {true, false}) {
            long changed = 0;
            for (int size : SIZES) {
                byte[] old = Edit.noise(size, random);
                byte[] fresh = edit.of(old, random);
                put("f" + size, old, fresh);
                changed += fresh.length;
            }
            long bytes = run(push);
            if (edit != Edit.REPLACE) {
                assertTrue(bytes < changed / 20, bytes + " bytes");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wholeFiles_areSentWhole(Edit edit) throws IOException {
        scenario.wholeFiles = true;
        for (boolean push : new boolean[] {true, false}) {
            long changed = 0;
            for (int size : new int[] {1, 4096, MIB, 2 * MIB}) {
                byte[] old = Edit.noise(size, random);
                byte[] fresh = edit.of(old, random);
                put("f" + size, old, fresh);
                changed += fresh.length;
            }
            assertTrue(run(push) >= changed);
        }
    }

    /** The bytes of one file's run, as measured; a tenth more is too many. */
    @ParameterizedTest
    @CsvSource({
        "128, OVERWRITE, 539",
        "128, INSERT, 549",
        "128, DELETE, 455",
        "128, APPEND, 519",
        "128, TRUNCATE, 455",
        "128, SHUFFLE, 539",
        "128, REPLACE, 539",
        "4096, OVERWRITE, 631",
        "4096, INSERT, 641",
        "4096, DELETE, 655",
        "4096, APPEND, 595",
        "4096, TRUNCATE, 518",
        "4096, SHUFFLE, 761",
        "4096, REPLACE, 4583",
        "1048576, OVERWRITE, 5015",
        "1048576, INSERT, 1415",
        "1048576, DELETE, 5046",
        "1048576, APPEND, 1038",
        "1048576, TRUNCATE, 4911",
        "1048576, SHUFFLE, 6169",
        "1048576, REPLACE, 1052430",
        "1048577, OVERWRITE, 1465",
        "1048577, INSERT, 1426",
        "1048577, DELETE, 1392",
        "1048577, APPEND, 1038",
        "1048577, TRUNCATE, 1052",
        "1048577, SHUFFLE, 70986",
        "1048577, REPLACE, 1061836",
        "5242880, OVERWRITE, 3732",
        "5242880, INSERT, 3528",
        "5242880, DELETE, 3402",
        "5242880, APPEND, 2677",
        "5242880, TRUNCATE, 2612",
        "5242880, SHUFFLE, 162812",
        "5242880, REPLACE, 5305695",
    })
    void edit_costsLittle(int size, Edit edit, long measured) throws IOException {
        byte[] old = Edit.noise(size, random);
        put("f", old, edit.of(old, random));
        long bytes = run(true);
        assertTrue(bytes <= measured * 1.1, bytes + " bytes instead of " + measured);
    }
}
