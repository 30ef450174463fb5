package dev.dsync.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageWriter;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TombstonesTest {
    private static final ReplicaId AUTHOR = new ReplicaId(-2);

    private static Revision delete(long seconds) {
        return Revision.delete(VersionVector.of(Map.of(AUTHOR, seconds)), AUTHOR, seconds);
    }

    private static SortedMap<RelPath, Revision> random(Random random, int count) {
        SortedMap<RelPath, Revision> deletes = new TreeMap<>();
        while (deletes.size() < count) {
            String name = "d%d/%d".formatted(random.nextInt(30), random.nextInt(1 << 20));
            deletes.put(RelPath.literal(name), delete(1 + random.nextInt(1000)));
        }
        return deletes;
    }

    private static Tombstones write(SortedMap<RelPath, Revision> deletes) throws IOException {
        Tombstones.Writer writer = new Tombstones.Writer(new MemoryPageStore());
        for (Map.Entry<RelPath, Revision> delete : deletes.entrySet()) {
            writer.add(delete.getKey(), delete.getValue());
        }
        return writer.finish();
    }

    private static SortedMap<RelPath, Revision> read(Tombstones tombstones) throws IOException {
        SortedMap<RelPath, Revision> deletes = new TreeMap<>();
        Tombstones.Cursor cursor = tombstones.cursor();
        while (cursor.next()) {
            deletes.put(cursor.path(), cursor.revision());
        }
        assertThrows(IllegalStateException.class, cursor::revision);
        return deletes;
    }

    @Test
    void deletes_readBackAndFound() throws Exception {
        SortedMap<RelPath, Revision> deletes = random(new Random(1), 1500);
        Tombstones tombstones = write(deletes);
        assertEquals(deletes, read(tombstones));
        assertEquals(deletes.size() + 1, tombstones.root().entries());
        for (RelPath path : deletes.keySet()) {
            assertEquals(deletes.get(path), tombstones.find(path).orElseThrow());
        }
        assertTrue(tombstones.find(RelPath.literal("d1/absent")).isEmpty());
        assertTrue(tombstones.find(RelPath.literal("z")).isEmpty());
        assertTrue(tombstones.find(RelPath.ROOT).isEmpty());
        Tombstones none = write(new TreeMap<>());
        assertEquals(Map.of(), read(none));
        assertTrue(none.find(RelPath.ROOT).isEmpty());
    }

    @Test
    void two_differAsTheirDeletesDo() throws Exception {
        Random random = new Random(2);
        SortedMap<RelPath, Revision> left = random(random, 900);
        SortedMap<RelPath, Revision> right = new TreeMap<>(left);
        right.keySet().removeIf(path -> random.nextInt(100) == 0);
        right.replaceAll((path, old) -> random.nextInt(100) == 0 ? delete(2000) : old);
        right.putAll(random(random, 10));
        TreeSet<RelPath> expected = new TreeSet<>(left.keySet());
        expected.addAll(right.keySet());
        expected.removeIf(path -> left.containsKey(path) && left.get(path).equals(right.get(path)));
        Tombstones.Difference difference = write(left).difference(write(right));
        while (difference.next()) {
            assertTrue(expected.remove(difference.path()));
            assertEquals(left.get(difference.path()), difference.left());
            assertEquals(right.get(difference.path()), difference.right());
            assertNotEquals(difference.left(), difference.right());
        }
        assertEquals(new TreeSet<>(), expected);
        assertFalse(write(left).difference(write(left)).next());
    }

    @Test
    void whatIsNoDelete_isNotWritten() throws IOException {
        Tombstones.Writer writer = new Tombstones.Writer(new MemoryPageStore());
        Revision value = Revision.value(VersionVector.EMPTY, AUTHOR, null);
        RelPath path = RelPath.literal("a");
        assertThrows(IllegalArgumentException.class, () -> writer.add(path, value));
        assertThrows(IllegalArgumentException.class, () -> writer.add(RelPath.ROOT, delete(1)));
        writer.add(path, delete(1));
        assertThrows(IllegalArgumentException.class, () -> writer.add(path, delete(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', a, 00 fffffffffffffffe 02 05, 0, ok",
        "00, a, 00 fffffffffffffffe 02 05, 0, root with a payload",
        "'', a, 00 fffffffffffffffe 00, 0, revision of a value",
        "'', a, 00 fffffffffffffffe 02 05, 1, bytes of a delete",
        "'', a, 00 fffffffffffffffe 02 05 00, 0, trailing byte",
        "'', a, '', 0, no revision",
        "'', .., 00 fffffffffffffffe 02 05, 0, path that is none",
    })
    void recordNotInItsForm_refused(
            String root, String path, String payload, long bytes, String what) throws IOException {
        MemoryPageStore store = new MemoryPageStore();
        PageWriter writer = new PageWriter(PageKind.TOMBSTONES, store);
        byte[] first = HexFormat.of().parseHex(root);
        byte[] second = HexFormat.of().parseHex(payload.replace(" ", ""));
        writer.add(new byte[0], 0, 0, first, first.length);
        byte[] raw = path.getBytes(StandardCharsets.US_ASCII);
        writer.add(raw, raw.length, bytes, second, second.length);
        Tombstones read = new Tombstones(writer.finish(), store);
        Tombstones.Difference difference = write(new TreeMap<>()).difference(read);
        if (what.equals("ok")) {
            assertEquals(1, read(read).size());
            assertTrue(difference.next());
        } else {
            assertThrows(MalformedPageException.class, () -> read(read), what);
            assertThrows(MalformedPageException.class, difference::next, what);
        }
    }

    @Test
    void sequenceWithoutARoot_differsAndIsRefused() throws IOException {
        MemoryPageStore store = new MemoryPageStore();
        Tombstones empty =
                new Tombstones(new PageWriter(PageKind.TOMBSTONES, store).finish(), store);
        assertThrows(MalformedPageException.class, write(new TreeMap<>()).difference(empty)::next);
    }

    @Test
    void expired_onlyAfterFifteenMonths() {
        Revision delete = delete(1_000_000);
        assertFalse(Tombstones.isExpired(delete, 0));
        assertFalse(Tombstones.isExpired(delete, Long.MIN_VALUE));
        assertFalse(Tombstones.isExpired(delete, 1_000_000 + 458L * 86_400));
        assertTrue(Tombstones.isExpired(delete, 1_000_001 + 458L * 86_400));
        assertFalse(Tombstones.isExpired(delete(Long.MAX_VALUE), 1_000_001 + 458L * 86_400));
    }
}
