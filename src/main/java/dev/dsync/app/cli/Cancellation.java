package dev.dsync.app.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The user's wish that a run end now, from whatever thread it comes. What began last is ended
 * first.
 */
final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean cancelled;

    /** Ends the run; once more does nothing more. */
    void cancel() {
        List<Runnable> due;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            due = List.copyOf(actions);
        }
        due.forEach(Runnable::run);
    }

    /** What ends the run; done at once if that was wished for already. */
    void onCancel(Runnable action) {
        boolean due;
        synchronized (this) {
            due = cancelled;
            actions.addFirst(action);
        }
        if (due) {
            action.run();
        }
    }
}
