package dev.dsync.app.batch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of a job.
 *
 * @param attempts how often it was tried
 * @param last the attempt that counts; null if there was none
 * @param elapsed from its begin to its end, pauses counted
 */
public record Result(
        Job job, Outcome outcome, int attempts, Runner.@Nullable Attempt last, Duration elapsed) {

    /** How a job can come out. */
    public sealed interface Outcome {}

    /** Its last attempt came to an end of its own, good or bad. */
    public record Ended() implements Outcome {}

    /** Its time was over. */
    public record Overdue() implements Outcome {}

    /** The batch was ended while it ran. */
    public record Interrupted() implements Outcome {}

    /** The batch was ended before its turn. */
    public record NotRun() implements Outcome {}

    /**
     * Somebody else was running it.
     *
     * @param holder who, printable
     */
    public record Busy(String holder) implements Outcome {}
}
