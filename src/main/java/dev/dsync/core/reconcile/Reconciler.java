package dev.dsync.core.reconcile;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.reconcile.Decision.Reason;
import dev.dsync.core.reconcile.Known.Live;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.core.version.VersionVector.Order;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What this peer does at a path for what another knows of it. Each peer decides only what it does
 * itself; since all decide by the same rules, they come to the same end, in whatever order they
 * learn of each other.
 *
 * @param me this peer's replica
 * @param unixSeconds the time on this peer's clock, by which deletes expire here
 * @param clockSeconds the same, but never before a change it has made: by it, it counts these
 */
public record Reconciler(ReplicaId me, long unixSeconds, long clockSeconds) {
    private static final Decision NOTHING = new Decision.Nothing();

    /** The end of the year 9999: nobody counts so far, but to leave no room for others. */
    private static final long COUNTER_MAX = 253_402_300_799L;

    /**
     * A delete that comes dated so much before it is done here gets the date at which it is done:
     * whoever dated it has a clock that is behind, and would have others forget it too soon.
     */
    private static final long BEHIND_SECONDS = 24L * 60 * 60;

    /** Of two deletes that know nothing of each other, which one is remembered. */
    private static final Comparator<Revision> DELETES =
            Comparator.comparingLong(Revision::deleted).thenComparing(Revision::author);

    /**
     * Decides.
     *
     * @param livesOn whether something below the path, known to the other or not, listed or
     *     ignored, will be here when what is decided on is done: then a directory must be there
     */
    public Decision decide(Known local, Known remote, boolean livesOn) {
        Reason refused = refused(remote);
        if (refused != null) {
            return new Decision.Unresolved(refused);
        }
        return switch (remote) {
            case Known.Absent _ -> NOTHING;
            case Known.Deleted(Revision delete) ->
                    switch (local) {
                        case Known.Absent _ ->
                                isForgotten(remote) ? NOTHING : new Decision.Note(delete);
                        case Known.Deleted(Revision known) -> bothDeleted(known, delete);
                        case Live value -> deleted(value, delete, livesOn);
                    };
            case Live value
                    when value.entry().path().isRoot() && !Values.isDirectory(value.entry()) ->
                    new Decision.Unresolved(Reason.ROOT_NOT_DIRECTORY);
            case Live value ->
                    switch (local) {
                        case Known.Absent _ -> take(value, value.revision());
                        case Known.Deleted(Revision known) -> overDelete(known, value, livesOn);
                        case Live known -> bothLive(known, value, livesOn);
                    };
        };
    }

    /** Why nothing may be taken of what somebody knows; null if it may. */
    private static @Nullable Reason refused(Known known) {
        return switch (known) {
            case Known.Absent _ -> null;
            case Known.Deleted(Revision delete) ->
                    delete.deleted() > COUNTER_MAX ? Reason.REPLICA_SPENT : refused(delete);
            case Live(Entry entry, Revision revision) ->
                    ReservedNames.coversAnyOf(entry.path())
                            ? Reason.RESERVED_NAME
                            : refused(revision);
        };
    }

    private static @Nullable Reason refused(Revision revision) {
        VersionVector version = revision.version();
        return version.greatest() > COUNTER_MAX
                ? Reason.REPLICA_SPENT
                : version.size() > VersionVector.MEMBERS_MADE_MAX ? Reason.VERSION_TOO_LONG : null;
    }

    /** Whether it is a delete that nobody needs to be told of any more, by this peer's clock. */
    public boolean isForgotten(Known known) {
        return known instanceof Known.Deleted(Revision delete)
                && Tombstones.isExpired(delete, unixSeconds);
    }

    private static Decision bothDeleted(Revision local, Revision remote) {
        boolean later = DELETES.compare(remote, local) > 0;
        return switch (remote.version().compare(local.version())) {
            case BEFORE -> NOTHING;
            case AFTER -> new Decision.Note(dated(remote, local.deleted()));
            case EQUAL -> later ? new Decision.Note(remote) : NOTHING;
            case CONCURRENT -> {
                VersionVector join = local.version().join(remote.version());
                yield new Decision.Note(joined(later ? remote : local, join));
            }
        };
    }

    private Decision deleted(Live local, Revision remote, boolean livesOn) {
        if (remote.version().compare(local.revision().version()) != Order.AFTER) {
            return NOTHING;
        }
        return livesOn && Values.isDirectory(local.entry())
                ? stays(local, remote)
                : new Decision.Delete(
                        unixSeconds - remote.deleted() > BEHIND_SECONDS
                                ? dated(remote, unixSeconds)
                                : remote);
    }

    /** A delete that is remembered at least as long as one made at that time. */
    private static Revision dated(Revision delete, long atLeast) {
        return Revision.delete(
                delete.version(), delete.author(), Math.max(delete.deleted(), atLeast));
    }

    private Decision overDelete(Revision local, Live remote, boolean livesOn) {
        VersionVector version = remote.revision().version();
        return switch (version.compare(local.version())) {
            case AFTER, EQUAL -> take(remote, remote.revision());
            case CONCURRENT ->
                    take(remote, joined(remote.revision(), version.join(local.version())));
            case BEFORE ->
                    livesOn && Values.isDirectory(remote.entry())
                            ? revived(remote, local, Decision.Take::new)
                            : NOTHING;
        };
    }

    private Decision bothLive(Live local, Live remote, boolean livesOn) {
        boolean here = Values.isDirectory(local.entry());
        boolean there = Values.isDirectory(remote.entry());
        return switch (remote.revision().version().compare(local.revision().version())) {
            case BEFORE ->
                    livesOn && there && !here
                            ? revived(
                                    remote,
                                    local.revision(),
                                    (entry, revision) -> keepBoth(local, entry, revision))
                            : NOTHING;
            case AFTER ->
                    livesOn && here && !there
                            ? stays(local, remote.revision())
                            : replace(local, remote, remote.revision());
            case EQUAL, CONCURRENT -> conflict(local, remote);
        };
    }

    /** Two values neither of which is known to follow the other. */
    private Decision conflict(Live local, Live remote) {
        VersionVector join = local.revision().version().join(remote.revision().version());
        boolean wins = Values.ORDER.compare(local, remote) > 0;
        if (Values.isSame(local.entry(), remote.entry())) {
            Live winner = wins ? local : remote;
            Revision joined = joined(winner.revision(), join);
            return winner.entry().equals(local.entry()) && joined.equals(local.revision())
                    ? NOTHING
                    : new Decision.Settle(winner.entry(), joined);
        }
        boolean localIsOld = Values.isAncestor(local, remote);
        boolean remoteIsOld = Values.isAncestor(remote, local);
        if (localIsOld != remoteIsOld) {
            return localIsOld ? take(remote, joined(remote.revision(), join)) : NOTHING;
        }
        return wins ? NOTHING : keepBoth(local, remote.entry(), joined(remote.revision(), join));
    }

    private static Decision replace(Live local, Live remote, Revision revision) {
        return Values.isSame(local.entry(), remote.entry())
                ? new Decision.Settle(remote.entry(), revision)
                : take(remote, revision);
    }

    private static Decision keepBoth(Live local, Entry entry, Revision revision) {
        RelPath path = local.entry().path();
        RelPath copy;
        try {
            copy = path.parent().child(ConflictName.of(local.entry(), local.revision().author()));
        } catch (IllegalNameException e) {
            return new Decision.Unresolved(Reason.PATH_TOO_LONG);
        }
        Live moved = new Live(Values.at(copy, local.entry()), local.revision());
        return new Decision.KeepBoth(moved, new Decision.Take(entry, revision));
    }

    private static Decision take(Live remote, Revision revision) {
        return new Decision.Take(remote.entry(), revision);
    }

    /** The directory here outlives what the other made of it. */
    private Decision stays(Live local, Revision remote) {
        return revived(local, remote, Decision.Settle::new);
    }

    /** What is done with a directory that was revived. */
    private interface Revival {
        Decision with(Entry entry, Revision revision);
    }

    /**
     * A directory that outlives something else: changed by this peer, and knowing nothing of that
     * something, so that it is concurrent to it and wins everywhere. The counter is beyond what
     * either knows of this replica, which must not use one twice.
     */
    private Decision revived(Live directory, Revision outlived, Revival revival) {
        VersionVector version = directory.revision().version();
        long counted = Math.max(version.counter(me), outlived.version().counter(me));
        if (counted == Long.MAX_VALUE) {
            return new Decision.Unresolved(Reason.REPLICA_SPENT);
        }
        Revision revision =
                Revision.value(version.advance(me, Math.max(counted + 1, clockSeconds)), me, null);
        return revival.with(directory.entry(), revision);
    }

    /**
     * A revision that follows both of what was joined. Of more members than peers take the oldest
     * changes are forgotten, the same by both sides, who keep the same author's.
     */
    private static Revision joined(Revision revision, VersionVector join) {
        return revision.with(join.bounded(revision.author(), VersionVector.MEMBERS_MADE_MAX));
    }
}
