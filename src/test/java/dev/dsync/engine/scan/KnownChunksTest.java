package dev.dsync.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.FastHash128;
import dev.dsync.io.index.IndexedChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownChunksTest {
    private static final int LENGTH = 20_000;
    private static final int COUNT = 3 * KnownChunks.HELD;

    private final FastHash128 fastHash = new FastHash128(1);
    private final List<IndexedChunk> chunks = new ArrayList<>();

    /** Chunks of so many kinds, of which there are a few each. */
    private KnownChunks known(int kinds) {
        Random random = new Random(kinds);
        for (int i = 0; i < COUNT; i++) {
            take(random.nextInt(kinds));
            Digest name = new Digest(i, 0, 0, 0);
            chunks.add(new IndexedChunk(name, LENGTH, 1, fastHash.high(), fastHash.low()));
        }
        return new KnownChunks(chunks.iterator(), COUNT * (long) LENGTH);
    }

    private void take(int kind) {
        fastHash.take(new byte[] {(byte) kind, (byte) (kind >> 8)}, 0, 2);
    }

    @Test
    void place_findsTheChunkThatBeganThere() {
        KnownChunks known = known(1000);
        for (int i = 0; i < COUNT; i++) {
            assertNull(known.at(i * (long) LENGTH - 1));
            assertEquals(chunks.get(i), known.at(i * (long) LENGTH));
        }
        assertNull(known.at(COUNT * (long) LENGTH));
        assertNull(known.at(0));
    }

    /** The nearest ahead, else the nearest behind, of those around the place. */
    @Test
    void fastHash_findsTheNearestHeld() {
        KnownChunks known = known(9000);
        Random random = new Random(2);
        int current = 0;
        int held = 0;
        for (int step = 0; step < 2000; step++) {
            current = Math.min(COUNT - 1, current + random.nextInt(60));
            if (known.at(current * (long) LENGTH) == null) {
                throw new AssertionError("step " + step);
            }
            held = Math.max(held, Math.min(COUNT, current + KnownChunks.HELD / 2));
            take(random.nextInt(9000));
            int expected = nearest(current, held);
            assertEquals(-1, known.find(fastHash, LENGTH + 1));
            long found = known.find(fastHash, LENGTH);
            assertEquals(expected < 0 ? -1 : expected * (long) LENGTH, found, "step " + step);
            if (expected >= 0) {
                assertEquals(chunks.get(expected), known.found());
                current = expected;
            }
        }
    }

    private int nearest(int current, int held) {
        for (int i = current; i < held; i++) {
            if (fastHash.is(chunks.get(i).fastHigh(), chunks.get(i).fastLow())) {
                return i;
            }
        }
        for (int i = current - 1; i >= Math.max(0, held - KnownChunks.HELD); i--) {
            if (fastHash.is(chunks.get(i).fastHigh(), chunks.get(i).fastLow())) {
                return i;
            }
        }
        return -1;
    }
}
