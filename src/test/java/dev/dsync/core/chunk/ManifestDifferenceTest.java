package dev.dsync.core.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.merkle.MemoryPageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ManifestDifferenceTest {
    private static List<Gap> gaps(Manifest old, Manifest now) throws IOException {
        return gaps(old.difference(now));
    }

    private static List<Gap> gaps(ManifestDifference difference) throws IOException {
        List<Gap> gaps = new ArrayList<>();
        for (Gap gap = difference.nextGap(); gap != null; gap = difference.nextGap()) {
            gaps.add(gap);
        }
        assertNull(difference.nextGap());
        return gaps;
    }

    private static List<Gap> gaps(List<Integer> old, List<Integer> now) throws IOException {
        return gaps(Manifests.of(old), Manifests.of(now));
    }

    private static long bytes(List<Integer> numbers) {
        return numbers.stream().mapToLong(number -> Manifests.chunk(number).length()).sum();
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static List<Integer> join(List<Integer> a, List<Integer> b) {
        List<Integer> joined = new ArrayList<>(a);
        joined.addAll(b);
        return joined;
    }

    @Test
    void equalFiles_haveNoGap() throws IOException {
        assertEquals(List.of(), gaps(range(0, 500), range(0, 500)));
        assertEquals(List.of(), gaps(List.of(), List.of()));
        assertEquals(List.of(), gaps(range(0, 500), List.of()));
    }

    @Test
    void gap_liesBetweenTheirAnchors() throws IOException {
        List<Integer> old = range(0, 500);
        long at = bytes(range(0, 200));
        long one = bytes(List.of(200));
        long other = bytes(List.of(1000));
        List<Integer> replaced = join(join(range(0, 200), List.of(1000)), range(201, 500));
        assertEquals(List.of(new Gap(at, other, at, one, false)), gaps(old, replaced));
        List<Integer> inserted = join(join(range(0, 200), List.of(1000)), range(200, 500));
        assertEquals(List.of(new Gap(at, other, at, 0, false)), gaps(old, inserted));
        List<Integer> deleted = join(range(0, 200), range(201, 500));
        assertEquals(List.of(), gaps(old, deleted));
        List<Integer> prepended = join(List.of(1000), old);
        assertEquals(List.of(new Gap(0, other, 0, 0, false)), gaps(old, prepended));
        List<Integer> appended = join(old, List.of(1000));
        assertEquals(
                List.of(new Gap(bytes(old), other, bytes(old), 0, false)), gaps(old, appended));
        List<Integer> cutOff = join(range(0, 200), List.of(1000));
        assertEquals(List.of(new Gap(at, other, at, bytes(old) - at, false)), gaps(old, cutOff));
    }

    @Test
    void everythingNew_isOneGapOverEverythingOld() throws IOException {
        List<Integer> old = range(0, 300);
        List<Integer> now = range(1000, 1200);
        assertEquals(List.of(new Gap(0, bytes(now), 0, bytes(old), false)), gaps(old, now));
        assertEquals(List.of(new Gap(0, bytes(now), 0, 0, false)), gaps(List.of(), now));
    }

    @Test
    void movedPieces_haveTheProportionalRange() throws IOException {
        List<Integer> old = range(0, 100);
        List<Integer> now = join(join(range(50, 100), List.of(1000)), range(0, 50));
        long other = bytes(List.of(1000));
        long start = bytes(range(50, 100));
        long from = (long) ((double) start / bytes(now) * bytes(old));
        assertEquals(List.of(new Gap(start, other, from, other, true)), gaps(old, now));
    }

    /** A chunk that stands at many places in the old file says nothing about where one is. */
    @Test
    void repeatedChunk_isHeldButNoAnchor() throws IOException {
        List<Integer> old = join(join(range(0, 10), List.of(7, 7)), range(10, 20));
        List<Integer> now = join(join(range(0, 3), List.of(1000, 7, 1001)), range(3, 20));
        long first = bytes(range(0, 3));
        long a = bytes(List.of(1000));
        long b = bytes(List.of(1001));
        long second = first + a + bytes(List.of(7));
        assertEquals(
                List.of(new Gap(first, a, first, a, true), new Gap(second, b, first - b, b, true)),
                gaps(old, now));
    }

    @Test
    void runOfAChunkThatIsHeldOnce_isHeld() throws IOException {
        List<Integer> old = range(0, 10);
        List<Integer> now = List.of(0, 1, 2, 2, 2, 2, 1000, 3, 4);
        long at = bytes(List.of(0, 1, 2, 2, 2, 2));
        assertEquals(
                List.of(new Gap(at, bytes(List.of(1000)), bytes(range(0, 3)), 0, false)),
                gaps(old, now));
    }

    @Test
    void oneChangeInAGreatFile_opensFewPages() throws IOException {
        Manifests.Counting store = new Manifests.Counting();
        List<Integer> numbers = range(0, 32_768);
        Manifest old = Manifests.of(numbers, store);
        numbers.set(20_000, 1_000_000);
        Manifest now = Manifests.of(numbers, store);
        int pages = store.put.get();
        store.found.set(0);
        assertEquals(1, gaps(old, now).size());
        assertTrue(store.found.get() < pages / 20, store.found + " of " + pages);
    }

    @RepeatedTest(40)
    void whatIsInNoGap_isInTheOldFile(RepetitionInfo repetition) throws IOException {
        int seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        int size = 1 + random.nextInt(3000);
        int letters = 1 + random.nextInt(100);
        List<Integer> old =
                letters > 50 ? range(0, size) : random.ints(size, 0, letters).boxed().toList();
        boolean copies = random.nextBoolean();
        List<Integer> now = new ArrayList<>(old);
        for (int i = random.nextInt(30); i > 0 && !now.isEmpty(); i--) {
            int at = random.nextInt(now.size());
            int end = Math.min(now.size(), at + random.nextInt(20));
            switch (random.nextInt(copies ? 3 : 2)) {
                case 0 -> now.subList(at, end).clear();
                case 1 -> now.addAll(at, random.ints(5, 200_000, 300_000).boxed().toList());
                case 2 -> now.addAll(random.nextInt(now.size()), List.copyOf(now.subList(at, end)));
                default -> throw new AssertionError();
            }
        }
        MemoryPageStore store = new MemoryPageStore();
        List<Gap> gaps = gaps(Manifests.of(old, store), Manifests.of(now, store));
        check(
                old,
                now,
                gaps(new ManifestDifference(Manifests.of(old), Manifests.of(now), 10)),
                false,
                "seed " + seed);
        check(old, now, gaps, letters > 50 && !copies, "seed " + seed);
    }

    /**
     * Where chunks stand more than once, one may count as lacking though a page that both files
     * have, which is not opened, holds it.
     */
    private static void check(
            List<Integer> old, List<Integer> now, List<Gap> gaps, boolean unique, String seed) {
        Set<Integer> held = new HashSet<>(old);
        long offset = 0;
        int gap = 0;
        for (int number : now) {
            int length = Manifests.chunk(number).length();
            while (gap < gaps.size() && gaps.get(gap).offset() + gaps.get(gap).length() <= offset) {
                gap++;
            }
            boolean lacks = gap < gaps.size() && gaps.get(gap).offset() <= offset;
            assertTrue(lacks || held.contains(number), seed);
            assertTrue(!lacks || !unique || !held.contains(number), seed);
            offset += length;
        }
        long oldBytes = bytes(old);
        for (Gap each : gaps) {
            assertTrue(each.oldOffset() + each.oldLength() <= oldBytes, seed);
        }
    }
}
