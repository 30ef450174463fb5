package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that go by content, with indexes that know it. */
final class ChecksumTest {
    private static final Profile CONTENT =
            new Profile(
                    true, true, true, true, true, true, true, true, true, true, true, false, true);
    private static final int LARGE = 600_000;

    private final Scenario scenario = new Scenario(1).deleting().remembering();
    private final SplittableRandom random = new SplittableRandom(7);
    private final AtomicInteger sourceReads = new AtomicInteger();
    private final AtomicInteger targetReads = new AtomicInteger();

    ChecksumTest() throws IOException {
        scenario.profile = CONTENT;
        Policy.Comparison comparison =
                new Policy.Comparison(false, false, true, Policy.Comparison.NANOSECONDS, false);
        scenario.policy = new Policy(Scenario.DELETE, comparison, scenario.policy.selection());
        scenario.source.directory("d");
        scenario.source.file("empty", "", 1).file("d/small", "small", 2);
        scenario.source.file("middle", Edit.noise(90_000, random), 0644, new Timestamp(3, 5));
        scenario.source.file("large", Edit.noise(LARGE, random), 0600, new Timestamp(4, 5));
        count(scenario.from, sourceReads);
        count(scenario.to, targetReads);
        settle();
    }

    private static void count(MemoryFileSystem system, AtomicInteger reads) {
        system.setFaults(
                (operation, _) -> {
                    if (operation == Operation.READ) {
                        reads.incrementAndGet();
                    }
                });
    }

    /** What changed before is older than the clock's grain. */
    private void settle() {
        scenario.clock.advance(10_000_000_000L);
    }

    private VirtualRun run(boolean push) throws IOException {
        sourceReads.set(0);
        targetReads.set(0);
        VirtualRun run = scenario.run(push).toEnd();
        Ending.Done done =
                assertInstanceOf(Ending.Done.class, run.ending(), run.listenerEnding()::toString);
        run.close();
        assertEquals(0, done.problems(), scenario.problems()::toString);
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
        settle();
        return run;
    }

    private void expectEqual() throws IOException {
        int source = sourceReads.get();
        int target = targetReads.get();
        assertEquals(scenario.source.look(), scenario.target.look());
        sourceReads.set(source);
        targetReads.set(target);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void secondRun_readsNothing(boolean push) throws IOException {
        run(push);
        assertNotEquals(0, sourceReads.get());
        expectEqual();
        VirtualRun second = run(push);
        assertEquals("0 0", sourceReads + " " + targetReads);
        assertTrue(second.bytesToListener() + second.bytesToDialler() < 1000);
    }

    @Test
    void treeThatWasHereBefore_isReadOnce() throws IOException {
        for (String path : new String[] {"middle", "large"}) {
            scenario.target.file(path, scenario.source.bytes(path), 0600, new Timestamp(9, 9));
        }
        settle();
        run(true);
        assertNotEquals(0, targetReads.get());
        expectEqual();
        run(true); // their times were set
        run(true);
        assertEquals("0 0", sourceReads + " " + targetReads);
    }

    /** Size and time are what they were; only the change time tells. */
    @ParameterizedTest
    @CsvSource({
        "d/small, true",
        "d/small, false",
        "middle, true",
        "middle, false",
        "large, true",
        "large, false"
    })
    void editUnderTheSameSizeAndTime_isFound(String path, boolean atSource) throws IOException {
        run(true);
        run(true);
        MemoryTree tree = atSource ? scenario.source : scenario.target;
        String before = tree.look().get(path);
        tree.at(
                path,
                (directory, name) -> {
                    Timestamp modified = directory.stat(name).modified();
                    try (WritableFile file = directory.openForWriting(name)) {
                        file.write(3, new byte[] {1}, 0, 1);
                        file.setModified(modified);
                    }
                });
        String edited = tree.look().get(path);
        assertNotEquals(before, edited);
        settle();
        run(true);
        expectEqual();
        assertEquals(atSource ? edited : before, scenario.target.look().get(path));
    }

    /** Within the clock's grain no stamp tells: it is read again until one would. */
    @Test
    void editAtTheVeryTimeOfTheRun_isFoundByTheNext() throws IOException {
        scenario.withLatency(0);
        scenario.source.file("d/small", "SMALL", 2);
        VirtualRun run = scenario.push().toEnd();
        run.close();
        scenario.source.file("d/small", "sMaLl", 2);
        scenario.push().toEnd().close();
        assertEquals("sMaLl", scenario.target.read("d/small"));
    }

    /** Nobody can say what is in it: it is sent as it is read then. */
    @ParameterizedTest
    @CsvSource({"d/small, 0", "large, 0", "large, 1"})
    void fileThatChangesWhileItIsListed_isSent(String path, int times) throws IOException {
        run(true);
        AtomicInteger left = new AtomicInteger(times == 0 ? 5 : times);
        scenario.source.file(path, scenario.source.read(path) + "!", 70);
        scenario.from.setFaults(
                (operation, _) -> {
                    if (operation == Operation.READ && left.getAndDecrement() > 0) {
                        scenario.clock.advance(1_000_000);
                        scenario.source.at(
                                path,
                                (directory, name) -> {
                                    try (WritableFile file = directory.openForWriting(name)) {
                                        file.write(0, new byte[] {(byte) left.get()}, 0, 1);
                                    }
                                });
                    }
                });
        VirtualRun run = scenario.push().toEnd();
        assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        run.close();
        expectEqual();
    }
}
