package dev.dsync.app.web;

import java.util.concurrent.Semaphore;

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
     * @param size bytes of all of it
     * @param part bytes that are sent now
     * @throws RefusedException if there is no room, or the link is used up
     */
    Delivery begin(String visitor, String key, String path, long size, long part)
            throws RefusedException {
        if (!seats.tryAcquire()) {
            throw new RefusedException(503, "Too much at once; try again.");
        }
        try {
            Lifetime.Part begun =
                    lifetime.begin(visitor, key, Math.max(1, size), Math.max(1, part));
            return new Delivery(visitor, path, begun);
        } catch (RefusedException e) {
            seats.release();
            throw e;
        }
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

        /** So many more bytes were sent. */
        void sent(long bytes) {
            part.sent(bytes);
        }

        /** All of it has been sent, that many bytes. */
        void done(long bytes) {
            listener.sent(visitor, path, bytes);
        }

        @Override
        public void close() {
            part.close();
            seats.release();
        }
    }
}
