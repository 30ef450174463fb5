package dev.dsync.engine.mesh;

import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.version.Revision;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** When changes were made, in seconds since 1970, as versions tell. */
final class Dates {
    /** The end of the year 9999: what counts further counts no time. */
    private static final long TIME_MAX = 253_402_300_799L;

    private Dates() {}

    /** When the latest change was made that a snapshot knows of. */
    static long latest(Snapshot snapshot) throws IOException {
        long latest = 1;
        Listing.Cursor entries = snapshot.listing().cursor();
        while (entries.next() != null) {
            latest = Math.max(latest, of(entries.revision()));
        }
        Tombstones.Cursor deletes = snapshot.tombstones().cursor();
        while (deletes.next()) {
            latest = Math.max(latest, of(deletes.revision()));
        }
        return latest;
    }

    /** When a change was made, if that is a time at all. */
    static long of(@Nullable Revision revision) {
        if (revision == null) {
            return 0;
        }
        long time = Math.max(revision.version().greatest(), revision.deleted());
        return time > TIME_MAX ? 0 : time;
    }
}
