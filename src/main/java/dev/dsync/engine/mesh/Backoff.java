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

    private final RandomGenerator random;
    private Duration next = MIN;

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
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(MAX) < 0 ? twice : MAX;
    }

    /** There was a link for so long, which has ended. */
    void ended(Ending ending, Duration lived) {
        if (lived.compareTo(MAX) > 0) {
            next = MIN;
        }
        if (isInVain(ending)) {
            failed();
        } else {
            next = MIN;
        }
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
