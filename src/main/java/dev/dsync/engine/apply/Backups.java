package dev.dsync.engine.apply;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is replaced or deleted, as {@code --backup} has it: under another name beside it, or
 * in a directory of backups. It has its second name before it loses the first. What was kept there
 * by an earlier run gives way to it; a directory does not. Used by one thread at a time.
 */
public final class Backups {
    private static final int SINGLE_SYNCS_MAX = 50;

    private final Root root;
    private final Policy.Backup how;
    private final @Nullable Place place;
    private final Taken taken;
    private final Namespaces xattrs;

    /** What was kept beside what gave way. */
    private final Set<RelPath> made = new HashSet<>();

    /** Where files with several names were copied to, each the first time. */
    private final Map<Stat.Inode, RelPath> copies = new HashMap<>();

    private @Nullable BackupTree tree;

    /** The directory of backups, which is made when the first of them comes. */
    @FunctionalInterface
    public interface Place {
        /** Opens it; whoever gave it closes it. */
        Root open() throws IOException;
    }

    /** Knows which paths below the target's root are no place for a backup. */
    @FunctionalInterface
    public interface Taken {
        /** Whether the source has something at a path. */
        boolean isTaken(RelPath path) throws IOException;
    }

    /** Where a backup goes. */
    private record Goal(Directory directory, RelPath path) {
        Name name() {
            return path.name();
        }
    }

    /**
     * None made yet.
     *
     * @param root of what gives way
     * @param place null where they stay beside what gives way
     * @param xattrs which extended attributes a copy has
     */
    public Backups(
            Root root, Policy.Backup how, @Nullable Place place, Taken taken, Namespaces xattrs) {
        this.root = root;
        this.how = how;
        this.place = place;
        this.taken = taken;
        this.xattrs = xattrs;
    }

    /** Whether something of this name that is deleted is kept. */
    boolean keepsDeleted(Name name) {
        return how.keepsDeleted(name);
    }

    /** Whether it was put there by this run, as the backup of something else. */
    boolean isMade(RelPath path) {
        return made.contains(path);
    }

    /**
     * Keeps what is to be replaced, which stays in its place until it is.
     *
     * @param copies whether it may not be a second name of the same file
     */
    void keep(Directory directory, Name name, RelPath path, Stat now, boolean copies)
            throws IOException {
        Goal goal = goal(directory, name, path);
        try {
            if (copies || !BackupFiles.link(directory, name, goal.directory, goal.name(), now)) {
                copy(directory, name, goal, now);
            }
        } catch (FsException e) {
            throw inTheWay(e, goal);
        }
    }

    /** Copies what was there before the run, which may have changed it under another name. */
    private void copy(Directory directory, Name name, Goal goal, Stat now) throws IOException {
        RelPath first = now.links() > 1 ? copies.putIfAbsent(now.object(), goal.path) : null;
        if (first == null) {
            BackupFiles.copy(directory, name, goal.directory, goal.name(), now, xattrs);
            return;
        }
        try (Directory kept = (tree == null ? root : tree.root()).open(first.parent())) {
            Stat was = kept.stat(first.name());
            BackupFiles.copy(kept, first.name(), goal.directory, goal.name(), was, xattrs);
        }
    }

    /** Keeps what is to be deleted, which is gone from its place thereby. */
    void move(Directory directory, Name name, RelPath path, Stat now) throws IOException {
        Goal goal = goal(directory, name, path);
        try {
            directory.rename(name, goal.directory, goal.name(), RenameMode.REPLACE);
            BackupFiles.unlinkSame(directory, name, now); // a rename to a name of its own leaves it
        } catch (FsException e) {
            if (!BackupFiles.isUnlinkable(e)) {
                throw inTheWay(e, goal);
            }
            copy(directory, name, goal, now);
            directory.unlink(name);
        }
    }

    private static IOException inTheWay(FsException e, Goal goal) {
        return e.reason() == Reason.IS_DIRECTORY
                ? new IOException("a directory is where its backup " + goal.name() + " would go", e)
                : e;
    }

    private Goal goal(Directory directory, Name name, RelPath path) throws IOException {
        try {
            RelPath kept = path.parent().child(how.nameOf(name));
            if (place != null) {
                BackupTree others = tree(place);
                Directory to = others.open(path.parent(), this::look);
                requireOther(directory, name, to, kept.name());
                others.keep(kept);
                return new Goal(to, kept);
            }
            // What the source has keeps its name, and so does what was kept a moment ago.
            while (made.contains(kept) || taken.isTaken(kept)) {
                kept = path.parent().child(how.nameOf(kept.name()));
            }
            if (ReservedNames.covers(kept.name())) {
                throw new IOException("its backup would be named " + kept.name());
            }
            made.add(kept);
            return new Goal(directory, kept);
        } catch (IllegalNameException e) {
            throw new IOException("the name of its backup is too long", e);
        }
    }

    private Stat look(RelPath directory) throws IOException {
        try (Directory parent = root.open(directory.parent())) {
            return parent.stat(directory.name());
        }
    }

    private BackupTree tree(Place at) throws IOException {
        BackupTree known = tree;
        if (known == null) {
            known = new BackupTree(at.open(), SINGLE_SYNCS_MAX);
            tree = known;
        }
        return known;
    }

    /** A directory of backups may be the very one in which something gives way. */
    private static void requireOther(Directory from, Name name, Directory to, Name kept)
            throws IOException {
        if (name.equals(kept) && from.stat().object().equals(to.stat().object())) {
            throw new IOException("its backup would be itself");
        }
    }

    /** Makes the names that were given durable. */
    void sync() throws IOException {
        if (tree != null) {
            tree.sync();
        }
    }
}
