package dev.dsync.app.web;

import java.util.concurrent.Semaphore;

/**
 * What answers of one kind may keep on the heap while they are sent, all of them together. Whoever
 * asks when there is none left is told to come back; nobody waits.
 */
final class Room {
    private final int bytes;
    private final Semaphore free;

    /** So many bytes. */
    Room(int bytes) {
        this.bytes = bytes;
        this.free = new Semaphore(bytes);
    }

    /** The part of one answer, of no bytes yet. */
    Share share() {
        return new Share();
    }

    /** A part of it, until it is closed. Used by one thread. */
    final class Share implements AutoCloseable {
        private int taken;

        private Share() {}

        /**
         * Takes more.
         *
         * @param words what a visitor is told who asks for more than there ever is
         * @throws RefusedException if there is not so much, now or ever
         */
        void take(long more, String words) throws RefusedException {
            if (taken + more > bytes) {
                throw new RefusedException(413, words);
            }
            if (!free.tryAcquire((int) more)) {
                throw new RefusedException(503, "Too much at once; try again.");
            }
            taken += (int) more;
        }

        @Override
        public void close() {
            free.release(taken);
            taken = 0;
        }
    }
}
