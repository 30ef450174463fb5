package dev.dsync.app.cli;

import dev.dsync.app.control.Status;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The last line of a terminal, which shows how a watch stands as long as it runs. */
final class WatchLine implements AutoCloseable {
    private static final Duration REDRAW = Duration.ofMillis(250);

    private final WatchView view;
    private final int columns;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread drawing;

    /** A line no wider than this; 0 for none. */
    WatchLine(WatchView view, int columns) {
        this.view = view;
        this.columns = columns;
    }

    /** Shows it from now on. */
    synchronized void begin(Supplier<Status> status) {
        if (columns > 0) {
            drawing = Thread.ofVirtual().name("dsync-line").start(() -> run(status));
        }
    }

    private void run(Supplier<Status> status) {
        try {
            do {
                view.live(StatusWords.line(status.get(), columns));
            } while (!closed.await(REDRAW.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        view.live("");
    }

    @Override
    public void close() {
        closed.countDown();
        Thread thread;
        synchronized (this) {
            thread = drawing;
        }
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
