package dev.dsync.engine.session;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a source may list: what is at or below the names agreed on, directories on the way to them,
 * and nothing with a name that is dsync's own.
 */
final class Bounds {
    private final Set<RelPath> tops;
    private final Set<RelPath> above = new HashSet<>();

    Bounds(List<RelPath> tops) {
        this.tops = new HashSet<>(tops);
        above.add(RelPath.ROOT);
        for (RelPath top : tops) {
            for (RelPath at = top; !at.isRoot(); at = at.parent()) {
                above.add(at.parent());
            }
        }
    }

    /** Refuses an entry that may not be there. */
    void require(Entry remote) throws UnexpectedMessageException {
        RelPath path = remote.path();
        if (!path.isRoot() && ReservedNames.covers(path.name())) {
            throw new UnexpectedMessageException("listing", "with the reserved name " + path);
        }
        if (!(remote instanceof DirectoryEntry && above.contains(path)) && !isWithin(path)) {
            throw new UnexpectedMessageException("listing", "with " + path + ", not asked for");
        }
    }

    private boolean isWithin(RelPath path) {
        if (tops.contains(RelPath.ROOT)) {
            return true;
        }
        for (RelPath at = path; !at.isRoot(); at = at.parent()) {
            if (tops.contains(at)) {
                return true;
            }
        }
        return false;
    }
}
