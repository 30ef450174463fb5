package dev.dsync.engine.apply;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tree that has everything another has: its directories are its own, all else are second names of
 * what stands in the other.
 */
final class TreeCopy {
    private final Root from;
    private final Root to;
    private final TreeRecord record = new TreeRecord();

    /** What stands in both trees, by inode. */
    private final Longs shared = new Longs();

    /** The names of what had several. */
    private final Map<Stat.Inode, List<RelPath>> groups = new HashMap<>();

    /** What was not as it was listed; what is not listed is among it. */
    private final Set<RelPath> doubtful = new HashSet<>();

    private TreeCopy(Root from, Root to) {
        this.from = from;
        this.to = to;
    }

    /** Fills an empty tree. */
    static TreeCopy make(Root from, Root to, Recheck recheck) throws IOException {
        TreeCopy copy = new TreeCopy(from, to);
        copy.look(recheck); // all of it first: a second name changes the stamp of the others
        copy.fill();
        return copy;
    }

    private void look(Recheck recheck) throws IOException {
        long device = from.stat().device();
        TreeWalk.walk(
                from,
                (_, path, stat) -> {
                    boolean isDirectory = stat.kind() == Kind.DIRECTORY;
                    if (isDirectory && stat.device() != device) {
                        throw new FsException(Reason.OTHER_FILE_SYSTEM);
                    }
                    record.add(path, stat);
                    if (!isDirectory && !recheck.isUnchanged(path, stat.stamp())) {
                        doubtful.add(path);
                    }
                });
    }

    private void fill() throws IOException {
        List<RelPath> directories =
                TreeWalk.walk(
                        from,
                        (parent, path, stat) -> {
                            if (stat.kind() == Kind.DIRECTORY) {
                                makeDirectory(path);
                            } else {
                                link(parent, path, stat);
                            }
                        });
        for (RelPath path : directories.reversed()) {
            try (Directory like = from.open(path);
                    Directory made = to.open(path)) {
                Twin.attributes(like, made);
            }
        }
    }

    private void makeDirectory(RelPath path) throws IOException {
        try (Directory there = to.open(path.parent())) {
            there.makeDirectory(path.name(), 0700);
        }
    }

    private void link(Directory parent, RelPath path, Stat stat) throws IOException {
        Stat linked;
        try (Directory there = to.open(path.parent())) {
            parent.link(path.name(), there, path.name());
            linked = there.stat(path.name());
        }
        shared.add(linked.inode());
        if (!record.has(path, linked)) {
            doubtful.add(path);
        }
        if (stat.links() > 1) {
            groups.computeIfAbsent(linked.object(), _ -> new ArrayList<>()).add(path);
        }
    }

    /** Whether what was copied is what the plan was made from. */
    boolean isAsListed(RelPath path) {
        return !doubtful.contains(path);
    }

    TreeRecord record() {
        return record;
    }

    /**
     * Makes sure that what is about to change its attributes in this tree is another thing than
     * what stands in the other.
     */
    void separate(Directory directory, RelPath path, Stat now) throws IOException {
        if (now.links() < 2 || !shared.has(now.inode())) {
            return;
        }
        Name staged = BackupFiles.staged(directory, path.name(), now);
        try {
            Twin.make(directory, path.name(), staged, now);
            for (RelPath other : groups.getOrDefault(now.object(), List.of())) {
                if (!other.equals(path)) {
                    rename(directory, staged, other, now);
                }
            }
            directory.rename(staged, directory, path.name(), RenameMode.REPLACE);
        } catch (IOException e) {
            BackupFiles.discard(directory, staged, e);
            throw e;
        }
    }

    /** Gives what was made one more name, if that is still one of what it was made like. */
    private void rename(Directory directory, Name staged, RelPath other, Stat now)
            throws IOException {
        try (Directory parent = to.open(other.parent())) {
            if (!parent.stat(other.name()).object().equals(now.object())) {
                return;
            }
            Name second = BackupFiles.staged(parent, other.name(), now);
            if (!second.equals(staged)) {
                directory.link(staged, parent, second);
                parent.rename(second, parent, other.name(), RenameMode.REPLACE);
            }
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** The first path at which the other tree is not what it was when it was copied. */
    @Nullable RelPath change() throws IOException {
        RelPath[] change = new RelPath[1];
        int[] found = {0};
        TreeWalk.walk(
                from,
                (_, path, stat) -> {
                    if (TreeWalk.isLitter(path)) {
                        return;
                    }
                    found[0]++;
                    if (change[0] == null && !isKnown(path, stat)) {
                        change[0] = path;
                    }
                });
        return change[0] == null && found[0] < record.count() ? RelPath.ROOT : change[0];
    }

    /** Whether it stood there just so, or stands in this tree as well, whatever it became. */
    boolean isKnown(RelPath path, Stat stat) throws IOException {
        return TreeWalk.isLitter(path) || record.has(path, stat) || isHere(path, stat);
    }

    private boolean isHere(RelPath path, Stat stat) throws IOException {
        if (stat.kind() == Kind.DIRECTORY) {
            return false;
        }
        try (Directory parent = to.open(path.parent())) {
            return parent.stat(path.name()).object().equals(stat.object());
        } catch (FsException e) {
            return false; // it is not there, wherever it is
        }
    }
}
