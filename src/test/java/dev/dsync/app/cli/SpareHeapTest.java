package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class SpareHeapTest {
    private static final long MIB = 1L << 20;

    private final CountingHeap heap = new CountingHeap();
    private final SpareHeap spare = new SpareHeap(heap);

    private static final class CountingHeap implements SpareHeap.Heap {
        private long used;
        private int collections;

        @Override
        public long used() {
            return used;
        }

        @Override
        public void collect() {
            used = MIB;
            collections++;
        }
    }

    private void lookAt(long used) {
        heap.used = used;
        spare.look();
    }

    @Test
    void whoRestsBehindABurst_isCollectedOnce() {
        lookAt(50 * MIB);
        lookAt(90 * MIB);
        assertEquals(0, heap.collections, "it works");
        lookAt(91 * MIB);
        assertEquals(1, heap.collections);
        lookAt(2 * MIB);
        lookAt(9 * MIB);
        lookAt(16 * MIB);
        assertEquals(1, heap.collections, "little at a time is no burst");
    }

    @Test
    void nextBurst_isCollectedAfter() {
        lookAt(50 * MIB);
        lookAt(50 * MIB);
        lookAt(20 * MIB);
        assertEquals(1, heap.collections);
        lookAt(20 * MIB);
        assertEquals(2, heap.collections);
    }

    @Test
    void whoWasCollectedInBetween_works() {
        lookAt(50 * MIB);
        lookAt(30 * MIB);
        assertEquals(0, heap.collections);
        lookAt(30 * MIB);
        assertEquals(1, heap.collections);
    }
}
