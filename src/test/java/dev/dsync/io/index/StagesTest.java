package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.NOW;
import static dev.dsync.io.index.Facts.chunk;
import static dev.dsync.io.index.Facts.chunks;
import static dev.dsync.io.index.Facts.digest;
import static dev.dsync.io.index.Facts.path;
import static dev.dsync.io.index.Facts.root;
import static dev.dsync.io.index.Facts.stamp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.index.OpenedIndex.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an index remembers of files that are being built. */
final class StagesTest {
    private static final RelPath STAGE = path("d/.dsync-stage");

    @TempDir Path directory;

    private Path state() {
        return directory.resolve("state");
    }

    /** What a process that is killed now would leave. */
    private Path killed(String name) throws IOException {
        Path copy = directory.resolve(name);
        try (Stream<Path> files = Files.walk(state())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(state().relativize(file).toString()));
            }
        }
        return copy;
    }

    private static List<IndexedChunk> known(Index index, IndexedFile file) {
        return index.chunks(file, 0, 10_000);
    }

    private static ManifestSink build(Index index, List<IndexedChunk> chunks, long size) {
        ManifestSink sink = index.manifest(path("d/file"));
        chunks.forEach(sink::add);
        sink.reach(STAGE, stamp(size));
        return sink;
    }

    @Test
    void whatIsTakenDown_outlivesTheProcess() throws IOException {
        List<IndexedChunk> all = chunks("c", 700);
        try (Kept kept = new Kept().open(state())) {
            Index index = kept.index().index();
            ManifestSink sink = build(index, all.subList(0, 100), 1);
            Path early = killed("early");
            all.subList(100, 700).forEach(sink::add);
            sink.reach(STAGE, stamp(2));
            Path late = killed("late");
            expect(early, all.subList(0, 100), 1);
            expect(late, all, 2);
        }
    }

    private static void expect(Path state, List<IndexedChunk> chunks, long size)
            throws IOException {
        try (Kept kept = new Kept().open(state)) {
            OpenedIndex opened = kept.index();
            assertEquals(Finding.READY, opened.finding());
            IndexedFile file = opened.index().staged(STAGE).orElseThrow();
            assertTrue(file.holds(stamp(size)));
            assertFalse(file.holds(stamp(size + 1)));
            assertEquals(chunks.size(), file.manifest().entries());
            assertEquals(
                    chunks.stream().mapToLong(IndexedChunk::bytes).sum(), file.manifest().bytes());
            opened.index().sweep(List.of(), 1);
            assertEquals(chunks, known(opened.index(), file));
            assertEquals(Optional.empty(), opened.index().find(path("d/file")));
            assertEquals(List.of(), opened.index().places(digest("c1"), 9));
        }
    }

    @Test
    void afterAnotherStartOfTheMachine_aStageIsNotBelieved() throws IOException {
        try (Kept kept = new Kept().open(state())) {
            build(kept.index().index(), chunks("c", 3), 1);
        }
        try (Kept kept = new Kept().open(state()).boot(digest("another"))) {
            IndexedFile file = kept.index().index().staged(STAGE).orElseThrow();
            assertFalse(file.holds(stamp(1)));
        }
    }

    @Test
    void fileThatIsStillBeingBuilt_isKnownInFullAtItsEnd() throws IOException {
        List<IndexedChunk> all = chunks("c", 700);
        try (Kept kept = new Kept().open(state())) {
            Index index = kept.index().index();
            ManifestSink sink = build(index, all.subList(0, 300), 1);
            index.forgetStages();
            assertEquals(Optional.empty(), index.staged(STAGE));
            all.subList(300, 700).forEach(sink::add);
            sink.finish(stamp(3), NOW, root("all"));
            IndexedFile file = index.find(path("d/file")).orElseThrow();
            assertEquals(all, known(index, file));
            assertEquals(1, index.places(all.getFirst().name(), 9).size());
        }
    }

    @Test
    void stageLookedAtBeforeAllElseWasDurable_isNotTakenForDurable() throws IOException {
        try (Kept kept = new Kept().open(state())) {
            Index index = kept.index().index();
            index.durableUntil(stamp(1).changed());
            index.forgetStages();
            build(index, chunks("c", 3), 1);
        }
        try (Kept kept = new Kept().open(state()).boot(digest("another"))) {
            assertFalse(
                    kept.index().index().staged(STAGE).stream()
                            .anyMatch(file -> file.holds(stamp(1))));
        }
    }

    @Test
    void fileThatIsInItsPlace_isNoLongerBuilt() throws IOException {
        try (Kept kept = new Kept().open(state())) {
            Index index = kept.index().index();
            ManifestSink sink = build(index, chunks("c", 300), 1);
            sink.add(chunk("last", 5));
            sink.finish(stamp(3), NOW, root("all"));
            assertEquals(Optional.empty(), index.staged(STAGE));
            index.forgetStages();
            IndexedFile file = index.find(path("d/file")).orElseThrow();
            assertEquals(301, known(index, file).size());
            assertEquals(1, index.places(digest("last"), 9).size());
        }
    }

    @Test
    void whatIsDroppedOrForgotten_leavesNothing() throws IOException {
        try (Kept kept = new Kept().open(state())) {
            Index index = kept.index().index();
            ManifestSink dropped = build(index, chunks("a", 300), 1);
            IndexedFile first = index.staged(STAGE).orElseThrow();
            dropped.drop();
            assertEquals(Optional.empty(), index.staged(STAGE));
            assertEquals(List.of(), known(index, first));

            build(index, chunks("b", 300), 1);
            IndexedFile second = index.staged(STAGE).orElseThrow();
            build(index, chunks("c", 2), 2).leave();
            assertEquals(List.of(), known(index, second));

            IndexedFile third = index.staged(STAGE).orElseThrow();
            index.forgetStages();
            assertEquals(Optional.empty(), index.staged(STAGE));
            assertEquals(List.of(), known(index, third));
        }
    }

    @Test
    void manifestGivenUp_isGoneAtOnce() throws IOException {
        try (Kept kept = new Kept().open(state())) {
            Index index = kept.index().index();
            ManifestSink sink = index.manifest(path("f"));
            chunks("c", 600).forEach(sink::add);
            index.commit();
            IndexedFile draft = new IndexedFile(path("f"), 1, stamp(1), false, root("f"));
            assertEquals(512, known(index, draft).size());
            sink.drop();
            assertEquals(List.of(), known(index, draft));
        }
    }
}
