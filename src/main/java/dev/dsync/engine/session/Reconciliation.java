package dev.dsync.engine.session;

import dev.dsync.core.plan.Pair;
import dev.dsync.core.plan.Pairs;
import dev.dsync.core.reconcile.Decision;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Reconciler;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Change;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
    private @Nullable Map<RelPath, Known.Live> copies;

    /** Whether the peer lists a delete that is forgotten here. */
    private volatile boolean doubting;

    /** Paths another link works on, or about which something else is known by now. */
    private final Set<RelPath> refused = new HashSet<>();

    /** Paths on which nothing can be decided. */
    private final Map<RelPath, Problem> unresolved = new ConcurrentHashMap<>();

    /** In which directories something lives on: it takes a walk to know, and all walks ask. */
    private final Map<RelPath, Boolean> livingOn = new ConcurrentHashMap<>();

    /** What gives way to another value and is kept, by path. */
    private final Map<RelPath, Name> kept = new ConcurrentHashMap<>();

    /**
     * One path that is known differently.
     *
     * @param ours what is known here
     * @param theirs what the peer knows
     * @param after what shall be known here
     * @param copy what of ours is kept beside it; null if nothing is
     */
    private record Outcome(
            RelPath path, Known ours, Known theirs, Known after, Known.@Nullable Live copy) {
        /** Whether something has to be done on disk. */
        boolean isWork() {
            return copy != null || !Objects.equals(entry(ours), entry(after));
        }
    }

    Reconciliation(Folder folder, Object link, Snapshot here, Listing there, Tombstones deleted) {
        this.folder = folder;
        this.link = link;
        this.here = here;
        this.there = there;
        this.deleted = deleted;
        this.reconciler =
                new Reconciler(folder.replica(), folder.unixSeconds(), folder.clockSeconds());
    }

    private static @Nullable Entry entry(Known known) {
        return known instanceof Known.Live live ? live.entry() : null;
    }

    /** A walk over the outcomes of all paths that differ. */
    private final class Walk {
        private final Listing.Difference entries;
        private final Tombstones.Difference deletes;
        private boolean entry;
        private boolean delete;

        Walk() throws IOException {
            entries = here.listing().difference(there);
            deletes = here.tombstones().difference(deleted);
            entry = entries.next();
            delete = deletes.next();
        }

        @Nullable Outcome next() throws IOException {
            while (entry || delete) {
                int order = !entry ? 1 : !delete ? -1 : entries.path().compareTo(deletes.path());
                RelPath path = order <= 0 ? entries.path() : deletes.path();
                Known ours = new Known.Absent();
                Known theirs = new Known.Absent();
                if (order >= 0) {
                    ours = Known.dead(deletes.left());
                    theirs = Known.dead(deletes.right());
                    delete = deletes.next();
                }
                if (order <= 0) {
                    ours = Known.live(entries.left(), entries.leftRevision(), ours);
                    theirs = Known.live(entries.right(), entries.rightRevision(), theirs);
                    entry = entries.next();
                }
                Outcome outcome = outcome(path, ours, theirs);
                if (!outcome.after.equals(ours)) {
                    return outcome;
                }
            }
            return null;
        }
    }

    private Outcome outcome(RelPath path, Known ours, Known theirs) throws IOException {
        boolean isDirectory = entry(ours) instanceof DirectoryEntry;
        boolean livesOn =
                isDirectory != entry(theirs) instanceof DirectoryEntry && livesOnBelow(path);
        Decision decision = reconciler.decide(ours, theirs, livesOn);
        doubting |= reconciler.isForgotten(theirs) && ours instanceof Known.Absent;
        Known.Live copy = null;
        if (decision instanceof Decision.KeepBoth(Known.Live beside, _)) {
            try {
                // Whoever edited an earlier copy of this value keeps that, too.
                copy = beside.beside(here.known(beside.entry().path()));
            } catch (IllegalNameException _) {
                decision = new Decision.Unresolved(Decision.Reason.PATH_TOO_LONG);
            }
        }
        if (decision instanceof Decision.Unresolved(Decision.Reason reason)) {
            unresolved.put(path, new Problem(path, Problem.Kind.UNSUPPORTED, reason.words()));
        }
        Known after = after(ours, decision);
        Known.Live kept = copies().get(path);
        if (kept != null && ours instanceof Known.Live && !(after instanceof Known.Live)) {
            after = withCopy(after, kept); // it is needed here once more
        }
        return new Outcome(path, ours, theirs, after, copy);
    }

    /** What is kept in this round, by the path of the copy. */
    private Map<RelPath, Known.Live> copies() throws IOException {
        Map<RelPath, Known.Live> known = copies;
        if (known == null) {
            known = new HashMap<>();
            copies = known; // a walk asks for them
            Map<RelPath, Known.Live> found = new HashMap<>();
            Walk walk = new Walk();
            for (Outcome next = walk.next(); next != null; next = walk.next()) {
                if (next.copy != null) {
                    found.put(next.copy.entry().path(), next.copy);
                }
            }
            known.putAll(found);
        }
        return known;
    }

    /**
     * What is known of the path of a copy goes on as if a peer had it; but it is no older value of
     * that path, whatever its version, and what deleted such a one has not deleted it.
     */
    private Known withCopy(Known before, Known.Live copy) {
        if (!(before instanceof Known.Deleted(Revision delete))) {
            return after(before, reconciler.decide(before, copy, false));
        }
        VersionVector joined = copy.revision().version().join(delete.version());
        return new Known.Live(
                copy.entry(),
                copy.revision().with(joined.advance(folder.replica(), folder.clockSeconds())));
    }

    private static Known after(Known ours, Decision decision) {
        return switch (decision) {
            case Decision.Nothing _, Decision.Unresolved _ -> ours;
            case Decision.Take take -> new Known.Live(take.entry(), take.revision());
            case Decision.Settle settle -> new Known.Live(settle.entry(), settle.revision());
            case Decision.Delete delete -> new Known.Deleted(delete.revision());
            case Decision.Note note -> new Known.Deleted(note.revision());
            case Decision.KeepBoth both ->
                    new Known.Live(both.take().entry(), both.take().revision());
        };
    }

    /** Whether anything below a path is there when this is done. */
    private boolean livesOnBelow(RelPath path) throws IOException {
        Boolean known = livingOn.get(path);
        if (known == null) {
            known =
                    livesOn(path, here.listing().cursor(), false)
                            || livesOn(path, there.cursor(), true);
            livingOn.put(path, known);
        }
        return known;
    }

    private boolean livesOn(RelPath path, Listing.Cursor entries, boolean theirs)
            throws IOException {
        entries.seek(path);
        for (Entry at = entries.next();
                at != null && at.path().isWithin(path);
                at = entries.next()) {
            if (at.path().equals(path)) {
                continue; // which lives on only for what is in it
            }
            Known known = new Known.Live(at, entries.revision());
            Known ours = theirs ? here.known(at.path()) : known;
            Known other = theirs ? known : Known.of(there, deleted, at.path());
            if (after(ours, reconciler.decide(ours, other, false)) instanceof Known.Live) {
                return true;
            }
        }
        return false;
    }

    /**
     * Pairs of what is here and what shall be, with the directories above them.
     *
     * @param reserving whether paths are reserved, since they are about to be worked on
     */
    Pairs pairs(boolean reserving) throws IOException {
        return new Walked(new Walk(), reserving);
    }

    /** The pairs of a walk. */
    private final class Walked implements Pairs {
        private final Walk walk;
        private final boolean reserving;
        private final Deque<RelPath> given = new ArrayDeque<>();
        private final Deque<Pair> ready = new ArrayDeque<>();
        private @Nullable RelPath passed;

        Walked(Walk walk, boolean reserving) {
            this.walk = walk;
            this.reserving = reserving;
        }

        @Override
        public @Nullable Pair next() throws IOException {
            while (ready.isEmpty()) {
                Outcome outcome = walk.next();
                if (outcome == null) {
                    return null;
                }
                if (!outcome.isWork() || isPassed(outcome)) {
                    continue;
                }
                above(outcome.path);
                given.push(outcome.path);
                ready.add(new Pair(entry(outcome.ours), entry(outcome.after)));
            }
            return ready.poll();
        }

        /** Whether it, or what it is in, is another link's to do. */
        private boolean isPassed(Outcome outcome) throws IOException {
            if (passed != null && outcome.path.isWithin(passed)) {
                return true;
            }
            if (isRefused(outcome)) {
                passed = outcome.path;
                return true;
            }
            if (outcome.copy != null) {
                kept.put(outcome.path, outcome.copy.entry().path().name());
            }
            return false;
        }

        private boolean isRefused(Outcome outcome) throws IOException {
            if (!reserving || refused.contains(outcome.path)) {
                return refused.contains(outcome.path);
            }
            Known.Live copy = outcome.copy;
            if (folder.claim(link, outcome.path, outcome.ours)
                    && (copy == null || claim(copy.entry().path()))) {
                return false;
            }
            refused.add(outcome.path);
            return true;
        }

        private boolean claim(RelPath path) throws IOException {
            return folder.claim(link, path, here.known(path));
        }

        /** Gives the directories above a path that were not given yet. */
        private void above(RelPath path) throws IOException {
            while (!given.isEmpty() && !path.isWithin(given.getFirst())) {
                given.removeFirst();
            }
            Deque<RelPath> missing = new ArrayDeque<>();
            for (RelPath at = path.parent(); !at.equals(given.peekFirst()); at = at.parent()) {
                missing.push(at);
                if (at.isRoot()) {
                    break;
                }
            }
            for (RelPath directory : missing) {
                Entry found = here.listing().find(directory).orElse(null);
                if (!(found instanceof DirectoryEntry entry)) {
                    throw new UnexpectedMessageException(
                            "ListingRoot", "with " + path + ", which is in no directory");
                }
                given.push(directory);
                Entry stays = directory.isRoot() ? withOwnMode(entry) : entry;
                ready.add(new Pair(stays, stays));
            }
        }

        /** The mode of the root is nobody's business: it is not recorded, and stays. */
        private Entry withOwnMode(DirectoryEntry top) throws IOException {
            int mode = folder.root().stat().mode() & Attributes.MODE_MASK;
            return new DirectoryEntry(
                    top.path(),
                    new Attributes(mode, top.attributes().modified(), 0, 0),
                    top.listed(),
                    top.xattrs());
        }
    }

    /** The name that what is at a path takes when it gives way. */
    Optional<Name> keptAs(RelPath path) {
        return Optional.ofNullable(kept.get(path));
    }

    /** Whether deletes the peer lists count once more, should what they deleted come back. */
    boolean isDoubting() {
        return doubting;
    }

    /** Whether another link is at work on something this one would have taken. */
    boolean isRefused() {
        return !refused.isEmpty();
    }

    /**
     * What is known by now, in listing order.
     *
     * @param failed what could not be done
     */
    List<Change> changes(Map<RelPath, Problem> failed) throws IOException {
        NavigableMap<RelPath, Change> changes = new TreeMap<>();
        Walk walk = new Walk();
        RelPath passed = null;
        for (Outcome next = walk.next(); next != null; next = walk.next()) {
            if (passed != null && next.path.isWithin(passed)) {
                continue;
            }
            Problem problem = failed.get(next.path);
            if (refused.contains(next.path)) {
                passed = next.path;
            } else if (problem == null) {
                changes.putIfAbsent(next.path, new Change(next.path, next.ours, next.after));
                if (next.copy != null) {
                    copied(next.copy, changes);
                }
            } else if (problem.kind() == Problem.Kind.DIRECTORY_NOT_EMPTY) {
                Known stays = after(next.ours, reconciler.decide(next.ours, next.theirs, true));
                changes.put(next.path, new Change(next.path, next.ours, stays));
            }
        }
        return List.copyOf(changes.values());
    }

    private void copied(Known.Live copy, Map<RelPath, Change> changes) throws IOException {
        RelPath path = copy.entry().path();
        Known before = here.known(path);
        changes.put(path, new Change(path, before, withCopy(before, copy)));
    }

    /** Paths on which nothing could be decided, since this was last asked. */
    List<Problem> takeUnresolved() {
        List<Problem> taken = List.copyOf(unresolved.values());
        unresolved.clear();
        return taken;
    }
}
