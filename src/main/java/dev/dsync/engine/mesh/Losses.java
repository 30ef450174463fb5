package dev.dsync.engine.mesh;

import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.mesh.FolderScan.Found;
import dev.dsync.engine.session.Premises.Folder.Change;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is about to be known of a folder, to count how much less is there then. What is at another
 * path then is not less.
 */
final class Losses {
    private final NavigableMap<RelPath, Next> next = new TreeMap<>();
    private long count;

    /**
     * What will be at a path.
     *
     * @param entry null for nothing
     * @param isDeleted whether it was deleted, rather than takes no part any more
     */
    private record Next(@Nullable Entry entry, boolean isDeleted) {}

    private Losses() {}

    /** What a scan has found. */
    static Losses found(List<Found> found) {
        Losses losses = new Losses();
        for (Found one : found) {
            switch (one) {
                case Found.There(Entry entry) -> losses.add(entry.path(), entry, false);
                case Found.Gone(RelPath path) -> losses.add(path, null, true);
                case Found.Ignored(RelPath path) -> losses.add(path, null, false);
            }
        }
        return losses;
    }

    /** What a link will do, or has done. */
    static Losses changes(List<Change> changes) {
        Losses losses = new Losses();
        for (Change change : changes) {
            Known after = change.after();
            boolean isDeleted =
                    change.before() instanceof Known.Live && after instanceof Known.Deleted;
            losses.add(
                    change.path(),
                    after instanceof Known.Live live ? live.entry() : null,
                    isDeleted);
        }
        return losses;
    }

    private void add(RelPath path, @Nullable Entry entry, boolean isDeleted) {
        next.put(path, new Next(entry, isDeleted));
        count += isDeleted ? 1 : 0;
    }

    /** Whether anything is deleted. */
    boolean isAny() {
        return count > 0;
    }

    /** How many are deleted, moved ones among them. */
    long count() {
        return count;
    }

    /**
     * Entries there were that are deleted then, but for as many of the same value as are where
     * nothing was.
     *
     * @param before what was there
     * @param now what is there, to which this comes
     */
    long since(Snapshot before, Snapshot now) throws IOException {
        Map<Object, Long> moved = new HashMap<>();
        List<Object> gone = new ArrayList<>();
        NavigableMap<RelPath, Next> left = new TreeMap<>(next);
        Deletes deletes = new Deletes(now.tombstones().cursor());
        Listing.Difference difference = before.listing().difference(now.listing());
        while (difference.next()) {
            Next after = left.remove(difference.path());
            Entry was = difference.left();
            Entry is = after == null ? difference.right() : after.entry;
            if (was == null && is != null) {
                moved.merge(value(is), 1L, Long::sum);
            } else if (was != null && is == null) {
                if (after == null ? deletes.has(difference.path()) : after.isDeleted) {
                    gone.add(value(was));
                }
            }
        }
        Listing.Cursor same = before.listing().cursor();
        Entry was = null;
        for (Map.Entry<RelPath, Next> one : left.entrySet()) {
            RelPath path = one.getKey();
            Next after = one.getValue();
            if (was == null || was.path().compareTo(path) < 0) {
                same.seek(path);
                was = same.next();
            }
            boolean wasThere = was != null && was.path().equals(path);
            if (was != null && wasThere && after.isDeleted) {
                gone.add(value(was));
            } else if (!wasThere && after.entry != null) {
                moved.merge(value(after.entry), 1L, Long::sum);
            }
        }
        long less = 0;
        for (Object value : gone) {
            less += moved.merge(value, -1L, Long::sum) < 0 ? 1 : 0;
        }
        return less;
    }

    /** Deletes, asked for in order. */
    private static final class Deletes {
        private final Tombstones.Cursor cursor;
        private @Nullable RelPath at = RelPath.ROOT;

        Deletes(Tombstones.Cursor cursor) {
            this.cursor = cursor;
        }

        boolean has(RelPath path) throws IOException {
            if (at != null && at.compareTo(path) < 0) {
                cursor.seek(path);
                at = cursor.next() ? cursor.path() : null;
            }
            return at != null && at.equals(path);
        }
    }

    private static Object value(Entry entry) {
        return switch (entry) {
            case Entry.FileEntry file -> String.valueOf(file.content());
            case Entry.SymlinkEntry link -> link.target();
            case Entry.DirectoryEntry directory -> directory.kind();
            case Entry.SpecialEntry special -> special.kind();
        };
    }
}
