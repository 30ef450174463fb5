package dev.dsync.engine.apply;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Action.Create;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.index.Index;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Carries a plan out on one root. What fails about one path becomes an item of the report; the run
 * goes on. Used by one thread at a time.
 */
public final class Applier {
    /**
     * Up to so many files are made durable one by one; beyond, the whole file system at once is
     * cheaper.
     */
    private static final int SINGLE_SYNCS_MAX = 50;

    /** A file of so many bytes is made durable by itself in any case: its writing takes longer. */
    private static final long SINGLE_SYNC_BYTES = 8L << 20;

    private final Root root;
    private final AttributeWriter attributes;
    private final Placement placement;
    private final Entrance entrance;
    private final boolean syncsSingly;
    private final ChangedDirectories unsynced;
    private final Collisions collisions;
    private final Creator creator;
    private @Nullable SwitchedTree tree;

    /**
     * An applier of plans made from listings of this root, which {@code recheck} remembers.
     *
     * @param superuser whether no directory's mode keeps this process out
     * @param keeping which of what gives way is kept
     * @param files how many files of the plan need content
     */
    public Applier(Root root, boolean superuser, Recheck recheck, Keeping keeping, long files) {
        this.root = root;
        this.syncsSingly = files <= SINGLE_SYNCS_MAX;
        this.attributes = new AttributeWriter();
        this.placement = new Placement(recheck, keeping, attributes);
        this.collisions = new Collisions(placement, keeping);
        this.unsynced = new ChangedDirectories(root, SINGLE_SYNCS_MAX);
        this.entrance = new Entrance(root, superuser);
        this.creator = new Creator(attributes, collisions, unsynced, entrance);
    }

    /** The same with what there is in directories beside the target. */
    public Applier with(Elsewhere elsewhere) {
        creator.with(elsewhere);
        return this;
    }

    /** The same, noting which directories have another mode than they shall meanwhile. */
    public Applier noting(Index.Ajar ajar) {
        entrance.noting(ajar);
        return this;
    }

    /** The same, letting nobody into directories that are none of the run's. */
    public Applier leaving(Bystanders bystanders) {
        entrance.leaving(bystanders);
        return this;
    }

    /** The same where the root is a tree that takes the place of another. */
    public Applier building(@Nullable SwitchedTree switched) {
        tree = switched;
        return this;
    }

    /** Directories beside the target. */
    @FunctionalInterface
    public interface Elsewhere {
        /** One of them, if it is there. */
        Optional<Root> root(int alternate) throws IOException;
    }

    /**
     * What came of some actions.
     *
     * @param items what to report, in order
     * @param finished directories that have the attributes they shall have
     * @param unlinked links that could not be made since their leader is not there: their content
     *     is to be fetched
     */
    public record Applied(List<Item> items, List<RelPath> finished, List<Awaited> unlinked) {
        public Applied {
            items = List.copyOf(items);
            finished = List.copyOf(finished);
            unlinked = List.copyOf(unlinked);
        }
    }

    /**
     * Carries out, in order, actions that need no content; for those that do it makes sure that
     * their directory can be written to.
     *
     * @throws IOException if the root itself is of no use any more
     */
    public Applied apply(List<Action> actions) throws IOException {
        Outcome outcome = new Outcome();
        try (Opened opened = new Opened(root, entrance, unsynced)) {
            for (Action action : actions) {
                try {
                    apply(opened, action, outcome);
                } catch (IOException e) {
                    Failures.throwFatal(e);
                    outcome.tell(collisions.item(opened, action, e));
                }
            }
        }
        attributes.takeFailed().forEach(outcome::tell);
        return outcome.applied();
    }

    private void apply(Opened opened, Action action, Outcome outcome) throws IOException {
        if (Awaited.of(action).isPresent()) {
            opened.letIn(action.path().parent());
            return;
        }
        if (!collisions.allow(action)) {
            return;
        }
        switch (action) {
            case Action.CreateFile _, Action.ReplaceContent _ -> {}
            case Action.Replace replace -> replace(opened, replace, outcome);
            case Create create -> creator.create(opened, create, outcome);
            case Action.SetAttributes set -> setAttributes(opened, set, outcome);
            case Action.FinishDirectory finish -> {
                finish(opened, finish);
                outcome.finish(finish.path());
            }
            case Action.Delete delete -> {
                if (!collisions.isGone(delete.path()) && !placement.isBackup(delete.path())) {
                    delete(opened, delete.local());
                }
                outcome.tell(new Item.Deleted(delete.path(), delete.local().kind()));
            }
            case Action.MakeWay way -> {
                opened.parentOf(way.path()).makeDirectory(way.path().name(), way.mode());
                unsynced.add(way.path().parent());
            }
            case Action.DeleteSkipped _ -> {}
            case Action.Blocked blocked -> outcome.tell(new Item.Failed(blocked.problem()));
            case Action.Keep keep -> outcome.tell(new Item.Unchanged(keep.remote()));
        }
    }

    /** Makes sure that a file can be built in its directory, and in no other. */
    public void require(Awaited awaited) throws FsException {
        collisions.require(awaited.action().path());
    }

    private void replace(Opened opened, Action.Replace replace, Outcome outcome)
            throws IOException {
        Create create = replace.create();
        RelPath path = replace.path();
        if (replace.local() instanceof DirectoryEntry || create instanceof Action.CreateDirectory) {
            delete(opened, replace.local());
            creator.create(opened, create, outcome);
            return;
        }
        Directory directory = opened.parentOf(path);
        Name staged = Stage.nameFor(path.name(), 0, create.remote().attributes().modified());
        switch (create) {
            case Action.CreateFile _ -> {
                return;
            }
            case Action.CreateSymlink _, Action.CreateSpecial _ ->
                    creator.make(directory, create, staged);
            case Action.CreateLink link -> {
                if (!opened.link(link, staged)) {
                    outcome.await(Awaited.unlinked(link, replace.local()));
                    return;
                }
            }
            case Action.CreateDirectory _, Action.CreateFrom _ ->
                    throw new IllegalStateException("replaces nothing: " + create);
        }
        replaceOrRemove(directory, staged, path);
        unsynced.add(path.parent());
        outcome.tell(new Item.Changed(create.remote(), create.change(), 0));
    }

    private void replaceOrRemove(Directory directory, Name staged, RelPath path)
            throws IOException {
        try {
            placement.replace(directory, staged, path.name(), path);
        } catch (Placement.StrandedException e) {
            throw e;
        } catch (IOException e) {
            try {
                directory.unlink(staged);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Deletes something, unless it is gone already, be it with all that it was in. */
    private void delete(Opened opened, Entry local) throws IOException {
        RelPath path = local.path();
        Directory directory = opened.findParentOf(path);
        if (directory == null) {
            return;
        }
        if (local instanceof DirectoryEntry) {
            opened.forget(path);
            StageLitter.removeDirectory(directory, path.name());
            entrance.leave(path);
            entrance.closed(path);
        } else {
            placement.delete(directory, path.name(), path);
        }
        unsynced.add(path.parent());
    }

    private void setAttributes(Opened opened, Action.SetAttributes set, Outcome outcome)
            throws IOException {
        if (!(set.local() instanceof DirectoryEntry)) {
            Directory directory = opened.parentOf(set.path());
            Stat stat = directory.stat(set.path().name());
            placement.touch(set.path(), stat);
            if (tree != null) {
                tree.separate(directory, set.path(), stat);
                stat = directory.stat(set.path().name());
            }
            attributes.set(
                    directory, set.path().name(), set.path(), stat, stat.mode(), set.wanted());
            if (stat.links() > 1) {
                placement.noteTouched(directory.stat(set.path().name()));
            }
            unsynced.addAttributes(set.local());
        }
        outcome.tell(new Item.Changed(set.remote(), set.change(), 0));
    }

    private void finish(Opened opened, Action.FinishDirectory finish) throws IOException {
        RelPath path = finish.path();
        Wanted wanted = finish.wanted();
        OptionalInt before = entrance.leave(path);
        if (path.isRoot() || root.isLinked(path)) {
            try (Directory directory = root.open(path)) {
                attributes.set(directory, path, before, wanted);
            }
        } else {
            Directory directory = opened.parentOf(path);
            Stat stat = directory.stat(path.name());
            if (stat.kind() != Kind.DIRECTORY) {
                throw new FsException(Reason.NOT_DIRECTORY);
            }
            int mode = before.orElse(stat.mode());
            if (before.isPresent() && !wanted.setsMode()) {
                directory.setMode(path.name(), mode);
            }
            attributes.set(directory, path.name(), path, stat, mode, wanted);
        }
        entrance.closed(path);
        unsynced.add(path);
    }

    /**
     * Gives a built file, still open under its stage name, the attributes it shall have.
     *
     * @param modified its time as the source showed it when it was read
     * @return whether it is durable; if not, {@link #commit} sees to it
     */
    public boolean complete(
            Awaited awaited, Directory directory, WritableFile file, Timestamp modified)
            throws IOException {
        Wanted wanted = awaited.wanted();
        RelPath path = awaited.action().path();
        int mode = awaited.keepsMode() ? modeNow(directory, path.name()) : 0;
        Timestamp time = wanted.modified() == null ? null : modified;
        Stat made = attributes.set(file, path, mode, wanted, time);
        boolean sync =
                syncsSingly
                        || awaited.remote().size() >= SINGLE_SYNC_BYTES
                        || unsynced.isElsewhere(made);
        if (sync) {
            file.sync();
        }
        return sync;
    }

    /**
     * Gives built files their names.
     *
     * @throws IOException if the root itself is of no use any more
     */
    public List<Item> commit(List<Commit> commits) throws IOException {
        List<Item> items = new ArrayList<>();
        try (Opened opened = new Opened(root, entrance, unsynced)) {
            if (!commits.stream().allMatch(Commit::durable)) {
                root.syncFileSystem();
            }
            for (Commit commit : commits) {
                try {
                    place(opened, commit);
                    Awaited done = commit.awaited();
                    items.add(
                            new Item.Changed(
                                    done.remote(), done.action().change(), commit.literal()));
                } catch (Placement.StrandedException e) {
                    commit.forget();
                    items.add(Failures.item(commit.awaited().action(), e));
                } catch (IOException e) {
                    commit.forget();
                    commit.discard(opened, e);
                    items.add(collisions.item(opened, commit.awaited().action(), e));
                }
            }
        }
        items.addAll(attributes.takeFailed());
        return items;
    }

    private static int modeNow(Directory directory, Name name) throws IOException {
        try {
            return directory.stat(name).mode();
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return 0600; // what becomes of it is decided when it is placed
            }
            throw e;
        }
    }

    private void place(Opened opened, Commit commit) throws IOException {
        require(commit.awaited());
        RelPath path = commit.awaited().action().path();
        Directory directory = opened.parentOf(path);
        Stat built = commit.manifest() == null ? null : directory.stat(commit.staged());
        Entry replaced = commit.awaited().replaced();
        if (replaced instanceof DirectoryEntry) {
            delete(opened, replaced);
        }
        if (replaced != null && !(replaced instanceof DirectoryEntry)) {
            placement.replace(
                    directory, commit.staged(), path.name(), path, commit.awaited().wanted());
        } else {
            collisions.create(directory, commit.staged(), path);
        }
        unsynced.add(path.parent());
        if (built != null) {
            commit.note(built, opened.parentOf(path).stat(path.name()));
        }
    }

    /**
     * Removes files that an earlier run was building, as far as that is possible.
     *
     * @return what is to be told of them
     */
    public List<Item> removeStaged(List<RelPath> paths) throws IOException {
        try (Opened opened = new Opened(root, entrance, unsynced)) {
            return StageLitter.remove(opened, paths);
        }
    }

    /** Closes what was opened up, and makes all names that were given or taken durable. */
    public void sync() throws IOException {
        entrance.leaveAll();
        placement.sync();
        unsynced.sync();
    }
}
