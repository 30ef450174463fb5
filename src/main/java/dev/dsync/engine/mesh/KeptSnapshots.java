package dev.dsync.engine.mesh;

import dev.dsync.core.version.ReplicaId;
import dev.dsync.engine.session.Premises;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.index.Index;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps the last snapshot of a folder in an index, and the pages of all that somebody holds. */
final class KeptSnapshots {
    /** Listings agreed on in one-shot runs that are still remembered. */
    private static final int BASES_MAX = 16;

    /** Deletes are forgotten once in so long: each time peers have to be asked what they list. */
    private static final long FORGETTING_SECONDS = 24L * 60 * 60;

    private final Index index;
    private final Issued issued = new Issued();

    /** When deletes were forgotten last. */
    private long forgotAt;

    private final AtomicLong forgettings = new AtomicLong();

    /** The first is kept already. */
    KeptSnapshots(Index index, Snapshot first) {
        this.index = index;
        issued.add(first);
        sweep(); // what an earlier process left is known to nobody
    }

    /** The time by which deletes expire in the next snapshot; 0, and none does. */
    long forgettingBy(long unixSeconds) {
        return Math.abs(unixSeconds - forgotAt) >= FORGETTING_SECONDS ? unixSeconds : 0;
    }

    /** Deletes were forgotten at this time. */
    void forgot(long unixSeconds) {
        forgotAt = unixSeconds;
        forgettings.incrementAndGet();
    }

    /** How often deletes were forgotten. */
    long forgettings() {
        return forgettings.get();
    }

    /** For whoever begins to learn a listing. */
    Premises.Folder.Hold hold() {
        return issued.hold();
    }

    /** Something is about to be written to the index; should that have failed before, no matter. */
    void begin() {
        index.recover();
    }

    /**
     * Keeps a snapshot, whose pages are in the index, instead of the last.
     *
     * @param replica who changes the folder
     * @param counted how far its changes are counted
     * @param fileSystem that the folder is on
     */
    void keep(Snapshot next, ReplicaId replica, long counted, long fileSystem) throws IOException {
        index.putFolder(
                new Index.Folder(
                        next.listing().root(),
                        next.tombstones().root(),
                        replica.bits(),
                        counted,
                        fileSystem,
                        true));
        if (index.commit() == Index.Commit.LOST) {
            throw new IOException("what is known of it cannot be kept; is there space?");
        }
        if (issued.add(next)) {
            sweep();
        }
    }

    /**
     * Whoever watches the folder ends: of this replica nothing is told that is not kept here. Of
     * another, which was killed, that is not known, though nothing was changed since.
     */
    void end(ReplicaId replica) {
        index.folder()
                .filter(folder -> folder.isWatched() && folder.replica() == replica.bits())
                .ifPresent(
                        folder -> {
                            index.putFolder(folder.ended());
                            index.commit();
                        });
    }

    /** Drops the pages of snapshots that nobody holds any more. */
    private void sweep() {
        index.sweep(issued.roots(), BASES_MAX);
    }
}
