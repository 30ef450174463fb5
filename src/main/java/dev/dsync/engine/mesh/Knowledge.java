package dev.dsync.engine.mesh;

import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of which changes a folder knows. Any thread may call. */
final class Knowledge {
    /** Of more replicas, those that changed something last are kept in mind. */
    private static final int REMEMBERED_MAX = 4 * VersionVector.MEMBERS_MAX;

    private final ReplicaId me;
    private final Map<ReplicaId, Long> counters = new HashMap<>();

    /** How far this replica had counted when this began. */
    private final long counted;

    /** Where it went on. */
    private long wentOn = Long.MAX_VALUE;

    /** No delete that is known was made before. */
    private long earliestDelete = Long.MAX_VALUE;

    /**
     * What a snapshot knows that this replica goes on with.
     *
     * @param counted how far it has counted at least: what it was for may be there no more
     */
    Knowledge(ReplicaId me, Snapshot snapshot, long counted) throws IOException {
        this.me = me;
        Listing.Cursor entries = snapshot.listing().cursor();
        while (entries.next() != null) {
            add(entries.revision());
        }
        Tombstones.Cursor deletes = snapshot.tombstones().cursor();
        while (deletes.next()) {
            add(deletes.revision());
        }
        counters.merge(me, Math.max(1, counted), Math::max);
        this.counted = mine();
        wentOn = Long.MAX_VALUE;
    }

    /** This is known, too. */
    synchronized void add(@Nullable Revision revision) {
        if (revision == null) {
            return;
        }
        if (revision.isDelete()) {
            earliestDelete = Math.min(earliestDelete, revision.deleted());
        }
        VersionVector version = revision.version();
        version.forEach((replica, counter) -> counters.merge(replica, counter, Math::max));
        if (counters.size() > REMEMBERED_MAX) {
            VersionVector last = version();
            counters.clear();
            last.forEach(counters::put);
        }
        long mine = version.counter(me);
        if (mine > counted) {
            wentOn = Math.min(wentOn, mine);
        }
    }

    /** Whether a delete may have expired at this time. */
    synchronized boolean mayExpire(long unixSeconds) {
        return Tombstones.isExpired(earliestDelete, unixSeconds);
    }

    /** All deletes that are known are these. */
    synchronized void deletes(Tombstones now) throws IOException {
        earliestDelete = Long.MAX_VALUE;
        Tombstones.Cursor deletes = now.cursor();
        while (deletes.next()) {
            earliestDelete = Math.min(earliestDelete, deletes.revision().deleted());
        }
    }

    /** How far this replica has counted. */
    synchronized long mine() {
        return counters.getOrDefault(me, 0L);
    }

    /**
     * Whether somebody has seen a change of this replica that it knows nothing of: what it knows,
     * and perhaps all of its disk, was put back to what it was some time ago.
     *
     * @param seen the counter of the last change of this replica that somebody else has seen
     */
    synchronized boolean isSetBack(long seen) {
        return seen > counted && (seen > mine() || seen < wentOn);
    }

    /** The last change of each replica; of those that changed something last if they are many. */
    synchronized VersionVector version() {
        return VersionVector.of(counters).bounded(me, VersionVector.MEMBERS_MAX);
    }
}
