package dev.dsync.engine.session;

import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A machine of one round, which is closed when the last of its jobs is done. */
final class Part {
    private final Machine machine;
    private final Runnable closing;
    int jobs;

    /** When something of it last came, or was done. */
    long cameOnNanos;

    Part(Machine machine, Runnable closing) {
        this.machine = machine;
        this.closing = closing;
    }

    /** A job of a part is done. */
    record Done(Part part, Completion completion) implements Completion {}

    List<Effect> step(Event event, long nowNanos) throws IOException {
        if (event instanceof Event.Received || event instanceof Event.Completed) {
            cameOnNanos = nowNanos;
        }
        return machine.step(event, nowNanos);
    }

    /** The same effects, whose jobs come back to this part. */
    List<Effect> own(List<Effect> effects) {
        List<Effect> own = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Run run) {
                jobs++;
                own.add(new Effect.Run(run.lane(), () -> new Done(this, run.job().run())));
            } else {
                own.add(effect);
            }
        }
        return own;
    }

    void close() {
        closing.run();
    }
}
