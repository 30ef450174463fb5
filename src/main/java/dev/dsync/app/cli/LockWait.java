package dev.dsync.app.cli;

import dev.dsync.engine.session.Ending;
import dev.dsync.io.wire.Message.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A run that begins anew as long as another one writes where it would: whoever finds the lock taken
 * has done nothing yet.
 */
final class LockWait {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Runnable told;
    private boolean waiting;

    /**
     * Ready to begin.
     *
     * @param cancellation ends the waiting
     * @param told called once, when it has to wait
     */
    LockWait(Cancellation cancellation, Runnable told) {
        this.told = told;
        cancellation.onCancel(cancelled::countDown);
    }

    /** Carries out a run when it may, and says how that ended. */
    Ending run(Runs runs, RunOptions options, Runs.Watcher watcher) throws IOException {
        Ending ending = runs.run(options, watcher);
        while (ending instanceof Ending.Refused refused && refused.reason() == Reason.ROOT_BUSY) {
            if (!waiting) {
                waiting = true;
                told.run();
            }
            if (isCancelled()) {
                return new Ending.Cancelled();
            }
            ending = runs.run(options, watcher);
        }
        return ending;
    }

    private boolean isCancelled() {
        try {
            return cancelled.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
