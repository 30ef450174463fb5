package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.fetch.Cook;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the index of a root is told of files that were built, and what it is believed. */
final class BuiltNotesTest {
    private static final Timestamp TIME = new Timestamp(1000, 5);
    private static final RelPath PATH = RelPath.literal("f");

    private final SplittableRandom random = new SplittableRandom(14);
    private final Scenario scenario = new Scenario(14).remembering();
    private final byte[] content = Edit.noise(300_000, random);

    BuiltNotesTest() throws IOException {
        scenario.source.file("f", content, 0644, TIME);
    }

    private void run() throws IOException {
        try (VirtualRun run = scenario.push().toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(0, done.problems(), () -> scenario.problems().toString());
        }
    }

    @Test
    void fileThatWasBuilt_isKnown() throws IOException {
        run();
        assertTrue(scenario.targetIndexes.of(scenario.to, "b").find(PATH).isPresent());
    }

    /** Somebody writes to the file as soon as it has its name. */
    @Test
    void fileThatIsAnotherAlready_isNotKnown() throws IOException {
        byte[] other = Edit.noise(300_000, random);
        AtomicInteger looks = new AtomicInteger(-1);
        scenario.to.setFaults(
                (operation, name) -> {
                    boolean isFile = name == null || name.equals(Name.literal("f"));
                    if (operation == Operation.RENAME) {
                        looks.set(0);
                    } else if (operation == Operation.STAT && isFile && looks.compareAndSet(0, 1)) {
                        scenario.target.file("f", other, 0644, new Timestamp(2000, 0));
                    }
                });
        run();
        assertEquals(1, looks.get());
        assertFalse(scenario.targetIndexes.of(scenario.to, "b").find(PATH).isPresent());
    }

    /** Between the question where a chunk is and the copy the file may get another content. */
    @Test
    void chunkFoundByTheIndex_isHeldAgainstItsNameWhenItIsCopied() throws IOException {
        run();
        try (Root root = scenario.to.openRoot("/b".getBytes(StandardCharsets.UTF_8));
                Donors donors =
                        new Donors(
                                root,
                                scenario.targetIndexes.indexing().contents(scenario.to, root),
                                0)) {
            Manifest manifest = donors.find(PATH, new MemoryPageStore()).orElseThrow().manifest();
            var chunk = Objects.requireNonNull(manifest.cursor().next()).chunk();
            Cook.Place place = donors.find(chunk.name()).orElseThrow();
            assertEquals(PATH, place.donor().path());
            assertNull(place.donor().stamp());
        }
    }
}
