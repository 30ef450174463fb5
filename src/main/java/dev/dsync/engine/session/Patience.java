package dev.dsync.engine.session;

import java.time.Duration;

/**
 * How long a peer may take.
 *
 * @param admission until the peer has shown who it is, and a dialler has said what it wants
 * @param ping without a word before it is asked whether it lives
 * @param loss without a word before it counts as lost
 */
public record Patience(Duration admission, Duration ping, Duration loss) {
    /** Where nobody said anything else. */
    public static final Patience STANDARD =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(75));

    public Patience {
        if (!ping.isPositive() || ping.compareTo(loss) >= 0) {
            throw new IllegalArgumentException("ping after " + ping + ", lost after " + loss);
        }
    }

    /** A peer counts as lost after this time without a word ({@code --timeout}). */
    public static Patience losingAfter(Duration loss) {
        Duration half = loss.dividedBy(2);
        Duration ping = half.compareTo(STANDARD.ping) < 0 ? half : STANDARD.ping;
        return new Patience(STANDARD.admission, ping, loss);
    }

    /** The same, but for how long a peer may take to show who it is ({@code --contimeout}). */
    public Patience admittingWithin(Duration time) {
        return new Patience(time, ping, loss);
    }
}
