package dev.dsync.engine.session;

import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Timer;
import dev.dsync.io.wire.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Notices that a peer says nothing any more. */
final class Silence {
    private final Patience patience;
    private long heardNanos;
    private boolean heard;
    private boolean asked;
    private long pings;

    Silence(Patience patience) {
        this.patience = patience;
    }

    /** Begins to watch. */
    Effect start() {
        return new Effect.Start(Timer.SILENCE, patience.ping());
    }

    /** The peer said something. */
    void hear(long nowNanos) {
        heardNanos = nowNanos;
        heard = true;
        asked = false;
    }

    /**
     * What the time that has passed asks for; nothing at all once the peer counts as lost.
     *
     * @param listening whether the peer already takes pings
     */
    List<Effect> elapsed(long nowNanos, boolean listening) {
        if (!heard) { // the watch began one waiting time ago
            hear(nowNanos - patience.ping().toNanos());
        }
        Duration silent = Duration.ofNanos(nowNanos - heardNanos);
        Duration left = patience.loss().minus(silent);
        if (!left.isPositive()) {
            return List.of();
        }
        List<Effect> effects = new ArrayList<>();
        Duration next = patience.ping().minus(silent);
        if (!next.isPositive()) {
            next = left;
            if (!asked && listening) {
                asked = true;
                effects.add(new Effect.Send(new Message.Ping(++pings)));
            }
        }
        effects.add(new Effect.Start(Timer.SILENCE, next));
        return effects;
    }
}
