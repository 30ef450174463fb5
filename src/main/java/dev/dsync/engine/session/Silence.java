package dev.dsync.engine.session;

import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Timer;
import dev.dsync.io.wire.Message;
import java.time.Duration;
import java.util.List;

/** A peer that says nothing is asked whether it lives, and given up in the end. */
final class Silence {
    /** How long a peer may say nothing. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration PERIOD_MAX = Duration.ofSeconds(15);
    private static final int PERIODS = 4;

    private final Duration patience;
    private final Duration period;
    private boolean heard;
    private int silentPeriods;
    private long pings;

    Silence(Duration patience) {
        this.patience = patience;
        Duration part = patience.dividedBy(PERIODS);
        this.period = part.compareTo(PERIOD_MAX) < 0 ? part : PERIOD_MAX;
    }

    /** Sets the timer that is answered with {@link #elapsed}. */
    Effect listen() {
        return new Effect.Start(Timer.SILENCE, period);
    }

    /** The peer has said something. */
    void heard() {
        heard = true;
    }

    /**
     * A period is over.
     *
     * @param mayAsk whether the peer would understand a question already
     * @throws Refusal if that was the last it had
     */
    List<Effect> elapsed(boolean mayAsk) throws Refusal {
        if (heard) {
            heard = false;
            silentPeriods = 0;
            return List.of(listen());
        }
        silentPeriods++;
        if (period.multipliedBy(silentPeriods).compareTo(patience) >= 0) {
            throw new Refusal(
                    Message.Reason.SILENT, "nothing came for " + patience.toSeconds() + " s");
        }
        return mayAsk
                ? List.of(new Effect.Send(new Message.Ping(pings++)), listen())
                : List.of(listen());
    }
}
