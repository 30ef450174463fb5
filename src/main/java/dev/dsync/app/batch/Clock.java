package dev.dsync.app.batch;

import java.time.Duration;

/** Time as it passes for a batch, and whether its user has ended it. */
public interface Clock {
    /** A monotonic time. */
    long nanoTime();

    /** Whether the user has ended the batch. */
    boolean isEnded();

    /** Lets so much time pass, less if the user ends the batch. */
    void pause(Duration time);
}
