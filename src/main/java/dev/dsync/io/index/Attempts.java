package dev.dsync.io.index;

import dev.dsync.io.index.Index.Health;

/**
 * What an index tries with its store: after a failure it tries less, and nobody is stopped by it.
 */
final class Attempts {
    private final Journal journal;
    private Health health = Health.SOUND;
    private boolean ended;

    Attempts(Journal journal) {
        this.journal = journal;
    }

    Health health() {
        return health;
    }

    /** Reads, or says what it would if nothing were known. */
    <T> T read(T otherwise, Reading<T> reading) {
        if (ended || health == Health.DAMAGED) {
            return otherwise;
        }
        try {
            return reading.read();
        } catch (StoreException e) {
            fail(e);
            return otherwise;
        }
    }

    /** Writes, unless something could not be written since this began or {@link #recover}ed. */
    void write(Writing writing) {
        if (ended || health != Health.SOUND) {
            return;
        }
        try {
            writing.write();
        } catch (StoreException e) {
            fail(e);
        }
    }

    /** Writes again from here on; false if it did anyway, or cannot be helped. */
    boolean recover() {
        if (ended || health == Health.SOUND || health == Health.DAMAGED) {
            return false;
        }
        health = Health.SOUND;
        return true;
    }

    private void fail(StoreException e) {
        health = e.health();
        journal.drop();
    }

    /** Tries nothing any more: the store is closed. */
    void end() {
        ended = true;
    }

    /** Something that reads. */
    interface Reading<T> {
        /**
         * Reads it.
         *
         * @throws StoreException if the store cannot
         */
        T read() throws StoreException;
    }

    /** Something that writes. */
    interface Writing {
        /**
         * Writes it.
         *
         * @throws StoreException if the store cannot
         */
        void write() throws StoreException;
    }
}
