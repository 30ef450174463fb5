package dev.dsync.app.batch;

import dev.dsync.app.batch.Runner.Attempt;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Jobs run once, one after the other; what becomes of one changes nothing for the others. */
public final class Batch {
    private final Locks locks;
    private final Runner runner;
    private final Clock clock;
    private final RandomGenerator random;
    private final Listener listener;

    /** Who is told of the jobs of a batch. */
    public interface Listener {
        /** A job's turn has come. */
        void began(Job job);

        /** An attempt failed, and there will be another after this pause. */
        void retrying(Job job, int attempts, Attempt failed, Duration pause);

        /** A job is over, or will not be run. */
        void ended(Result result);
    }

    /** Which jobs somebody is running. */
    public interface Locks {
        /**
         * Takes the lock of a job, without waiting; closing gives it back.
         *
         * @throws BusyException if somebody has it
         */
        Closeable take(Job job) throws IOException;
    }

    /** Somebody else is running a job. */
    public static final class BusyException extends IOException {
        private final String holder;

        BusyException(String holder) {
            super(holder);
            this.holder = holder;
        }
    }

    /**
     * A batch that is not run yet.
     *
     * @param random for pauses
     */
    public Batch(
            Locks locks, Runner runner, Clock clock, RandomGenerator random, Listener listener) {
        this.locks = locks;
        this.runner = runner;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
    }

    /**
     * Runs the jobs.
     *
     * @return what became of each
     * @throws IOException if there can be no locks
     */
    public List<Result> run(List<Job> jobs) throws IOException {
        List<Result> results = new ArrayList<>();
        for (Job job : jobs) {
            Result result =
                    clock.isEnded()
                            ? new Result(job, new Result.NotRun(), 0, null, Duration.ZERO)
                            : run(job);
            listener.ended(result);
            results.add(result);
        }
        return results;
    }

    private Result run(Job job) throws IOException {
        listener.began(job);
        try (Closeable _ = locks.take(job)) {
            return attempts(job);
        } catch (BusyException e) {
            return new Result(job, new Result.Busy(e.holder), 0, null, Duration.ZERO);
        }
    }

    private Result attempts(Job job) {
        long start = clock.nanoTime();
        int attempts = 0;
        while (true) {
            Attempt attempt = runner.attempt(job, left(job, start));
            attempts++;
            Duration pause = job.retry().pause(attempts, random);
            Duration left = left(job, start);
            boolean again =
                    attempt.isPassing()
                            && attempts <= job.retry().retries()
                            && (left == null || left.compareTo(pause) > 0);
            if (clock.isEnded() && attempt.exitCode() != 0) {
                return result(job, new Result.Interrupted(), attempts, attempt, start);
            }
            if (attempt.isOverdue()) {
                return result(job, new Result.Overdue(), attempts, attempt, start);
            }
            if (!again) {
                return result(job, new Result.Ended(), attempts, attempt, start);
            }
            listener.retrying(job, attempts, attempt, pause);
            clock.pause(pause);
            if (clock.isEnded()) {
                return result(job, new Result.Interrupted(), attempts, attempt, start);
            }
        }
    }

    /** How much of a job's time is left; null without end. */
    private @Nullable Duration left(Job job, long start) {
        Duration limit = job.timeLimit();
        return limit == null ? null : limit.minusNanos(clock.nanoTime() - start);
    }

    private Result result(Job job, Result.Outcome outcome, int attempts, Attempt last, long start) {
        return new Result(job, outcome, attempts, last, Duration.ofNanos(clock.nanoTime() - start));
    }
}
