package dev.dsync.engine.session;

import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Timer;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.io.wire.Message;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees to it that no link waits for another whose peer is alive, but sends nothing. */
final class Stall {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Folder folder;
    private final Object link;
    private boolean looking;

    Stall(Folder folder, Object link) {
        this.folder = folder;
        this.link = link;
    }

    /** A round begins. */
    List<Effect> begin() {
        if (looking) {
            return List.of();
        }
        looking = true;
        return List.of(new Effect.Start(Timer.ROUND, LOOK));
    }

    /**
     * Looks at the round that is under way, if there is one.
     *
     * @throws Refusal if the link is to end, so that others get what it holds
     */
    List<Effect> look(@Nullable Part round, long nowNanos) throws Refusal {
        looking = false;
        if (round == null) {
            return List.of();
        }
        boolean stalls = round.jobs == 0 && nowNanos - round.cameOnNanos >= PATIENCE.toNanos();
        if (stalls && folder.isAwaited(link)) {
            throw new Refusal(
                    Message.Reason.SILENT,
                    "nothing of what was asked for came in "
                            + PATIENCE.toSeconds()
                            + " s, and others have it");
        }
        return begin();
    }
}
