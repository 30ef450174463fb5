package dev.dsync.app.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How fast a number rises, as seen by those who look at it now and then. Any thread may call. */
final class Meter {
    /** What is seen sooner after what was seen before tells little. */
    private static final long LEAST_NANOS = Duration.ofMillis(500).toNanos();

    private final LongSupplier nanoTime;
    private long at;
    private long total;
    private long perSecond;

    /** It is 0 now, by this clock. */
    Meter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.at = nanoTime.getAsLong();
    }

    /** How much it has risen a second of late, given what it is now. */
    synchronized long perSecond(long now) {
        long time = nanoTime.getAsLong();
        long nanos = time - at;
        if (nanos >= LEAST_NANOS) {
            perSecond = Math.round((now - total) * 1e9 / nanos);
            at = time;
            total = now;
        }
        return perSecond;
    }
}
