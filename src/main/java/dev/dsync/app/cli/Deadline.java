package dev.dsync.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something if it is not closed in time. */
final class Deadline implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);

    private Deadline() {}

    /** Does {@code action}, on a thread of its own, once {@code time} is up. */
    static Deadline of(Duration time, Runnable action) {
        Deadline deadline = new Deadline();
        Thread.ofVirtual().name("dsync-deadline").start(() -> deadline.await(time, action));
        return deadline;
    }

    private void await(Duration time, Runnable action) {
        try {
            if (!closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                action.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
