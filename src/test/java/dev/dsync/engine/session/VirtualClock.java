package dev.dsync.engine.session;

import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when it is told to. */
public final class VirtualClock implements InstantSource {
    private static final Instant ORIGIN = Instant.ofEpochSecond(1_700_000_000, 7);

    private long nanos;

    /** Nanoseconds since it began. */
    public long nanos() {
        return nanos;
    }

    /** Sets it to a later time. */
    public void advanceTo(long then) {
        nanos = Math.max(nanos, then);
    }

    /** Lets so much time pass. */
    public void advance(long by) {
        nanos += by;
    }

    @Override
    public Instant instant() {
        return ORIGIN.plusNanos(nanos);
    }
}
