package dev.dsync.core.plan;

import dev.dsync.core.plan.Action.Create;
import dev.dsync.core.plan.Change.Update;
import dev.dsync.core.plan.Frame.Going;
import dev.dsync.core.plan.Frame.Left;
import dev.dsync.core.plan.Frame.Passed;
import dev.dsync.core.plan.Frame.Staying;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Entry.SpecialEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One pass over a plan: reads a pair, answers what to do, remembers the directories above. */
final class PlanCursor implements Actions {
    private final Policy policy;
    private final Differences differences;
    private final Omission omission;
    private final Creations creations;
    private final Succession succession;
    private final Planner.SourceState source;
    private final Pairs pairs;
    private final boolean reportsUnchanged;
    private final @Nullable AlternateChoice alternates;
    private final Absences absences;
    private final Deque<Frame> above = new ArrayDeque<>();
    private final Deque<Action> ready = new ArrayDeque<>();

    /**
     * Local leaders of files that lead a group at the source: only where the target has links the
     * source has not.
     */
    private final Map<RelPath, RelPath> extraLeaders = new HashMap<>();

    private long deletes;
    private boolean ended;

    PlanCursor(
            Policy policy,
            Differences differences,
            Planner.SourceState source,
            Pairs pairs,
            boolean reportsUnchanged,
            @Nullable AlternateChoice alternates,
            Absences absences) {
        this.policy = policy;
        this.differences = differences;
        this.omission = new Omission(policy, differences);
        this.creations = new Creations(differences);
        this.succession = new Succession(differences);
        this.source = source;
        this.pairs = pairs;
        this.reportsUnchanged = reportsUnchanged;
        this.alternates = alternates;
        this.absences = absences;
    }

    @Override
    public @Nullable Action next() throws IOException {
        while (ready.isEmpty() && !ended) {
            Pair pair = pairs.next();
            if (pair == null) {
                leaveUntil(null);
                ended = true;
            } else {
                leaveUntil(pair.path());
                enter(pair);
            }
        }
        return ready.poll();
    }

    private void leaveUntil(@Nullable RelPath path) {
        while (!above.isEmpty() && (path == null || !path.isWithin(above.getFirst().path()))) {
            switch (above.removeFirst()) {
                case Staying staying -> {
                    if (staying.touched) {
                        ready.add(new Action.FinishDirectory(staying.remote, staying.wanted));
                    }
                }
                case Going going -> leave(going);
                case Left _, Passed _ -> {}
            }
        }
    }

    private void leave(Going going) {
        Create instead = going.instead;
        if (!going.keepsSome) {
            if (instead == null) {
                delete(going.local);
            } else {
                act(new Action.Replace(going.local, instead));
            }
            return;
        }
        stays(going.overLimit);
        ready.add(notice(going.path(), Problem.Kind.DIRECTORY_NOT_EMPTY, "directory not empty"));
        if (instead != null) {
            block(going.path(), Problem.Kind.REPLACE, "Directory not empty");
        }
    }

    private void enter(Pair pair) throws IOException {
        Frame parent = above.peekFirst();
        Entry local = pair.local();
        Entry remote = succession.led(pair.remote());
        if (parent instanceof Left) {
            return;
        }
        if (parent instanceof Going && remote != null) {
            block(pair.path(), Problem.Kind.UNSUPPORTED, "listed below what is no directory");
            remote = null;
        }
        if (remote == null) {
            if (local != null && !local.path().isRoot()) {
                absent(local, pair.hold());
            }
        } else if (pair.hold() == Pair.Hold.IMPLIED && remote instanceof DirectoryEntry directory) {
            pass(local, directory);
        } else if (pair.hold() == Pair.Hold.TOO_LONG || pair.hold() == Pair.Hold.LEADS_OUT) {
            boolean leads = pair.hold() == Pair.Hold.LEADS_OUT;
            String reason = leads ? "the link may not be followed" : "File name too long";
            block(pair.path(), Problem.Kind.CREATE, reason);
            above.push(new Left(pair.path()));
        } else if (pair.hold() == Pair.Hold.LEFT || omission.holds(local, remote)) {
            if (!differences.takesPart(remote.kind()) && omission.isTold(local)) {
                ready.add(notice(pair.path(), Problem.Kind.NOT_REGULAR, "not a regular file"));
            }
            succession.leave(Objects.requireNonNull(pair.remote()));
            above.push(new Left(pair.path()));
        } else {
            succession.take(Objects.requireNonNull(pair.remote()));
            if (local == null) {
                appear(remote);
            } else {
                both(local, remote, pair.hold());
            }
        }
    }

    /** A directory that matters only for what was named in it. */
    private void pass(@Nullable Entry local, DirectoryEntry remote) {
        RelPath path = remote.path();
        if (local == null && !policy.selection().existing()) {
            act(new Action.MakeWay(remote, differences.modeOfDirectory()));
        } else if (!(local instanceof DirectoryEntry)) {
            if (local != null) {
                block(path, Problem.Kind.CREATE, "Not a directory");
            }
            above.push(new Left(path));
            return;
        }
        above.push(new Passed(path));
    }

    private void appear(Entry remote) throws IOException {
        boolean follows = remote instanceof FileEntry file && differences.leaderOf(file) != null;
        AlternateChoice.Made made =
                alternates == null || follows ? null : alternates.choose(remote);
        if (made == null) {
            create(null, creations.of(remote), Pair.Hold.NONE);
        } else if (made.create() != null) {
            create(null, made.create(), Pair.Hold.NONE);
        } else if (reportsUnchanged) {
            ready.add(new Action.Keep(made.like(), remote));
        }
    }

    private void both(Entry local, Entry remote, Pair.Hold hold) {
        switch (remote) {
            case FileEntry file -> file(local, file, hold);
            case DirectoryEntry directory -> {
                if (local instanceof DirectoryEntry ours) {
                    directory(ours, directory);
                } else {
                    create(local, creations.of(remote), hold);
                }
            }
            case SymlinkEntry _, SpecialEntry _ -> {
                if (Differences.sameThing(local, remote)) {
                    attributes(
                            local, remote, differences.between(local, remote, Update.ATTRIBUTES));
                } else {
                    create(local, creations.of(local, remote), hold);
                }
            }
        }
    }

    private void file(Entry local, FileEntry remote, Pair.Hold hold) {
        if (!(local instanceof FileEntry ours)) {
            create(local, creations.of(remote), hold);
            return;
        }
        RelPath leader = differences.leaderOf(remote);
        if (leader != null) {
            follower(ours, remote, leader);
            return;
        }
        RelPath ownLeader = differences.leaderOf(ours);
        if (ownLeader != null) {
            extraLeaders.put(ours.path(), ownLeader);
        }
        if (differences.sameContent(ours, remote)) {
            attributes(ours, remote, differences.between(ours, remote, Update.ATTRIBUTES));
        } else {
            Change change = differences.between(ours, remote, Update.TRANSFER);
            act(
                    new Action.ReplaceContent(
                            ours, remote, differences.ofExisting(ours, remote), change));
        }
    }

    /**
     * A file that is or shall be a hard link; where the leader's content is replaced, it must
     * follow again.
     */
    private void follower(FileEntry ours, FileEntry remote, RelPath leader) {
        RelPath ownLeader = ours.leader();
        boolean linked =
                ownLeader != null
                        && (ownLeader.equals(leader)
                                || Objects.equals(ownLeader, extraLeaders.get(leader)));
        Change change = differences.between(ours, remote, Update.LINK, !linked);
        if (linked && differences.sameContent(ours, remote)) {
            // whatever is to be set is set once, by the leader's own action
            FileEntry told = change.xattrs() ? remote.alone() : remote;
            attributes(ours, told, change.xattrs() ? Change.RELABELLED : Change.LINKED);
        } else {
            Wanted wanted = differences.ofExisting(ours, remote);
            act(
                    new Action.Replace(
                            ours, new Action.CreateLink(remote, leader, wanted, change, linked)));
        }
    }

    private void directory(DirectoryEntry local, DirectoryEntry remote) {
        Change change = differences.between(local, remote, Update.ATTRIBUTES);
        Wanted wanted = differences.ofExisting(local, remote);
        if (change.isAny()) {
            ready.add(new Action.SetAttributes(local, remote, wanted, change));
        } else if (reportsUnchanged) {
            ready.add(new Action.Keep(local, remote));
        }
        above.push(new Staying(remote, wanted, mayDelete(local, remote), change.isAny()));
    }

    private boolean mayDelete(DirectoryEntry local, DirectoryEntry remote) {
        return deletesAbsent() && remote.listed() == Listed.ALL && local.listed() != Listed.FAILED;
    }

    private boolean deletesAbsent() {
        return policy.deletion().enabled()
                && (source == Planner.SourceState.COMPLETE || policy.deletion().ignoreErrors());
    }

    private void attributes(Entry local, Entry remote, Change change) {
        if (change.isAny()) {
            ready.add(
                    new Action.SetAttributes(
                            local, remote, differences.ofExisting(local, remote), change));
        } else if (reportsUnchanged) {
            ready.add(new Action.Keep(local, remote));
        }
    }

    private void create(@Nullable Entry local, Create create, Pair.Hold hold) {
        if (local instanceof DirectoryEntry directory) {
            boolean empties = policy.deletion().force() || deletesAbsent();
            above.push(new Going(directory, create, empties, hold));
            return;
        }
        act(local == null ? create : new Action.Replace(local, create));
        if (create instanceof Action.CreateDirectory directory) {
            above.push(
                    new Staying(
                            directory.remote(),
                            differences.ofNew(directory.remote()),
                            false,
                            true));
        }
    }

    private void absent(Entry local, Pair.Hold hold) {
        boolean goes =
                switch (above.peekFirst()) {
                    // no root takes part: what stands beside the sources' names is nobody's
                    // business
                    case null -> false;
                    case Staying staying -> staying.deletes;
                    case Going going -> going.deletes;
                    case Left _, Passed _ -> false;
                };
        boolean named = absences.has(local.path());
        if (!(goes || named) || hold == Pair.Hold.PROTECTED) {
            stays(false);
            boolean leadsOn = hold != Pair.Hold.PROTECTED && absences.leadsOn(local.path());
            above.push(leadsOn ? new Passed(local.path()) : new Left(local.path()));
        } else if (local instanceof DirectoryEntry directory) {
            Policy.Deletion deletion = policy.deletion();
            boolean empties = goes || deletion.enabled() || deletion.force();
            above.push(new Going(directory, null, empties, hold));
        } else {
            delete(local);
        }
    }

    private void delete(Entry local) {
        if (policy.deletion().max() instanceof Policy.MaxDelete.Count max
                && deletes >= max.entries()) {
            ready.add(new Action.DeleteSkipped(local));
            stays(true);
        } else {
            deletes++;
            if (staysAsBackup(local)) {
                stays(false);
            }
            boolean makesWay =
                    above.stream().anyMatch(f -> f instanceof Going going && going.instead != null);
            act(new Action.Delete(local, makesWay));
        }
    }

    /** Whether what is deleted stays in its directory under another name. */
    private boolean staysAsBackup(Entry local) {
        return !(local instanceof DirectoryEntry)
                && policy.writing()
                        .backup()
                        .filter(kept -> kept.directory() == null)
                        .filter(kept -> kept.keepsDeleted(local.path().name()))
                        .isPresent();
    }

    /** Something in the directory now on top stays, so that it cannot go. */
    private void stays(boolean overLimit) {
        if (above.peekFirst() instanceof Going going) {
            going.keepsSome = true;
            going.overLimit |= overLimit;
        }
    }

    private void act(Action action) {
        if (above.peekFirst() instanceof Staying staying) {
            staying.touched = true;
        }
        ready.add(action);
    }

    private static Action notice(RelPath path, Problem.Kind kind, String reason) {
        return new Action.Blocked(new Problem(path, kind, reason));
    }

    private void block(RelPath path, Problem.Kind kind, String reason) {
        act(new Action.Blocked(new Problem(path, kind, reason)));
    }
}
