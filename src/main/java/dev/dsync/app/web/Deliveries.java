package dev.dsync.app.web;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** What is being sent to visitors: no more at once than there is room for, while the link holds. */
final class Deliveries {
    /** Each takes a buffer outside the heap. */
    static final int AT_ONCE_MAX = 256;

    private final Lifetime lifetime;
    private final ShareListener listener;
    private final Semaphore seats = new Semaphore(AT_ONCE_MAX);

    Deliveries(Lifetime lifetime, ShareListener listener) {
        this.lifetime = lifetime;
        this.listener = listener;
    }

    /**
     * Begins one.
     *
     * @param key what is sent, and in which state
     * @param path what it is called, printable
     * @param size bytes of all of it, where that is known, else 1
     * @param part bytes that are sent now, where that is known, else 1
     * @throws RefusedException if there is no room, or the link is used up
     */
    Delivery begin(String visitor, String key, String path, long size, long part)
            throws RefusedException {
        if (!seats.tryAcquire()) {
            throw new RefusedException(503, "Too much at once; try again.");
        }
        Lifetime.@Nullable Part begun =
                lifetime.begin(visitor, key, Math.max(1, size), Math.max(1, part));
        if (begun == null) {
            seats.release();
            throw new RefusedException(410, "This link has been used up.");
        }
        return new Delivery(visitor, path, begun);
    }

    /** One of them. */
    final class Delivery implements AutoCloseable {
        private final String visitor;
        private final String path;
        private final Lifetime.Part part;

        private Delivery(String visitor, String path, Lifetime.Part part) {
            this.visitor = visitor;
            this.path = path;
            this.part = part;
        }

        /** All of it has been sent. */
        void done(long bytes) {
            part.sent();
            listener.sent(visitor, path, bytes);
        }

        @Override
        public void close() {
            part.close();
            seats.release();
        }
    }
}
