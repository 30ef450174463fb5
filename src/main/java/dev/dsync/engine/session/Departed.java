package dev.dsync.engine.session;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which files are no more in a root, as its listing tells; quick where asked in listing order. */
final class Departed {
    private final Root root;
    private final Listing here;
    private final Listed local;
    private final Listed remote;
    private final Set<RelPath> partly;

    /** Whether what is not listed in a directory is not there. */
    private final Map<RelPath, Boolean> whole = new HashMap<>();

    /**
     * What a run that is over makes known.
     *
     * @param root where others may have put files meanwhile
     * @param here what was in the root before it
     * @param there what the source has, which may be in the root by now
     * @param partly directories holding names that take no part
     */
    Departed(Root root, Listing here, Listing there, Set<RelPath> partly) {
        this.root = root;
        this.here = here;
        this.local = new Listed(here.cursor());
        this.remote = new Listed(there.cursor());
        this.partly = partly;
    }

    /** Paths of a listing. */
    private static final class Listed {
        private final Listing.Cursor cursor;

        /** The first entry behind, or at, what was asked for last. */
        private @Nullable Entry ahead;

        Listed(Listing.Cursor cursor) {
            this.cursor = cursor;
        }

        boolean has(RelPath path) throws IOException {
            if (ahead == null || ahead.path().compareTo(path) < 0) {
                cursor.seek(path);
                ahead = cursor.next();
            }
            return ahead != null && ahead.path().equals(path);
        }
    }

    /** Whether there is no such file, for sure; each path asked for is behind the one before. */
    boolean isGone(RelPath path) throws IOException {
        return !local.has(path)
                && !remote.has(path)
                && isWhole(path.parent())
                && !GoingOn.isThere(root, path);
    }

    private boolean isWhole(RelPath directory) throws IOException {
        Boolean known = whole.get(directory);
        if (known == null) {
            known = isWhole(directory, here.find(directory).orElse(null));
            whole.put(directory, known);
        }
        return known;
    }

    private boolean isWhole(RelPath path, @Nullable Entry entry) throws IOException {
        if (entry instanceof DirectoryEntry directory) {
            return directory.listed() == Entry.Listed.ALL && !partly.contains(path);
        }
        return entry != null || (!path.isRoot() && isWhole(path.parent()));
    }
}
