package dev.dsync.engine.mesh;

import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds what is known of paths; quickly, if they come in listing order. */
final class KnownReader {
    private final Listing listing;
    private final Tombstones tombstones;
    private Listing.@Nullable Cursor entries;
    private Tombstones.@Nullable Cursor deletes;
    private RelPath last = RelPath.ROOT;
    private @Nullable Entry entry;
    private boolean isDelete;

    KnownReader(Listing listing, Tombstones tombstones) {
        this.listing = listing;
        this.tombstones = tombstones;
    }

    Known find(RelPath path) throws IOException {
        Listing.Cursor live = entries;
        Tombstones.Cursor dead = deletes;
        boolean begins = live == null || dead == null || path.compareTo(last) < 0;
        if (live == null || dead == null || begins) {
            live = listing.cursor();
            dead = tombstones.cursor();
            entries = live;
            deletes = dead;
        }
        last = path;
        Entry at = entry;
        if (begins || (at != null && at.path().compareTo(path) < 0)) {
            live.seek(path);
            at = live.next();
            entry = at;
        }
        if (begins || (isDelete && dead.path().compareTo(path) < 0)) {
            dead.seek(path);
            isDelete = dead.next();
        }
        if (at != null && at.path().equals(path)) {
            return new Known.Live(at, live.revision());
        }
        return isDelete && dead.path().equals(path)
                ? new Known.Deleted(dead.revision())
                : new Known.Absent();
    }
}
