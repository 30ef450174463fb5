package dev.dsync.engine.session;

import dev.dsync.core.reconcile.Decision;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Reconciler;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What shall be known here of each path that two peers know differently. Any thread may call. */
final class Outcomes {
    private final Folder folder;
    private final Snapshot here;
    private final Listing there;
    private final Tombstones deleted;
    private final Reconciler reconciler;
    private final Admission admission;
    private @Nullable Map<RelPath, Known.Live> copies;

    /** Whether the peer lists a delete that is forgotten here. */
    private volatile boolean doubting;

    /** Paths on which nothing can be decided. */
    private final Map<RelPath, Problem> unresolved = new ConcurrentHashMap<>();

    /** In which directories something lives on: it takes a walk to know, and all walks ask. */
    private final Map<RelPath, Boolean> livingOn = new ConcurrentHashMap<>();

    /**
     * One path that is known differently.
     *
     * @param ours what is known here
     * @param theirs what the peer knows
     * @param after what shall be known here
     * @param copy what of ours is kept beside it; null if nothing is
     */
    record Outcome(RelPath path, Known ours, Known theirs, Known after, Known.@Nullable Live copy) {
        /** Whether something has to be done on disk. */
        boolean isWork() {
            return copy != null || !Objects.equals(entry(ours), entry(after));
        }
    }

    Outcomes(Folder folder, Snapshot here, Listing there, Tombstones deleted, Room room) {
        this.folder = folder;
        this.here = here;
        this.there = there;
        this.deleted = deleted;
        this.reconciler =
                new Reconciler(folder.replica(), folder.unixSeconds(), folder.clockSeconds());
        this.admission = new Admission(folder, here.listing(), room, this::goes);
    }

    static @Nullable Entry entry(Known known) {
        return known instanceof Known.Live live ? live.entry() : null;
    }

    /** A walk over the outcomes of all paths that differ. */
    Walk walk() throws IOException {
        return new Walk();
    }

    /** A walk over outcomes. */
    final class Walk {
        private final Listing.Difference entries;
        private final Tombstones.Difference deletes;
        private boolean entry;
        private boolean delete;

        private Walk() throws IOException {
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
        doubting |=
                (reconciler.isForgotten(theirs) && ours instanceof Known.Absent)
                        || (decision instanceof Decision.Nothing && isRival(ours, theirs));
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
        Entry put = entry(after);
        if (put != null && !put.equals(entry(ours)) && !admission.admits(put, ours)) {
            return new Outcome(path, ours, theirs, ours, null);
        }
        return new Outcome(path, ours, theirs, after, copy);
    }

    /** Whether two values stand at a path, one of which is to give way. */
    private static boolean isRival(Known ours, Known theirs) {
        return ours instanceof Known.Live(_, Revision here)
                && theirs instanceof Known.Live(_, Revision there)
                && switch (there.version().compare(here.version())) {
                    case EQUAL, CONCURRENT -> true;
                    case BEFORE, AFTER -> false;
                };
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
    Known withCopy(Known before, Known.Live copy) {
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
            Known other = theirs ? known : theirs(at.path());
            if (after(ours, reconciler.decide(ours, other, false)) instanceof Known.Live
                    && !(theirs && admission.isIgnored(at))) {
                return true;
            }
        }
        return false;
    }

    /** Whether what is here at a path is there no more when this is done. */
    boolean goes(RelPath path) throws IOException {
        Known ours = here.known(path);
        boolean livesOn = entry(ours) instanceof DirectoryEntry && livesOnBelow(path);
        Known after = after(ours, reconciler.decide(ours, theirs(path), livesOn));
        return ours instanceof Known.Live && !(after instanceof Known.Live);
    }

    private Known theirs(RelPath path) throws IOException {
        return Known.of(there, deleted, path);
    }

    /** What shall be known of a directory that was to go, and in which something lives on. */
    Known staying(Outcome outcome) {
        return after(outcome.ours, reconciler.decide(outcome.ours, outcome.theirs, true));
    }

    /** Why paths stay as they are, though the peer has something else, since last asked. */
    List<Problem> takeUnresolved() {
        List<Problem> taken = new ArrayList<>(unresolved.values());
        unresolved.clear();
        taken.addAll(admission.takeProblems());
        return taken;
    }

    /**
     * Whether what the peer has counts otherwise if something changes here: deletes that are
     * forgotten, should what they deleted come back; values that gave way, should the others go.
     */
    boolean isDoubting() {
        return doubting;
    }

    /** What of what the peer has may not stand here. */
    Admission admission() {
        return admission;
    }
}
