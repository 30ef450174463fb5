package dev.dsync.app.cli;

import java.time.Duration;

/**
 * Gives back to the system the heap that a burst of work has left behind, once the process rests:
 * where nothing is allocated nothing is collected, and garbage would stay resident for days.
 */
final class SpareHeap {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    /** Whoever allocates less between two looks rests: a small edit now and then is no burst. */
    private static final long RESTING_BYTES = 8L << 20;

    private final Heap heap;
    private long usedBefore;

    /** Whether there was a burst since the last collection. */
    private boolean worked = true;

    SpareHeap(Heap heap) {
        this.heap = heap;
    }

    /** The heap of a process. */
    interface Heap {
        /** Bytes that objects and garbage take. */
        long used();

        /** Collects the garbage, and gives back what the rest does not need. */
        void collect();
    }

    /** Looks after the heap of this process until that ends. */
    static void lookAfter() {
        SpareHeap spare = new SpareHeap(new OwnHeap());
        Thread.ofVirtual().name("dsync-heap").start(spare::lookForever);
    }

    private void lookForever() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(BETWEEN_LOOKS);
                look();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Collects if the process has worked before the last look, and rests since. */
    void look() {
        long used = heap.used();
        boolean resting = used >= usedBefore && used - usedBefore < RESTING_BYTES;
        if (resting && worked) {
            heap.collect();
            worked = false;
            used = heap.used();
        } else if (!resting) {
            worked = true;
        }
        usedBefore = used;
    }

    /** That of this process. */
    private static final class OwnHeap implements Heap {
        private final Runtime runtime = Runtime.getRuntime();

        @Override
        public long used() {
            return runtime.totalMemory() - runtime.freeMemory();
        }

        @Override
        public void collect() {
            System.gc();
        }
    }
}
