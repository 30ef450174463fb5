package dev.dsync.engine.mesh;

import dev.dsync.engine.session.Ending;
import dev.dsync.io.wire.Message;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a peer is dialled again: the longer, the more often it was in vain. A
 * link that was refused by one of the two is in vain as well: the next would be, too.
 */
final class Backoff {
    private static final Duration MIN = Duration.ofMillis(500);
    private static final Duration MAX = Duration.ofSeconds(30);

    /** So long no link lasts without a proof. */
    private static final Duration PROOF = Duration.ofMinutes(1);

    /** About five minutes. */
    private static final int FAILURES_MAX = 12;

    /** About a day. */
    private static final int FAILURES_MAX_OF_PROVEN = 2_880;

    private final RandomGenerator random;
    private Duration next = MIN;
    private int failures;
    private boolean proven;

    /** One that begins; {@code random} spreads attempts. */
    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** What was in vain says nothing any more. */
    void reset() {
        next = MIN;
    }

    /** The peer could not be reached. */
    void failed() {
        failures++;
        lengthen();
    }

    private void lengthen() {
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(MAX) < 0 ? twice : MAX;
    }

    /** There was a link for so long, which has ended. */
    void ended(Ending ending, Duration lived) {
        if (lived.compareTo(MAX) > 0) {
            next = MIN;
        }
        failures++;
        if (lived.compareTo(PROOF) > 0) {
            failures = 0;
            proven = true;
        }
        if (isInVain(ending)) {
            lengthen();
        } else {
            next = MIN;
        }
    }

    /**
     * Whether it was in vain so often that nobody might ever be there: soon if there was never a
     * link that lasted, else after about a day.
     */
    boolean isHopeless() {
        return failures >= (proven ? FAILURES_MAX_OF_PROVEN : FAILURES_MAX);
    }

    private static boolean isInVain(Ending ending) {
        return switch (ending) {
            case Ending.Refused refused ->
                    refused.reason() != Message.Reason.SILENT
                            && refused.reason() != Message.Reason.CANCELLED;
            case Ending.Broken _, Ending.Failed _ -> true;
            case Ending.Lost _, Ending.Cancelled _, Ending.Done _ -> false;
        };
    }

    /** How long to wait now, in milliseconds: half of it or up to half more. */
    long pauseMillis() {
        long millis = next.toMillis();
        return millis / 2 + random.nextLong(millis);
    }
}
