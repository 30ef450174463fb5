package dev.dsync.io.index;

import dev.dsync.io.index.Store.Durability;

/** How far an index is: its commits, and the generation of rows that is being written at once. */
final class Generations {
    private final Store store;
    private final Journal journal;
    private Progress progress;
    private Progress before;

    Generations(Store store, Journal journal) throws StoreException {
        this.store = store;
        this.journal = journal;
        before = Progress.read(journal);
        // A reader's own rows are believed, whatever the writer beside it is in the middle of.
        progress = store.isKept() ? before : before.begin().commit();
    }

    /** The generation rows belong to that are written now. */
    long started() {
        return progress.started();
    }

    long commits() {
        return progress.commits();
    }

    /** Whether a row is known to be whole. */
    boolean believes(FileRow row) {
        return before.believes(row);
    }

    /**
     * Drops what a process left behind that died while it wrote much; false if none did. What is
     * left is believed when that is committed.
     */
    boolean dropUnbelieved(FileTable files, StageTable stages, ManifestTable manifests)
            throws StoreException {
        if (!isOpen()) {
            return false;
        }
        files.removeIf(row -> !progress.believes(row));
        stages.removeIf(row -> !progress.believes(row));
        manifests.sweep(stages.ids());
        return true;
    }

    /** From now on what was committed so far is believed, and nothing else is there. */
    void believeAll() {
        before = progress;
    }

    /** The first write of a bulk says that there will be more; a bulk without one costs nothing. */
    void begin() throws StoreException {
        progress = progress.begin();
        progress.write(journal);
        journal.apply(Durability.SYNCED);
        journal.durability(Durability.UNLOGGED);
    }

    boolean isOpen() {
        return progress.started() != progress.completed();
    }

    void commit() throws StoreException {
        boolean unlogged = isOpen();
        if (!unlogged && !journal.isChanged()) {
            return;
        }
        progress = progress.commit();
        progress.write(journal);
        if (unlogged) {
            journal.apply(Durability.UNLOGGED);
            store.flush();
            journal.durability(Durability.LOGGED);
        } else {
            journal.apply(Durability.SYNCED);
        }
        journal.settled();
    }

    /** Writes down how far it is, where that was dropped with all else. */
    void write() {
        progress.write(journal);
    }
}
