package dev.dsync.engine.apply;

import dev.dsync.core.hash.FastHash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Many numbers, in little room: first they are added, then asked for. */
final class Longs {
    private long[] numbers = new long[256];
    private int count;
    private boolean sorted = true;

    void add(long number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = number;
        sorted = false;
    }

    boolean has(long number) {
        sort();
        return Arrays.binarySearch(numbers, 0, count, number) >= 0;
    }

    int count() {
        return count;
    }

    /** The same for the same numbers, in whichever order they were added. */
    long hash() {
        sort();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Long.BYTES));
        bytes.asLongBuffer().put(numbers, 0, count);
        return FastHash.seeded(0).hash(bytes.array(), 0, bytes.capacity());
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(numbers, 0, count);
            sorted = true;
        }
    }
}
