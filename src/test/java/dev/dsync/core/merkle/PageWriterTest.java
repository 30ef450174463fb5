package dev.dsync.core.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.FastHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageWriterTest {
    /** Names in order whose hash ends a page, or does not. */
    private static List<String> names(int count, boolean cutting) {
        FastHash hash = FastHash.seeded(0);
        List<String> names = new ArrayList<>();
        for (int i = 0; names.size() < count; i++) {
            String name = "n%06d".formatted(i);
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            if (cutting == (Long.remainderUnsigned(hash.hash(bytes, 0, bytes.length), 48) == 0)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Records in each leaf, the root's among them. */
    private static List<Integer> leaves(List<String> names, String payload) throws IOException {
        MemoryPageStore store = new MemoryPageStore();
        PageWriter writer = new PageWriter(PageKind.LISTING, store);
        Records.add(writer, "", "root");
        for (String name : names) {
            Records.add(writer, name, payload);
        }
        return leaves(store, writer.finish());
    }

    private static List<Integer> leaves(PageStore store, PageRoot root) throws IOException {
        List<Integer> leaves = new ArrayList<>();
        TreeWalk walk = new TreeWalk(PageKind.LISTING, store, root);
        while (!walk.atEnd()) {
            if (walk.level() > 0) {
                walk.descend();
            } else {
                leaves.add((int) walk.entries());
                walk.advance();
            }
        }
        return leaves;
    }

    @ParameterizedTest
    @CsvSource({
        "14, true, 15",
        "15, true, 16",
        "16, true, '16, 1'",
        "32, true, '16, 16, 1'",
        "255, false, 256",
        "256, false, '256, 1'",
        "511, false, '256, 256'",
    })
    void keysThatCutOrDoNot_pagesOf16To256(int names, boolean cutting, String expected)
            throws IOException {
        assertEquals("[" + expected + "]", leaves(names(names, cutting), "").toString());
    }

    @Test
    void recordsOver60KiB_endBeforeTheOneThatWouldExceed() throws IOException {
        assertEquals(
                List.of(7, 6, 3),
                leaves(
                        List.of(
                                "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
                                "n", "o"),
                        "x".repeat(10_000)));
        // The root counts 2 + 1 + 6 bytes, each other record 2 + 2 + 6 and its payload.
        int payloads = (60 << 10) - 9 - 2 * 10;
        assertEquals(List.of(3), twoRecords(payloads / 2, payloads - payloads / 2));
        assertEquals(List.of(2, 1), twoRecords(payloads / 2, payloads - payloads / 2 + 1));
    }

    private static List<Integer> twoRecords(int first, int second) throws IOException {
        MemoryPageStore store = new MemoryPageStore();
        PageWriter writer = new PageWriter(PageKind.LISTING, store);
        Records.add(writer, "", "root");
        Records.add(writer, "a", "x".repeat(first));
        Records.add(writer, "b", "x".repeat(second));
        return leaves(store, writer.finish());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomTree_readBackAndWithinLimits(long seed) throws IOException {
        Records records = Records.random(new Random(seed), 3000);
        MemoryPageStore store = new MemoryPageStore();
        PageRoot root = records.write(store);
        assertEquals(records.byPath, Records.read(store, root).byPath);
        assertEquals(records.byPath.size(), root.entries());
        assertEquals(root, records.write(new MemoryPageStore()));
        List<Integer> leaves = leaves(store, root);
        for (int i = 0; i < leaves.size() - 1; i++) {
            assertTrue(leaves.get(i) >= 16 && leaves.get(i) <= 256);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void oneEdit_fewNewPages(long seed) throws IOException {
        Random random = new Random(seed);
        Records records = Records.random(random, 3000);
        MemoryPageStore store = new MemoryPageStore();
        PageRoot before = records.write(store);
        int pages = store.count();
        List<String> paths = new ArrayList<>(records.byPath.keySet());
        records.byPath.put(paths.get(random.nextInt(paths.size())), "edited");
        PageRoot after = records.write(store);
        assertEquals(before.level() + 1, store.count() - pages);
        records.byPath.put("inserted", "new");
        records.write(store);
        assertTrue(
                store.count() - pages <= 5 * (after.level() + 1), store.count() - pages + " pages");
    }

    @Test
    void directoryMoved_mostPagesKeepTheirNames() throws IOException {
        Records records = new Records();
        for (int d = 0; d < 40; d++) {
            for (int f = 0; f < 100; f++) {
                records.put("top/mid/dir%d/file%d".formatted(d, f), "f" + f * d);
            }
        }
        MemoryPageStore store = new MemoryPageStore();
        records.write(store);
        int pages = store.count();
        records.move("top\0mid", "elsewhere\0entirely\0and deeper");
        PageRoot after = records.write(store);
        assertTrue(
                store.count() - pages <= 2 * (after.level() + 2),
                store.count() - pages + " of " + pages);
        assertEquals(records.byPath, Records.read(store, after).byPath);
    }

    @Test
    void longestPaths_pagesWithinTheirLimit() throws IOException {
        Records records = new Records();
        String deep = ("d".repeat(250) + "/").repeat(15);
        for (int i = 0; i < 300; i++) {
            records.put("%03d/".formatted(i) + deep + "y".repeat(250), "z".repeat(100));
        }
        Records.Counting store = new Records.Counting();
        PageRoot root = records.write(store);
        assertEquals(records.byPath, Records.read(store, root).byPath);
        for (var name : store.found) {
            assertTrue(store.pages.find(name).orElseThrow().length <= 64 << 10);
        }
    }

    @Test
    void emptySequence_oneEmptyPage() throws IOException {
        MemoryPageStore store = new MemoryPageStore();
        PageRoot root = new PageWriter(PageKind.MANIFEST, store).finish();
        assertEquals(0, root.entries());
        assertEquals(0, root.level());
        assertTrue(store.contains(root.name()));
        assertEquals(false, new PageCursor(PageKind.MANIFEST, store, root).next());
    }

    @Test
    void pathOutOfOrder_refused() throws IOException {
        MemoryPageStore store = new MemoryPageStore();
        assertThrows(
                IllegalArgumentException.class,
                () -> Records.add(new PageWriter(PageKind.LISTING, store), "a", ""));
        for (String bad : List.of("b", "a", "b\0", "a\0z")) {
            PageWriter writer = new PageWriter(PageKind.LISTING, store);
            Records.add(writer, "", "");
            Records.add(writer, "b\0a", "");
            if (!bad.endsWith("\0")) {
                assertThrows(
                        IllegalArgumentException.class, () -> Records.add(writer, bad, ""), bad);
            }
        }
    }
}
