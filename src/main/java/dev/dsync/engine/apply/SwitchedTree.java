package dev.dsync.engine.apply;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tree whose place another takes at once: that is built beside it, and gets its name when all of
 * it is there and on disk. Whoever holds the lock of either owns what is beside them.
 */
public final class SwitchedTree implements Closeable {
    private final Root above;
    private final Name name;
    private final @Nullable Root old;
    private final TreeNames names;
    private final List<Item> kept = new ArrayList<>();
    private @Nullable Root built;
    private @Nullable TreeCopy copy;
    private Name staged;
    private boolean concluded;

    /**
     * A tree that is to be switched.
     *
     * @param above the directory it stands in; closed with this
     * @param name its name there
     * @param old what is there, if it is there yet; of it the lock is held
     */
    public SwitchedTree(Root above, Name name, @Nullable Root old) {
        this.above = above;
        this.name = name;
        this.old = old;
        this.names = new TreeNames(name);
        this.staged = names.building();
    }

    /**
     * Removes what runs that were cut off have left.
     *
     * @throws FsException BUSY if another run is at work on it
     */
    public void clear() throws IOException {
        try (Directory beside = above.open(RelPath.ROOT)) {
            for (Name found : beside.names()) {
                if (names.isOne(found)) {
                    clear(beside, found);
                }
            }
        }
    }

    private void clear(Directory beside, Name found) throws IOException {
        try (Root left = above.openRoot(TreeWalk.child(RelPath.ROOT, found))) {
            if (!left.tryLock()) {
                throw new FsException(Reason.BUSY);
            }
            Name at = found;
            TreeNames.Switch says = names.switchOf(found).orElse(null);
            boolean isOurs =
                    names.isOurs(found) || (says != null && says.built() == left.stat().inode());
            // If it is not the one that was built, it may be the other as it was copied.
            if (!isOurs && says != null && says.record() == TreeRecord.of(left).hash()) {
                beside.rename(found, beside, names.removing(), RenameMode.NO_REPLACE);
                beside.sync();
                at = names.removing();
                isOurs = true;
            }
            if (isOurs) {
                new OldTree(left, OldTree.Known.ALL).clear();
                isOurs = OldTree.removeEmpty(beside, at);
            }
            if (!isOurs) {
                keep(beside, at);
            }
        }
    }

    /**
     * Builds a tree of what the old one has.
     *
     * @param mode of the directory, if there is none yet
     * @return the tree that a plan is to be carried out on, closed with this
     */
    public Root build(Recheck recheck, int mode) throws IOException {
        try (Directory beside = above.open(RelPath.ROOT)) {
            beside.makeDirectory(staged, old == null ? mode : 0700);
            Root root = above.openRoot(TreeWalk.child(RelPath.ROOT, staged));
            built = root;
            if (!root.tryLock()) {
                throw new FsException(Reason.BUSY);
            }
            if (old != null) {
                if (old.stat().device() != root.stat().device()) {
                    throw new FsException(Reason.OTHER_FILE_SYSTEM);
                }
                tryExchange(beside);
                copy = TreeCopy.make(old, root, recheck);
            }
            return root;
        }
    }

    /** Finds out, before anything is done, whether two directories can switch names here. */
    private void tryExchange(Directory beside) throws IOException {
        beside.makeDirectory(names.trying(), 0700);
        try {
            beside.rename(staged, beside, names.trying(), RenameMode.EXCHANGE);
            beside.rename(staged, beside, names.trying(), RenameMode.EXCHANGE);
        } finally {
            beside.removeDirectory(names.trying());
        }
    }

    /** Whether what is built is, at a path, what the plan was made from. */
    public boolean isAsListed(RelPath path) {
        return copy == null || copy.isAsListed(path);
    }

    /** Makes sure that what is about to change its attributes does not change in the old tree. */
    void separate(Directory directory, RelPath path, Stat now) throws IOException {
        if (copy != null) {
            copy.separate(directory, path, now);
        }
    }

    /**
     * Ends it: either the one tree or the other has the name afterwards.
     *
     * @param whole whether all that was planned has been done; else the old one stays
     * @return what is to be told
     */
    public List<Item> conclude(boolean whole) throws IOException {
        List<Item> told = new ArrayList<>(kept);
        Root root = built;
        if (root == null) {
            return told;
        }
        if (!whole) {
            discard(root);
            told.add(
                    failed(Problem.Kind.REPLACE, "not all of it could be had, it stays as it was"));
            return told;
        }
        root.syncFileSystem();
        try (Directory beside = above.open(RelPath.ROOT)) {
            if (old == null) {
                told.addAll(appear(beside, root));
            } else {
                told.addAll(replace(beside, old, root, Objects.requireNonNull(copy)));
            }
        }
        return told;
    }

    private List<Item> appear(Directory beside, Root root) throws IOException {
        concluded = true; // whatever comes of it: what has the name is nothing to be removed
        try {
            beside.rename(staged, beside, name, RenameMode.NO_REPLACE);
        } catch (FsException e) {
            discard(root);
            String reason =
                    e.reason() == Reason.EXISTS
                            ? "it appeared while the run went on"
                            : e.reason().text();
            return List.of(failed(Problem.Kind.CREATE, reason));
        }
        beside.sync();
        return List.of();
    }

    private List<Item> replace(Directory beside, Root from, Root root, TreeCopy copied)
            throws IOException {
        RelPath change = copied.change();
        if (change != null || !isThere(beside, name, from)) {
            discard(root);
            RelPath path = change == null ? RelPath.ROOT : change;
            return List.of(
                    new Item.Failed(
                            new Problem(
                                    path, Problem.Kind.CHANGED_AT_TARGET, "changed meanwhile")));
        }
        Name switching = names.switching(root.stat().inode(), copied.record());
        beside.rename(staged, beside, switching, RenameMode.NO_REPLACE);
        staged = switching;
        beside.sync(); // the name has to tell what it is before it can be the other one's
        concluded = true; // whatever comes of it: what has the name is nothing to be removed
        try {
            beside.rename(switching, beside, name, RenameMode.EXCHANGE);
        } catch (FsException e) {
            discard(root);
            return List.of(failed(Problem.Kind.REPLACE, e.reason().text()));
        }
        if (!isThere(beside, switching, from)) {
            beside.rename(switching, beside, name, RenameMode.EXCHANGE);
            beside.sync();
            if (isThere(beside, switching, root)) {
                discard(root);
            }
            return List.of(failed(Problem.Kind.REPLACE, "another took its place meanwhile"));
        }
        beside.sync();
        try {
            return remove(beside, switching, from, copied);
        } catch (FsException e) { // what it should be, it is: the rest is the next run's
            return List.of(failed(Problem.Kind.DELETE, switching + ": " + e.reason().text()));
        }
    }

    private static boolean isThere(Directory beside, Name name, Root tree) throws IOException {
        try {
            return beside.stat(name).object().equals(tree.stat().object());
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            return false;
        }
    }

    /** Removes the old tree, but for what somebody changed in it at the last moment. */
    private List<Item> remove(Directory beside, Name switching, Root from, TreeCopy copied)
            throws IOException {
        Name at = switching;
        if (copied.change() == null) {
            beside.rename(switching, beside, names.removing(), RenameMode.NO_REPLACE);
            beside.sync();
            at = names.removing();
        }
        new OldTree(from, copied::isKnown).clear();
        kept.clear();
        if (!OldTree.removeEmpty(beside, at)) {
            keep(beside, at);
        }
        return List.copyOf(kept);
    }

    /** Gives what must not be removed a name that all see. */
    private void keep(Directory beside, Name at) throws IOException {
        for (int number = 1; ; number++) {
            Name free = names.kept(number);
            try {
                beside.rename(at, beside, free, RenameMode.NO_REPLACE);
            } catch (FsException e) {
                if (e.reason() == Reason.EXISTS) {
                    continue;
                }
                throw e;
            }
            beside.sync();
            kept.add(
                    failed(
                            Problem.Kind.REPLACE,
                            "changed while another tree took its place, the change is now in "
                                    + free
                                    + " beside it"));
            return;
        }
    }

    private static Item failed(Problem.Kind kind, String reason) {
        return new Item.Failed(new Problem(RelPath.ROOT, kind, reason));
    }

    /** Removes what was built, as far as that is possible: it is hidden, and the next run's. */
    private void discard(Root root) throws IOException {
        concluded = true;
        try (Directory beside = above.open(RelPath.ROOT)) {
            new OldTree(root, OldTree.Known.ALL).clear();
            beside.removeDirectory(staged);
        } catch (FsException e) {
            // What keeps it from being removed kept it from being built: of that the run tells.
        }
    }

    /** Removes what was built, if it has not got its name. */
    @Override
    public void close() throws IOException {
        try (above;
                Root root = built) {
            if (root != null && !concluded) {
                discard(root);
            }
        }
    }
}
