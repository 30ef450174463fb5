package dev.dsync.engine.session;

import dev.dsync.core.plan.Pair;
import dev.dsync.core.plan.Pairs;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.apply.Keeping;
import dev.dsync.engine.session.Outcomes.Outcome;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Change;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What two peers know differently, and what this one makes of it: as pairs for a planner, as often
 * as they are read, and as what is known at the end.
 */
final class Reconciliation implements Keeping {
    private final Folder folder;
    private final Object link;
    private final Snapshot here;
    private final Outcomes outcomes;

    /** Paths another link works on, or about which something else is known by now. */
    private final Set<RelPath> refused = new HashSet<>();

    /** What gives way to another value and is kept, by path. */
    private final Map<RelPath, Name> kept = new ConcurrentHashMap<>();

    Reconciliation(
            Folder folder,
            Object link,
            Snapshot here,
            Listing there,
            Tombstones deleted,
            Room room) {
        this.folder = folder;
        this.link = link;
        this.here = here;
        this.outcomes = new Outcomes(folder, here, there, deleted, room);
    }

    /**
     * Pairs of what is here and what shall be, with the directories above them.
     *
     * @param reserving whether paths are reserved, since they are about to be worked on
     */
    Pairs pairs(boolean reserving) throws IOException {
        return new Walked(outcomes.walk(), reserving);
    }

    /** The pairs of a walk. */
    private final class Walked implements Pairs {
        private final Outcomes.Walk walk;
        private final boolean reserving;
        private final Deque<RelPath> given = new ArrayDeque<>();
        private final Deque<Pair> ready = new ArrayDeque<>();
        private @Nullable RelPath passed;

        Walked(Outcomes.Walk walk, boolean reserving) {
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
                above(outcome.path());
                given.push(outcome.path());
                ready.add(
                        new Pair(Outcomes.entry(outcome.ours()), Outcomes.entry(outcome.after())));
            }
            return ready.poll();
        }

        /** Whether it, or what it is in, is another link's to do. */
        private boolean isPassed(Outcome outcome) throws IOException {
            if (passed != null && outcome.path().isWithin(passed)) {
                return true;
            }
            if (isRefused(outcome)) {
                passed = outcome.path();
                return true;
            }
            if (outcome.copy() != null) {
                kept.put(outcome.path(), outcome.copy().entry().path().name());
            }
            return false;
        }

        private boolean isRefused(Outcome outcome) throws IOException {
            if (!reserving || refused.contains(outcome.path())) {
                return refused.contains(outcome.path());
            }
            Known.Live copy = outcome.copy();
            if (folder.claim(link, outcome.path(), outcome.ours())
                    && (copy == null || claim(copy.entry().path()))) {
                return false;
            }
            refused.add(outcome.path());
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

    @Override
    public Optional<Name> keptAs(RelPath path) {
        return Optional.ofNullable(kept.get(path));
    }

    @Override
    public boolean goes(RelPath path) throws IOException {
        return outcomes.goes(path) && folder.claim(link, path, here.known(path));
    }

    /** Whether what the peer has counts otherwise if something changes here. */
    boolean isDoubting() {
        return outcomes.isDoubting();
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
        Outcomes.Walk walk = outcomes.walk();
        RelPath passed = null;
        for (Outcome next = walk.next(); next != null; next = walk.next()) {
            if (passed != null && next.path().isWithin(passed)) {
                continue;
            }
            Problem problem = failed.get(next.path());
            if (refused.contains(next.path())) {
                passed = next.path();
            } else if (problem == null) {
                changes.putIfAbsent(
                        next.path(), new Change(next.path(), next.ours(), next.after()));
                if (next.copy() != null) {
                    copied(next.copy(), changes);
                }
            } else if (isNotEmpty(next, problem) && !isAwaited(next.path(), failed.keySet())) {
                Known stays = outcomes.staying(next);
                changes.put(next.path(), new Change(next.path(), next.ours(), stays));
            }
        }
        return List.copyOf(changes.values());
    }

    /**
     * Whether in this directory is something that is to go as well, and only waits for another link
     * to be done, or for another try: with it the directory will go.
     */
    private boolean isAwaited(RelPath directory, Set<RelPath> failed) {
        return Stream.concat(refused.stream(), failed.stream())
                .anyMatch(path -> path.isWithin(directory) && !path.equals(directory));
    }

    /** Whether a directory did not go since something is in it that is not listed. */
    private static boolean isNotEmpty(Outcome outcome, Problem problem) {
        boolean replaced =
                problem.kind() == Problem.Kind.REPLACE
                        && Outcomes.entry(outcome.ours()) instanceof DirectoryEntry
                        && problem.reason().equals(FsException.Reason.NOT_EMPTY.text());
        return replaced || problem.kind() == Problem.Kind.DIRECTORY_NOT_EMPTY;
    }

    private void copied(Known.Live copy, Map<RelPath, Change> changes) throws IOException {
        RelPath path = copy.entry().path();
        Known before = here.known(path);
        changes.put(path, new Change(path, before, outcomes.withCopy(before, copy)));
    }

    /** Why paths stay as they are, though the peer has something else, since last asked. */
    List<Problem> takeUnresolved() {
        return outcomes.takeUnresolved();
    }

    /** What of what the peer has may not stand here. */
    Admission admission() {
        return outcomes.admission();
    }
}
