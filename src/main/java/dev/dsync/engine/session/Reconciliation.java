package dev.dsync.engine.session;

import dev.dsync.core.plan.Known;
import dev.dsync.core.plan.Pair;
import dev.dsync.core.plan.Pairs;
import dev.dsync.core.plan.Reconciler;
import dev.dsync.core.plan.Reconciler.Decision;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Tombstones;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Change;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What two peers know differently, and what this one makes of it: as pairs for a planner, as often
 * as they are read, and as what is known at the end.
 */
final class Reconciliation {
    private final Folder folder;
    private final Object link;
    private final Snapshot here;
    private final Listing there;
    private final Tombstones deleted;
    private final Reconciler reconciler;

    /** Paths another link works on, or about which something else is known by now. */
    private final Set<RelPath> refused = new HashSet<>();

    /** What gives way to another value and is kept, by path. */
    private final Map<RelPath, Name> kept = new ConcurrentHashMap<>();
}
