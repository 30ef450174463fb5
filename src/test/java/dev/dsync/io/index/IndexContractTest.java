package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.LONG_AGO;
import static dev.dsync.io.index.Facts.NOW;
import static dev.dsync.io.index.Facts.chunk;
import static dev.dsync.io.index.Facts.chunks;
import static dev.dsync.io.index.Facts.digest;
import static dev.dsync.io.index.Facts.path;
import static dev.dsync.io.index.Facts.paths;
import static dev.dsync.io.index.Facts.put;
import static dev.dsync.io.index.Facts.root;
import static dev.dsync.io.index.Facts.stamp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageCursor;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageWriter;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.index.Index.Health;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every index does, wherever it keeps what it knows. */
abstract class IndexContractTest {
    private static final BaseKey PEER =
            new BaseKey(digest("device"), digest("remote"), digest("profile"), digest("rules"));

    Index index = IndexStore.openMemory(Facts.BOOT, new java.util.Random(1));

    abstract Index open() throws IOException;

    @BeforeEach
    void openIndex() throws IOException {
        index = open();
    }

    @AfterEach
    void closeSound() {
        assertEquals(Health.SOUND, index.health());
        index.close();
    }

    @Test
    void find_unknown_isEmpty() {
        assertEquals(Optional.empty(), index.find(path("a")));
        assertEquals(List.of(), index.places(digest("x"), 10));
        assertEquals(Optional.empty(), index.base(PEER));
        assertEquals(List.of(), paths(index, RelPath.ROOT));
    }

    @Test
    void find_known_isAsItWasPut() {
        List<IndexedChunk> chunks = chunks("c", 3);
        put(index, "dir/file", "content", chunks);
        IndexedFile file = index.find(path("dir/file")).orElseThrow();
        assertEquals(stamp(7), file.stamp());
        assertEquals(root("content"), file.manifest());
        assertTrue(file.holds(stamp(7)));
        assertFalse(file.holds(stamp(8)));
        assertEquals(chunks, index.chunks(file, 0, 100));
    }

    @Test
    void ajar_noted_isThereUntilItIsForgotten() {
        index.ajar().put(path("b"), 0555);
        index.ajar().put(path("a/b"), 0);
        index.ajar().put(path("b"), 0500);
        assertEquals(Map.of(path("a/b"), 0, path("b"), 0500), index.ajar().all());
        assertEquals(OptionalInt.of(0500), index.ajar().find(path("b")));
        index.ajar().remove(path("a/b"));
        assertEquals(OptionalInt.empty(), index.ajar().find(path("a/b")));
        index.ajar().remove(path("none"));
        assertEquals(Map.of(path("b"), 0500), index.ajar().all());
        index.reset();
        assertEquals(Map.of(), index.ajar().all());
    }

    @Test
    void put_newContent_replacesManifestAndPlaces() {
        put(index, "f", "old", List.of(chunk("a", 5), chunk("b", 6)));
        put(index, "f", "new", List.of(chunk("b", 6), chunk("c", 7)));
        IndexedFile file = index.find(path("f")).orElseThrow();
        assertEquals(root("new"), file.manifest());
        assertEquals(List.of(chunk("b", 6), chunk("c", 7)), index.chunks(file, 0, 9));
        assertEquals(List.of(), index.places(digest("a"), 9));
        assertEquals(List.of(new ChunkPlace(path("f"), 0, 0, 6)), index.places(digest("b"), 9));
        assertEquals(List.of(new ChunkPlace(path("f"), 1, 6, 7)), index.places(digest("c"), 9));
    }

    @Test
    void put_sameContent_keepsTheManifest() {
        put(index, "f", "same", chunks("c", 600));
        IndexedFile before = index.find(path("f")).orElseThrow();
        put(index, "f", "same", chunks("c", 600), stamp(9));
        IndexedFile after = index.find(path("f")).orElseThrow();
        assertEquals(before.id(), after.id());
        assertTrue(after.holds(stamp(9)));
        assertEquals(chunks("c", 600), index.chunks(after, 0, 1000));
        assertEquals(1, index.places(digest("c599"), 9).size());
    }

    @Test
    void manifest_notFinished_changesNothing() {
        put(index, "f", "old", chunks("o", 2));
        ManifestSink sink = index.manifest(path("f"));
        chunks("n", 600).forEach(sink::add);
        assertEquals(root("old"), index.find(path("f")).orElseThrow().manifest());
        index.sweep(List.of(), 9);
        sink.finish(stamp(1), NOW, root("new"));
        IndexedFile file = index.find(path("f")).orElseThrow();
        assertEquals(chunks("n", 600), index.chunks(file, 0, 1000));
    }

    @Test
    void chunks_longManifest_readFromAnywhere() {
        List<IndexedChunk> all = chunks("c", 1000);
        put(index, "big", "big", all);
        IndexedFile file = index.find(path("big")).orElseThrow();
        for (int from : new int[] {0, 1, 255, 256, 257, 511, 512, 999, 1000, 2000}) {
            for (int max : new int[] {1, 3, 256, 700}) {
                List<IndexedChunk> expected =
                        all.subList(Math.min(from, 1000), Math.min(1000, from + max));
                assertEquals(expected, index.chunks(file, from, max), from + " " + max);
            }
        }
        long offset = all.subList(0, 700).stream().mapToLong(IndexedChunk::bytes).sum();
        assertEquals(
                List.of(new ChunkPlace(path("big"), 700, offset, 1700)),
                index.places(digest("c700"), 9));
    }

    @Test
    void places_repeatedChunkBefore_countsEveryRepeat() {
        IndexedChunk zeros = new IndexedChunk(digest("zeros"), 100, 1_000_000_000, 1, 2);
        put(index, "f", "sparse", List.of(zeros, chunk("tail", 7)));
        assertEquals(
                List.of(new ChunkPlace(path("f"), 1, 100_000_000_000L, 7)),
                index.places(digest("tail"), 9));
    }

    @Test
    void places_chunkInManyFiles_areAllThere() {
        for (int i = 0; i < 20; i++) {
            put(index, "f" + i, "c" + i, List.of(chunk("own" + i, i + 1), chunk("shared", 9)));
        }
        assertEquals(20, index.places(digest("shared"), 100).size());
        assertEquals(3, index.places(digest("shared"), 3).size());
        index.remove(path("f7"));
        assertEquals(19, index.places(digest("shared"), 100).size());
    }

    @Test
    void places_samePrefixOtherName_isNoPlace() {
        Digest name = digest("x");
        put(index, "f", "x", List.of(chunk("x", 4)));
        assertEquals(1, index.places(name, 9).size());
        assertEquals(
                List.of(), index.places(new Digest(name.a(), name.b(), name.c(), ~name.d()), 9));
    }

    @Test
    void files_areInListingOrder() {
        for (String path : List.of("a-b", "a/z", "a", "a.c", "a/b/c", "b")) {
            put(index, path, path, List.of(chunk(path, 1)));
        }
        assertEquals(List.of("a", "a/b/c", "a/z", "a-b", "a.c", "b"), paths(index, RelPath.ROOT));
        assertEquals(List.of("a", "a/b/c", "a/z"), paths(index, path("a")));
    }

    @Test
    void move_directory_keepsManifests() {
        put(index, "d/one", "1", List.of(chunk("1", 1)));
        put(index, "d/sub/two", "2", List.of(chunk("2", 2)));
        put(index, "d-no", "3", List.of(chunk("3", 3)));
        put(index, "e/old", "4", List.of(chunk("4", 4)));
        IndexedFile before = index.find(path("d/sub/two")).orElseThrow();
        index.move(path("d"), path("e"));
        assertEquals(List.of("d-no", "e/one", "e/sub/two"), paths(index, RelPath.ROOT));
        IndexedFile after = index.find(path("e/sub/two")).orElseThrow();
        assertEquals(before.id(), after.id());
        assertEquals(before.manifest(), after.manifest());
        assertEquals(List.of(chunk("2", 2)), index.chunks(after, 0, 9));
        assertEquals(
                List.of(new ChunkPlace(path("e/sub/two"), 0, 0, 2)), index.places(digest("2"), 9));
        assertEquals(List.of(), index.places(digest("4"), 9));
    }

    @Test
    void move_intoItself_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> index.move(path("a"), path("a/b")));
    }

    @Test
    void move_longNames_forgetsWhatNoPathCanName() {
        String deep = ("x".repeat(250) + "/").repeat(16) + "f";
        put(index, "d/" + deep.substring(0, 3900), "1", List.of(chunk("1", 1)));
        put(index, "d/short", "2", List.of(chunk("2", 2)));
        index.move(path("d"), path("y".repeat(250)));
        assertEquals(List.of("y".repeat(250) + "/short"), paths(index, RelPath.ROOT));
        assertEquals(List.of(), index.places(digest("1"), 9));
    }

    @Test
    void remove_directory_forgetsAllBelow() {
        put(index, "d/one", "1", List.of(chunk("1", 1)));
        put(index, "d", "0", List.of(chunk("0", 1)));
        put(index, "d-no", "3", List.of(chunk("3", 3)));
        index.remove(path("d"));
        assertEquals(List.of("d-no"), paths(index, RelPath.ROOT));
        assertEquals(List.of(), index.places(digest("1"), 9));
    }

    @Test
    void restamp_known_changesOnlyTheStamp() {
        put(index, "f", "x", List.of(chunk("x", 1)));
        index.restamp(path("f"), stamp(99), NOW);
        index.restamp(path("g"), stamp(99), NOW);
        IndexedFile file = index.find(path("f")).orElseThrow();
        assertTrue(file.holds(stamp(99)));
        assertEquals(root("x"), file.manifest());
        assertEquals(List.of("f"), paths(index, RelPath.ROOT));
    }

    @Test
    void holds_changedWithinTheGrainOfReading_isNotBelieved() {
        record Case(long seconds, int nanos, boolean settled) {}
        for (Case c :
                List.of(
                        new Case(90, 1, true),
                        new Case(99, 949_000_000, true),
                        new Case(99, 951_000_000, false),
                        new Case(100, 1, false),
                        new Case(200, 1, false),
                        // No fractions: a file system that counts in seconds or two.
                        new Case(97, 0, true),
                        new Case(99, 0, false))) {
            var changed = new Timestamp(LONG_AGO.seconds() + c.seconds(), c.nanos());
            var coarse = new Timestamp(LONG_AGO.seconds(), 0);
            var stamp =
                    new dev.dsync.io.fs.Stamp(
                            dev.dsync.core.tree.Kind.FILE, 1, coarse, changed, 5, 0644, 0, 0);
            put(index, "f" + c, "x", List.of(), stamp);
            IndexedFile file = index.find(path("f" + c)).orElseThrow();
            assertEquals(c.settled(), file.holds(stamp), c.toString());
        }
    }

    @Test
    void base_noted_isReplacedByTheNext() {
        index.putBase(PEER, root("one"));
        index.putBase(PEER, root("two"));
        assertEquals(Optional.of(root("two")), index.base(PEER));
        var other = new BaseKey(digest("device"), digest("remote"), digest("p2"), digest("rules"));
        assertEquals(Optional.empty(), index.base(other));
    }

    @Test
    void pages_put_areFoundByName() throws IOException {
        byte[] page = {1, 2, 3};
        assertFalse(index.pages().contains(digest("p")));
        index.pages().put(digest("p"), page);
        assertTrue(index.pages().contains(digest("p")));
        assertArrayEquals(page, index.pages().find(digest("p")).orElseThrow());
    }

    @Test
    void sweep_keepsWhatListingsAndBasesReach() throws IOException {
        PageRoot based = listing("based", 3000);
        PageRoot kept = listing("kept", 3000);
        PageRoot dropped = listing("dropped", 3000);
        PageRoot oldBase = listing("old base", 300);
        index.putBase(
                new BaseKey(digest("other"), PEER.remoteRoot(), PEER.profile(), PEER.selection()),
                oldBase);
        index.commit();
        index.putBase(PEER, based);
        index.commit();
        index.sweep(List.of(kept), 1);
        assertEquals(3000, count(based));
        assertEquals(3000, count(kept));
        assertFalse(index.pages().contains(dropped.name()));
        assertFalse(index.pages().contains(oldBase.name()));
        assertTrue(kept.level() > 0);
    }

    private PageRoot listing(String seed, int entries) throws IOException {
        PageWriter writer = new PageWriter(PageKind.LISTING, index.pages());
        byte[] payload = seed.getBytes(StandardCharsets.UTF_8);
        writer.add(new byte[0], 0, 0, payload, payload.length);
        for (int i = 1; i < entries; i++) {
            byte[] path =
                    String.format(Locale.ROOT, "%03d/%05d", i / 100, i)
                            .getBytes(StandardCharsets.US_ASCII);
            writer.add(path, path.length, i, payload, payload.length);
        }
        return writer.finish();
    }

    private int count(PageRoot listing) throws IOException {
        PageCursor cursor = new PageCursor(PageKind.LISTING, index.pages(), listing);
        int count = 0;
        while (cursor.next()) {
            count++;
        }
        return count;
    }

    @Test
    void reset_forgetsAllUnderAnotherIdentity() {
        put(index, "f", "x", List.of(chunk("x", 1)));
        index.putBase(PEER, root("x"));
        index.commit();
        IndexIdentity before = index.identity();
        index.reset();
        assertNotEquals(before, index.identity());
        assertEquals(Optional.empty(), index.find(path("f")));
        assertEquals(List.of(), index.places(digest("x"), 9));
        assertEquals(Optional.empty(), index.base(PEER));
        put(index, "f", "y", List.of(chunk("y", 1)));
        assertEquals(1, index.places(digest("y"), 9).size());
    }

    @Test
    void bulk_manyFiles_areThereWhileItLastsAndAfter() {
        List<String> expected = new ArrayList<>();
        try (Index.Bulk _ = index.bulk()) {
            for (int i = 0; i < 3000; i++) {
                String path = String.format(Locale.ROOT, "d/%05d", i);
                put(index, path, path, List.of(chunk(path, 1)));
                expected.add(path);
                if (i == 1500) {
                    index.commit();
                }
            }
            assertEquals(expected, paths(index, RelPath.ROOT));
        }
        assertEquals(expected, paths(index, RelPath.ROOT));
        assertEquals(1, index.places(digest("d/02999"), 9).size());
    }

    @Test
    void close_twiceOrWithCursorOpen_leavesNothingToCrash() {
        put(index, "f", "x", List.of(chunk("x", 1)));
        FileCursor files = index.files(RelPath.ROOT);
        Index.Bulk bulk = index.bulk();
        index.close();
        index.close();
        bulk.close();
        assertFalse(files.next());
        files.close();
        assertEquals(Optional.empty(), index.find(path("f")));
        put(index, "f", "x", List.of(chunk("x", 1)));
    }
}
