package dev.dsync.app.cli;

import dev.dsync.engine.session.Refusal;
import dev.dsync.io.wire.Message;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many peers that have proved a key there may be at a time; each may hold some memory. */
final class Seats {
    private static final int SEATS = 64;

    private final Semaphore free = new Semaphore(SEATS);

    /** One connection's place, which it has from {@link #take} on until it is closed. */
    final class Seat implements AutoCloseable {
        private final AtomicBoolean taken = new AtomicBoolean();

        /**
         * Takes it, once a key was proved.
         *
         * @throws Refusal if all are taken
         */
        void take() throws Refusal {
            if (!free.tryAcquire()) {
                throw new Refusal(Message.Reason.TOO_BUSY, "it serves " + SEATS + " others");
            }
            taken.set(true);
        }

        @Override
        public void close() {
            if (taken.getAndSet(false)) {
                free.release();
            }
        }
    }

    /** A place for a connection that has just come in. */
    Seat seat() {
        return new Seat();
    }
}
