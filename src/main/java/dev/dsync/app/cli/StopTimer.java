package dev.dsync.app.cli;

import java.time.Duration;
import java.util.Optional;

/** Ends a run when its time is over. */
final class StopTimer implements AutoCloseable {
    private final Optional<Deadline> deadline;
    private volatile boolean over;

    /** Cancels after so long, which may be never. */
    StopTimer(Optional<Duration> limit, Cancellation cancellation) {
        this.deadline = limit.map(time -> Deadline.of(time, () -> stop(cancellation)));
    }

    private void stop(Cancellation cancellation) {
        over = true;
        cancellation.cancel();
    }

    /** How a run ends whose time is over. */
    static Failure failure() {
        return Failure.of(
                ExitCode.TIMEOUT, "cannot go on: the time it may take is over", Messages.AGAIN);
    }

    /** Whether the time was over before this was closed. */
    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        deadline.ifPresent(Deadline::close);
    }
}
