package dev.dsync.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The greatest score within a horizon, then before that, until the piece is short enough. */
final class RepeatedMaximum implements Candidate {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private final int min;
    private final int horizon;
    private final int[] records;

    RepeatedMaximum(int min, int horizon) {
        this.min = min;
        this.horizon = horizon * min;
        records = new int[this.horizon];
    }

    @Override
    public int next(byte[] bytes, int offset, int length) {
        int last = Math.min(length, horizon) - min;
        if (last < min) {
            return length;
        }
        long best = Long.MIN_VALUE;
        int count = 0;
        for (int at = min; at <= last; at++) {
            long score = (long) LONG.get(bytes, offset + at - 8) * FACTOR;
            if (score > best) {
                best = score;
                records[count++] = at;
            }
        }
        while (records[count - 1] >= 2 * min) {
            int limit = records[count - 1] - min;
            while (records[count - 1] > limit) {
                count--;
            }
        }
        return records[count - 1];
    }
}
