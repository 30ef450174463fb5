package dev.dsync.app.batch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Whether and when a job that failed is tried again.
 *
 * @param retries how often, beside the first attempt
 * @param backoff the longest pause before the first of them; before each further one it is twice as
 *     long
 */
public record Retry(int retries, Duration backoff) {
    /** What a job has that says nothing of it. */
    public static final Retry NONE = new Retry(0, Duration.ofSeconds(10));

    /** The most that can be asked for. */
    static final int RETRIES_MAX = 100;

    /** Pauses grow no longer than this, unless the first is. */
    private static final Duration GROWTH_MAX = Duration.ofHours(1);

    public Retry {
        if (retries < 0 || retries > RETRIES_MAX || backoff.isNegative() || backoff.isZero()) {
            throw new IllegalArgumentException(retries + " retries after " + backoff);
        }
    }

    /**
     * The pause after so many attempts, at least one: by chance between half of the longest and all
     * of it, so that machines that failed together do not come back together.
     */
    Duration pause(int attempts, RandomGenerator random) {
        long longest = backoff.toMillis();
        long most = Math.max(longest, GROWTH_MAX.toMillis());
        for (int i = 1; i < attempts && longest < most; i++) {
            longest = Math.min(most, 2 * longest);
        }
        return Duration.ofMillis(random.nextLong(longest / 2, longest + 1));
    }
}
