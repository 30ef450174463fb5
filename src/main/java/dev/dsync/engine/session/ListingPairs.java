package dev.dsync.engine.session;

import dev.dsync.core.plan.Pair;
import dev.dsync.core.plan.Pairs;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of two listings: all of them, or those that differ with the directories above them.
 * What rules protect here and the source does not have is marked as protected.
 */
final class ListingPairs implements Pairs {
    private final Listing local;
    private final Listing remote;
    private final Bounds bounds;
    private final Protection protection;
    private final boolean rootTakesPart;
    private final Step step;

    /** The pairs given last, from the one given just now up to the root. */
    private final Deque<Pair> given = new ArrayDeque<>();

    private final Deque<Pair> ready = new ArrayDeque<>();
    private final Set<RelPath> partly;
    private final Unlisted unlisted;
    private final OwnerMap owners;
    private final boolean munges;

    /** The next pair of a walk, whatever becomes of it. */
    private interface Step {
        @Nullable Pair next() throws IOException;
    }

    private ListingPairs(
            Listing local,
            Listing remote,
            Bounds bounds,
            boolean everything,
            Protection protection,
            Set<RelPath> partly,
            Unlisted unlisted,
            OwnerMap owners,
            boolean munges)
            throws IOException {
        this.munges = munges;
        this.local = local;
        this.remote = remote;
        this.bounds = bounds;
        this.protection = protection;
        this.partly = partly;
        this.unlisted = unlisted;
        this.owners = owners;
        Entry root =
                remote.find(RelPath.ROOT)
                        .orElseThrow(
                                () ->
                                        new UnexpectedMessageException(
                                                "ListingRoot", "without a root"));
        this.rootTakesPart = isListed(root);
        this.step = everything ? merged(local, remote) : differing(local, remote);
    }

    /**
     * Pairs for a planner, from the first on.
     *
     * @param protection what is not to be deleted or taken
     * @param munges whether links that come here are munged
     */
    static Pairs of(
            Listing local,
            Listing remote,
            Bounds bounds,
            boolean everything,
            Protection protection,
            Set<RelPath> partly,
            Unlisted unlisted,
            OwnerMap owners,
            boolean munges)
            throws IOException {
        return new ListingPairs(
                local, remote, bounds, everything, protection, partly, unlisted, owners, munges);
    }

    private static Step differing(Listing local, Listing remote) {
        Listing.Difference difference = local.difference(remote);
        return () -> difference.next() ? new Pair(difference.left(), difference.right()) : null;
    }

    private static Step merged(Listing local, Listing remote) throws IOException {
        Listing.Cursor ours = local.cursor();
        Listing.Cursor theirs = remote.cursor();
        return new Step() {
            private @Nullable Entry left = ours.next();
            private @Nullable Entry right = theirs.next();

            @Override
            public @Nullable Pair next() throws IOException {
                if (left == null && right == null) {
                    return null;
                }
                int order =
                        left == null ? 1 : right == null ? -1 : left.path().compareTo(right.path());
                Pair pair = new Pair(order <= 0 ? left : null, order >= 0 ? right : null);
                if (order <= 0) {
                    left = ours.next();
                }
                if (order >= 0) {
                    right = theirs.next();
                }
                return pair;
            }
        };
    }

    @Override
    public @Nullable Pair next() throws IOException {
        while (ready.isEmpty()) {
            Pair pair = step.next();
            if (pair == null) {
                return null;
            }
            above(pair.path());
            Entry hidden = pair.local() == null ? unlisted.find(pair.path()) : null;
            give(hidden == null ? pair : new Pair(hidden, pair.remote()));
        }
        return ready.poll();
    }

    /** The pair with the owners that what is there shall have here. */
    private Pair owned(Pair pair) throws IOException {
        Entry theirs = pair.remote();
        theirs = theirs == null ? null : protection.apart(theirs);
        return theirs == null ? pair : new Pair(pair.local(), owners.mapped(theirs, pair.local()));
    }

    /** The pair with the target that a link shall have here. */
    private Pair munged(Pair pair) {
        if (!munges || !(pair.remote() instanceof SymlinkEntry link)) {
            return pair;
        }
        try {
            SymlinkEntry munged =
                    new SymlinkEntry(
                            link.path(), link.attributes(), link.target().munged(), link.xattrs());
            return new Pair(pair.local(), munged);
        } catch (IllegalNameException e) {
            return new Pair(pair.local(), link, Pair.Hold.TOO_LONG);
        }
    }

    /** The pair with what keeps its local entry from being deleted. */
    private Pair held(Pair pair) throws IOException {
        if (pair.hold() != Pair.Hold.NONE) {
            return pair;
        }
        Entry ours = pair.local();
        if (bounds.leadsOut(pair.path())) {
            return new Pair(ours, pair.remote(), Pair.Hold.LEADS_OUT);
        }
        if (bounds.leaves(pair.remote()) || protection.leaves(pair.remote())) {
            return new Pair(ours, pair.remote(), Pair.Hold.LEFT);
        }
        if (ours == null
                || (ours instanceof DirectoryEntry && pair.remote() instanceof DirectoryEntry)) {
            return pair;
        }
        boolean directory = ours instanceof DirectoryEntry;
        if (pair.remote() == null && protection.keeps(ours.path(), directory)) {
            return new Pair(ours, null, Pair.Hold.PROTECTED);
        }
        return directory && partly.contains(ours.path())
                ? new Pair(ours, pair.remote(), Pair.Hold.UNLISTED)
                : pair;
    }

    private static @Nullable Entry find(Listing listing, RelPath path) throws IOException {
        return listing.find(path).orElse(null);
    }

    /** Gives the directories above a path that were not given yet. */
    private void above(RelPath path) throws IOException {
        while (!given.isEmpty() && !path.isWithin(given.getFirst().path())) {
            given.removeFirst();
        }
        RelPath lowest = given.isEmpty() ? null : given.getFirst().path();
        Deque<RelPath> missing = new ArrayDeque<>();
        for (RelPath at = path; !at.isRoot(); ) {
            at = at.parent();
            if (Objects.equals(at, lowest)) {
                break;
            }
            missing.push(at);
        }
        for (RelPath directory : missing) {
            Entry listed = find(local, directory);
            Entry ours = listed == null ? unlisted.find(directory) : listed;
            Entry theirs = find(remote, directory);
            if (ours == null && theirs == null) {
                throw Bounds.outsideDirectories(path);
            }
            give(new Pair(ours, theirs));
        }
    }

    private void give(Pair pair) throws IOException {
        if (pair.remote() != null) {
            Pair parent = given.peekFirst();
            bounds.require(pair.remote(), parent == null ? null : parent.remote());
        }
        given.push(pair);
        if (!pair.path().isRoot()) {
            ready.add(
                    bounds.implies(pair.remote())
                            ? new Pair(pair.local(), pair.remote(), Pair.Hold.IMPLIED)
                            : held(munged(owned(pair))));
        } else if (rootTakesPart) {
            ready.add(owned(isListed(pair.local()) ? pair : new Pair(null, pair.remote())));
        }
    }

    /**
     * Whether a root is there and takes part: one that does not, or is at a target that is not
     * there, is neither listed nor known.
     */
    private static boolean isListed(@Nullable Entry root) {
        return root instanceof DirectoryEntry top
                && (top.listed() != Listed.NONE || !top.attributes().equals(Attributes.UNKNOWN));
    }
}
