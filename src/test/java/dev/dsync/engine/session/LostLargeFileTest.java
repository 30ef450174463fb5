package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large file that comes in ranges and cannot be written, while others come as well. */
final class LostLargeFileTest {
    private static final int SIZE = 40 << 20;
    private static final Timestamp TIME = new Timestamp(1000, 5);

    private final SplittableRandom random = new SplittableRandom(13);
    private final Scenario scenario = new Scenario(13);

    LostLargeFileTest() throws IOException {}

    /** The ways in which its ranges come: as bytes, and as patches of bytes that are alike. */
    private byte[] edited(byte[] old, boolean patched) {
        if (!patched) {
            return Edit.noise(SIZE, random);
        }
        byte[] edited = old.clone();
        for (int at = 0; at < SIZE; at += 15_000) {
            edited[at] ^= 1;
        }
        return edited;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noMoreOfItIsAskedFor_andTheOthersCome(boolean patched) throws IOException {
        byte[] old = Edit.noise(SIZE, random);
        byte[] second = Edit.noise(3 << 20, random);
        scenario.target.file("a", old, 0644, new Timestamp(1, 1));
        scenario.target.file("b", second, 0644, new Timestamp(1, 1));
        scenario.source.file("a", edited(old, patched), 0644, TIME);
        second[2_000_000] ^= 1;
        scenario.source.file("b", second, 0644, TIME);
        AtomicInteger writes = new AtomicInteger();
        scenario.to.setFaults(
                (operation, _) -> {
                    if (operation == Operation.WRITE && writes.incrementAndGet() == 3) {
                        throw new FsException(FsException.Reason.NOT_PERMITTED);
                    }
                });
        try (VirtualRun run = scenario.pull().toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(1, done.problems(), () -> scenario.problems().toString());
            long bytes = run.bytesToListener() + run.bytesToDialler();
            // Of bytes nothing here is like, all are asked for ahead.
            assertTrue(!patched || bytes < 2_000_000, bytes + " bytes");
        }
        boolean isFirstLost = "a".equals(scenario.problems().getFirst().path().toString());
        assertArrayEquals(
                isFirstLost ? old : scenario.source.bytes("a"), scenario.target.bytes("a"));
        if (isFirstLost) {
            assertArrayEquals(second, scenario.target.bytes("b"));
        }
    }
}
