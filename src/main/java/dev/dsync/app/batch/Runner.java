package dev.dsync.app.batch;

import dev.dsync.app.render.Statistics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Carries out jobs, each attempt as a push or pull of its own. */
public interface Runner {
    /**
     * Tries a job once, to its end.
     *
     * @param limit after which the attempt is ended in good order; null for never
     */
    Attempt attempt(Job job, @Nullable Duration limit);

    /**
     * How an attempt ended.
     *
     * @param exitCode as that of push and pull
     * @param isPassing whether what it failed of may be over soon, as a lost connection
     * @param isOverdue whether it was ended since its time was over
     * @param figures null if it did not get so far as to have any
     * @param output what it printed and complained of; empty for nothing
     */
    record Attempt(
            int exitCode,
            boolean isPassing,
            boolean isOverdue,
            @Nullable Statistics figures,
            String output) {}
}
