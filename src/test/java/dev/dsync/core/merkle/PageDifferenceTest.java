package dev.dsync.core.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageDifferenceTest {
    private static List<String> naive(Records left, Records right) {
        TreeSet<String> paths = new TreeSet<>(left.byPath.keySet());
        paths.addAll(right.byPath.keySet());
        List<String> differing = new ArrayList<>();
        for (String path : paths) {
            String a = left.byPath.get(path);
            String b = right.byPath.get(path);
            if (!Objects.equals(a, b)) {
                differing.add(path.replace('\0', '/') + ":" + a + ":" + b);
            }
        }
        return differing;
    }

    private static List<String> paged(PageDifference difference) throws IOException {
        List<String> differing = new ArrayList<>();
        while (difference.next()) {
            String a = difference.hasLeft() ? Records.text(difference.leftPayload()) : null;
            String b = difference.hasRight() ? Records.text(difference.rightPayload()) : null;
            differing.add(Records.text(difference.path()) + ":" + a + ":" + b);
        }
        return differing;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void randomPair_sameAsNaive(long seed) throws IOException {
        Random random = new Random(seed);
        Records left = Records.random(random, 1 + random.nextInt(2500));
        Records right =
                seed % 4 == 0
                        ? Records.random(random, 500)
                        : left.edited(random, random.nextInt(8));
        MemoryPageStore a = new MemoryPageStore();
        MemoryPageStore b = new MemoryPageStore();
        PageRoot leftRoot = left.write(a);
        PageRoot rightRoot = right.write(b);
        assertEquals(
                naive(left, right),
                paged(new PageDifference(PageKind.LISTING, a, leftRoot, b, rightRoot)),
                () -> "seed " + seed);
        assertEquals(
                naive(right, left),
                paged(new PageDifference(PageKind.LISTING, b, rightRoot, a, leftRoot)),
                () -> "seed " + seed);
    }

    @Test
    void equalSequences_nothingOpened() throws IOException {
        Records.Counting store = new Records.Counting();
        PageRoot root = Records.random(new Random(1), 500).write(store);
        assertFalse(new PageDifference(PageKind.LISTING, store, root, store, root).next());
        assertEquals(0, store.found.size());
    }

    @Test
    void oneEdit_opensOnePageALevelOnEachSide() throws IOException {
        Records records = Records.random(new Random(2), 5000);
        Records.Counting store = new Records.Counting();
        PageRoot left = records.write(store);
        records.byPath.put(new ArrayList<>(records.byPath.keySet()).get(2500), "edited");
        PageRoot right = records.write(store);
        assertEquals(
                1, paged(new PageDifference(PageKind.LISTING, store, left, store, right)).size());
        assertEquals(2 * (left.level() + 1), store.found.size());
    }

    @Test
    void directoryMoved_equalPagesElsewhereAreDifferences() throws IOException {
        Records left = new Records();
        for (int i = 0; i < 300; i++) {
            left.put("a/x/file" + i, "f" + i);
        }
        Records right = new Records(left);
        right.move("a", "b");
        MemoryPageStore store = new MemoryPageStore();
        List<String> differing =
                paged(
                        new PageDifference(
                                PageKind.LISTING,
                                store,
                                left.write(store),
                                store,
                                right.write(store)));
        assertEquals(naive(left, right), differing);
        assertTrue(differing.size() == 600);
    }
}
