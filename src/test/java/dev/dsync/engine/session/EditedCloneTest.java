package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Large files that are edited where they are, on a file system that clones or one that does not.
 */
final class EditedCloneTest {
    private static final int SIZE = 8 << 20;

    private final Scenario scenario = new Scenario(1).withLatency(1000);
    private final SplittableRandom random = new SplittableRandom(7);
    private final byte[] old = Edit.noise(SIZE, random);
    private final AtomicInteger writes = new AtomicInteger();

    EditedCloneTest() throws IOException {
        scenario.target.file("f", old, 0644, new Timestamp(1, 5));
        scenario.clock.advance(10_000_000_000L);
    }

    private void edit(byte[] fresh) throws IOException {
        scenario.source.file("f", fresh, 0644, new Timestamp(2, 5));
    }

    /** Each edit would leave its place in pieces for ever. */
    @Test
    void editsAllOver_costNoClone() throws IOException {
        int places = SIZE / (128 << 10);
        edit(editedIn(places));
        run();
        assertTrue(writes.get() > 3 * places + places / 2, "writes: " + writes);
    }

    /** Some bytes in so many places. */
    private byte[] editedIn(int places) {
        byte[] fresh = old.clone();
        for (int i = 0; i < places; i++) {
            int at = SIZE / places * i + 1000;
            Arrays.fill(fresh, at, at + 10, (byte) i);
        }
        return fresh;
    }

    private VirtualRun run() throws IOException {
        scenario.to.setFaults(
                (operation, _) -> {
                    if (operation == Operation.WRITE) {
                        writes.incrementAndGet();
                    }
                });
        VirtualRun run = scenario.push().toEnd();
        scenario.to.setFaults((_, _) -> {});
        Ending.Done done =
                assertInstanceOf(Ending.Done.class, run.ending(), run.listenerEnding()::toString);
        run.close();
        assertEquals(0, done.problems(), scenario.problems()::toString);
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
        assertEquals(scenario.source.look(), scenario.target.look());
        return run;
    }

    @ParameterizedTest
    @CsvSource({"true, 5", "false, 5", "true, 20", "false, 20"})
    void editsInPlaces_costOneCloneAndTheEdits(boolean clones, int places) throws IOException {
        if (!clones) {
            scenario.to.withoutClones();
        }
        edit(editedIn(places));
        run();
        int fetched = 3 * places; // what is before an edit in its piece, the edit, what is behind
        int kept = clones ? 1 : places + 1;
        assertEquals(fetched + kept, writes.get(), "writes");
    }

    @ParameterizedTest
    @EnumSource(Edit.class)
    void anyEdit_arrives(Edit how) throws IOException {
        edit(how.of(old, random));
        run();
    }

    /** A hole where bytes were, and bytes where a hole was. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void zerosWhereBytesWere_takeTheirPlace(boolean zerosCome) throws IOException {
        byte[] fresh = editedIn(2);
        Arrays.fill(fresh, SIZE / 2, SIZE / 2 + (1 << 20), (byte) 0);
        if (zerosCome) {
            edit(fresh);
        } else {
            scenario.target.file("f", fresh, 0644, new Timestamp(1, 5));
            edit(old);
        }
        run();
    }

    /** The old file changes before, while or after it is cloned: nothing wrong is kept. */
    @Test
    void oldFileThatChangesMeanwhile_isNotTakenFor_whatItWas() throws IOException {
        edit(editedIn(3));
        for (int when = 1; when <= 8; when++) {
            Scenario one = new Scenario(when).withLatency(1000);
            one.target.file("f", old, 0644, new Timestamp(1, 5));
            one.source.file("f", editedIn(3), 0644, new Timestamp(2, 5));
            one.clock.advance(10_000_000_000L);
            AtomicInteger seen = new AtomicInteger();
            int at = when;
            one.to.setFaults(
                    (operation, _) -> {
                        boolean counts =
                                operation == Operation.WRITE || operation == Operation.CREATE;
                        if (counts && seen.incrementAndGet() == at) {
                            one.to.setFaults((_, _) -> {});
                            one.clock.advance(1000);
                            one.target.at(
                                    "f",
                                    (directory, name) -> {
                                        try (WritableFile file = directory.openForWriting(name)) {
                                            file.write(5 << 20, new byte[9], 0, 9);
                                            file.setModified(new Timestamp(9, 9));
                                        }
                                    });
                        }
                    });
            VirtualRun run = one.push().toEnd();
            assertInstanceOf(Ending.Done.class, run.ending(), run.listenerEnding()::toString);
            run.close();
            byte[] now = one.target.bytes("f");
            byte[] edited = old.clone();
            Arrays.fill(edited, 5 << 20, (5 << 20) + 9, (byte) 0);
            byte[] wanted = editedIn(3);
            assertTrue(
                    Arrays.equals(now, edited) || Arrays.equals(now, wanted),
                    "neither of both, at " + when);
        }
    }

    @Test
    void withoutRoomForWhatIsWritten_theOldFileStays() throws IOException {
        edit(editedIn(5));
        scenario.to.setFaults(
                (operation, _) -> {
                    if (operation == Operation.WRITE && writes.incrementAndGet() == 3) {
                        throw new FsException(FsException.Reason.NO_SPACE);
                    }
                });
        VirtualRun run = scenario.push().toEnd();
        run.close();
        scenario.to.setFaults((_, _) -> {});
        assertArrayEquals(old, scenario.target.bytes("f"));
        assertEquals(0, scenario.to.openHandles());
    }
}
