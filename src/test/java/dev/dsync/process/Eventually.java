package dev.dsync.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for something another process does, with a deadline and without a fixed sleep. */
public final class Eventually {

    private static final long PAUSE_NANOS_MAX = 50_000_000;

    private Eventually() {}

    /** A condition that may have to look at files or processes. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Returns as soon as the condition holds; an {@link AssertionError} naming {@code what} after
     * the deadline.
     */
    public static void eventually(String what, Duration deadline, Condition condition)
            throws IOException {
        long start = System.nanoTime();
        long pause = 1_000_000;
        while (!condition.holds()) {
            if (System.nanoTime() - start > deadline.toNanos()) {
                throw new AssertionError("not within " + deadline + ": " + what);
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, PAUSE_NANOS_MAX);
        }
    }
}
