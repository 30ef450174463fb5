package dev.dsync.io.transport;

/**
 * When bytes may pass at a given rate: a token bucket, kept as the time at which all that has
 * passed is paid for. Time that went by unused counts for a tenth of a second at most.
 */
final class Pace {
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long BURST_NANOS = SECOND_NANOS / 10;
    private static final int PIECE_BYTES_MAX = 64 << 10;

    private long bytesPerSecond;
    private boolean begun;
    private long paidNanos;
    private long remainder;

    Pace(long bytesPerSecond) {
        requireRate(bytesPerSecond);
        this.bytesPerSecond = bytesPerSecond;
    }

    private static void requireRate(long bytesPerSecond) {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("rate " + bytesPerSecond);
        }
    }

    /** From now on bytes pass at this rate; what has passed is paid for at the rate it had. */
    void change(long rate) {
        requireRate(rate);
        if (rate != bytesPerSecond) {
            bytesPerSecond = rate;
            remainder = 0;
        }
    }

    /** How many bytes are to pass at once, so that no wait is longer than a burst. */
    int pieceBytes() {
        return Math.clamp(bytesPerSecond / 10, 1, PIECE_BYTES_MAX);
    }

    /** So many bytes pass, at most a piece; {@code now} is read from a monotonic clock. */
    void pass(int bytes, long now) {
        if (!begun || paidNanos - now < -BURST_NANOS) {
            paidNanos = begun ? now - BURST_NANOS : now;
            begun = true;
        }
        long cost = bytes * SECOND_NANOS + remainder;
        paidNanos += cost / bytesPerSecond;
        remainder = cost % bytesPerSecond;
    }

    /** Nanoseconds until what has passed is paid for; 0 if it is. */
    long owed(long now) {
        return begun ? Math.max(0, paidNanos - now) : 0;
    }
}
