package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.chunk;
import static dev.dsync.io.index.Facts.chunks;
import static dev.dsync.io.index.Facts.digest;
import static dev.dsync.io.index.Facts.path;
import static dev.dsync.io.index.Facts.paths;
import static dev.dsync.io.index.Facts.put;
import static dev.dsync.io.index.Facts.root;
import static dev.dsync.io.index.Facts.stamp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.index.Index.Commit;
import dev.dsync.io.index.Index.Health;
import dev.dsync.io.index.OpenedIndex.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an index in RocksDB between two openings. */
final class RocksLifeTest {
    private static final BaseKey PEER =
            new BaseKey(digest("device"), digest("remote"), digest("profile"), digest("rules"));

    @TempDir Path directory;

    private Path state() {
        return directory.resolve("state");
    }

    /** Opens, and says what was found, with what there is. */
    private Finding look(Path at, List<String> expected) throws IOException {
        try (Kept kept = new Kept().open(at)) {
            OpenedIndex opened = kept.index();
            assertEquals(expected, paths(opened.index(), RelPath.ROOT));
            assertEquals(Health.SOUND, opened.index().health());
            return opened.finding();
        }
    }

    private void begin() throws IOException {
        try (Kept kept = new Kept().open(state())) {
            put(kept.index().index(), "f", "x", chunks("c", 300));
            kept.index().index().putBase(PEER, root("base"));
        }
    }

    @Test
    void reopen_closed_knowsAll() throws IOException {
        IndexIdentity identity;
        try (Kept kept = new Kept().open(state())) {
            OpenedIndex opened = kept.index();
            assertEquals(Finding.CREATED, opened.finding());
            assertTrue(opened.index().isKept());
            identity = opened.index().identity();
            put(opened.index(), "f", "x", chunks("c", 300));
            opened.index().putBase(PEER, root("base"));
        }
        try (Kept kept = new Kept().open(state())) {
            OpenedIndex opened = kept.index();
            assertEquals(Finding.READY, opened.finding());
            Index index = opened.index();
            assertEquals(identity, index.identity());
            IndexedFile file = index.find(path("f")).orElseThrow();
            assertTrue(file.holds(stamp(1)));
            assertEquals(chunks("c", 300), index.chunks(file, 0, 999));
            assertEquals(Optional.of(root("base")), index.base(PEER));
            put(index, "g", "y", List.of(chunk("y", 1)));
            assertEquals(chunks("c", 300), index.chunks(file, 0, 999));
            assertEquals(Commit.DURABLE, index.commit());
        }
    }

    @Test
    void open_twiceInOneProcess_isTheSameIndex() throws IOException {
        try (Kept kept = new Kept().open(state())) {
            Index one = kept.index().index();
            Index two = kept.index().index();
            assertSame(one, two);
            one.close();
            put(two, "f", "x", List.of());
            assertTrue(two.find(path("f")).isPresent());
            two.close();
            assertTrue(kept.index().index().find(path("f")).isPresent());
        }
    }

    @Test
    void open_openElsewhere_readsWhatIsThereAndKeepsNothing() throws IOException {
        begin();
        try (Kept writer = new Kept().open(state())) {
            Index written = writer.index().index();
            try (Kept reader = new Kept().open(state())) {
                OpenedIndex opened = reader.index();
                assertEquals(Finding.READ_ONLY, opened.finding());
                Index read = opened.index();
                assertFalse(read.isKept());
                IndexedFile file = read.find(path("f")).orElseThrow();
                for (int i = 0; i < 5; i++) {
                    put(written, "f", "new" + i, chunks("n" + i, 300));
                    written.commit();
                }
                written.bulk().close();
                assertEquals(chunks("c", 300), read.chunks(file, 0, 999));
                put(read, "mine", "m", List.of(chunk("m", 1)));
                read.remove(path("f"));
                assertEquals(Commit.VOLATILE, read.commit());
                assertEquals(List.of("mine"), paths(read, RelPath.ROOT));
                assertEquals(List.of(), read.places(digest("c1"), 9));
                assertEquals(1, read.places(digest("m"), 9).size());
            }
        }
        assertEquals(Finding.READY, look(state(), List.of("f")));
    }

    @Test
    void open_openElsewhereInBulk_leavesOutWhatIsNotComplete() throws IOException {
        begin();
        try (Kept writer = new Kept().open(state())) {
            Index written = writer.index().index();
            try (Index.Bulk _ = written.bulk()) {
                put(written, "bulk", "b", List.of());
                assertEquals(2, paths(written, RelPath.ROOT).size());
                Path copy = directory.resolve("copy");
                copy(state(), copy);
                assertEquals(Finding.READY, look(copy, List.of("f")));
                assertEquals(Finding.READ_ONLY, look(state(), List.of("f")));
            }
        }
        assertEquals(Finding.READY, look(state(), List.of("bulk", "f")));
    }

    @Test
    void open_copyTakenAfterCommit_knowsWhatWasCommitted() throws IOException {
        try (Kept kept = new Kept().open(state())) {
            Index index = kept.index().index();
            put(index, "f", "x", List.of(chunk("x", 1)));
            index.commit();
            copy(state(), directory.resolve("copy"));
            put(index, "g", "y", List.of(chunk("y", 1)));
        }
        assertEquals(Finding.READY, look(directory.resolve("copy"), List.of("f")));
    }

    @Test
    void open_putBackFromACopy_isBuiltAnew() throws IOException {
        begin();
        Path copy = directory.resolve("copy");
        copy(state(), copy);
        try (Kept kept = new Kept().open(state())) {
            put(kept.index().index(), "g", "y", List.of());
        }
        Path old = database(copy);
        Path database = database(state());
        delete(database);
        copy(old, database);
        assertEquals(Finding.ROLLED_BACK, look(state(), List.of()));
        assertEquals(Finding.READY, look(state(), List.of()));
    }

    @Test
    void open_databaseGone_isBuiltAnew() throws IOException {
        begin();
        delete(database(state()));
        assertEquals(Finding.ROLLED_BACK, look(state(), List.of()));
    }

    @Test
    void open_checkpointGoneOrGarbled_isBuiltAnew() throws IOException {
        begin();
        Path checkpoint = database(state()).resolveSibling("checkpoint");
        Files.write(checkpoint, new byte[] {(byte) IndexIdentity.FORMAT, 2, 3});
        assertEquals(Finding.DAMAGED, look(state(), List.of()));
        Files.delete(checkpoint);
        assertEquals(Finding.CREATED, look(state(), List.of()));
    }

    @Test
    void open_otherFormat_isBuiltAnew() throws IOException {
        begin();
        Path checkpoint = database(state()).resolveSibling("checkpoint");
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[0]++;
        Files.write(checkpoint, bytes);
        assertEquals(Finding.OTHER_FORMAT, look(state(), List.of()));
    }

    @Test
    void open_anotherDirectoryAtThePath_isBuiltAnew() throws IOException {
        begin();
        try (Kept kept = new Kept().open(state()).inode(78)) {
            assertEquals(Finding.ROOT_REPLACED, kept.index().finding());
            assertEquals(List.of(), paths(kept.index().index(), RelPath.ROOT));
        }
    }

    @Test
    void open_afterARestart_distrustsWhatMayNotHaveReachedTheDisk() throws IOException {
        Timestamp early = new Timestamp(1_800_000_000, 5);
        Timestamp late = new Timestamp(1_800_000_050, 5);
        try (Kept kept = new Kept().open(state())) {
            Index index = kept.index().index();
            put(index, "early", "e", List.of(), stamp(1, early));
            put(index, "late", "l", List.of(), stamp(1, late));
            index.durableUntil(early);
            assertTrue(index.find(path("late")).orElseThrow().isSettled());
        }
        try (Kept kept = new Kept().open(state())) {
            assertTrue(kept.index().index().find(path("late")).orElseThrow().isSettled());
        }
        try (Kept kept = new Kept().open(state()).boot(digest("next boot"))) {
            Index index = kept.index().index();
            assertTrue(index.find(path("early")).orElseThrow().isSettled());
            assertFalse(index.find(path("late")).orElseThrow().isSettled());
            index.restamp(path("late"), stamp(1, late), Facts.NOW);
            assertTrue(index.find(path("late")).orElseThrow().isSettled());
        }
    }

    @Test
    void reset_reopened_hasTheNewIdentity() throws IOException {
        begin();
        IndexIdentity fresh;
        try (Kept kept = new Kept().open(state())) {
            Index index = kept.index().index();
            IndexIdentity old = index.identity();
            index.reset();
            fresh = index.identity();
            assertNotEquals(old, fresh);
        }
        try (Kept kept = new Kept().open(state())) {
            assertEquals(Finding.READY, kept.index().finding());
            assertEquals(fresh, kept.index().index().identity());
        }
    }

    @Test
    void reset_diesBeforeItIsClosed_isBuiltAnewOnce() throws IOException {
        begin();
        Path copy = directory.resolve("copy");
        try (Kept kept = new Kept().open(state())) {
            kept.index().index().reset();
            copy(state(), copy);
        }
        assertEquals(Finding.ROLLED_BACK, look(copy, List.of()));
        assertEquals(Finding.READY, look(copy, List.of()));
    }

    @Test
    void open_stateDirectoryReadOnlyOrStrange_worksInMemory() throws IOException {
        Path odd = directory.resolve("\ud83d\ude00");
        try (Kept kept = new Kept().open(odd)) {
            OpenedIndex opened = kept.index();
            assertEquals(Finding.UNUSABLE, opened.finding());
            put(opened.index(), "f", "x", List.of());
            assertTrue(opened.index().find(path("f")).isPresent());
        }
        Path taken = state();
        Files.createDirectories(taken);
        Files.setPosixFilePermissions(
                taken, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Files.writeString(taken.resolve("index"), "a file where a folder should be");
        try (Kept kept = new Kept().open(taken)) {
            assertEquals(Finding.UNUSABLE, kept.index().finding());
        }
    }

    static Path database(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(f -> f.endsWith("db")).findFirst().orElseThrow();
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.copy(
                        file,
                        target,
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }
}
