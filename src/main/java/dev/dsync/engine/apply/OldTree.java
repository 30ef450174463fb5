package dev.dsync.engine.apply;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A tree that nobody needs any more, but for what nobody knows of. */
final class OldTree {
    private static final int OWNER_ALL = 0700;

    private final Root tree;
    private final Known known;
    private final Set<RelPath> unknown = new HashSet<>();

    /** A tree of which this may be removed. */
    OldTree(Root tree, Known known) {
        this.tree = tree;
        this.known = known;
    }

    /** What may be removed. */
    @FunctionalInterface
    interface Known {
        /** All of it. */
        Known ALL = (path, stat) -> true;

        boolean has(RelPath path, Stat stat) throws IOException;
    }

    /** Removes what is in the tree, each name after one more look at what it is the name of. */
    void clear() throws IOException {
        open(RelPath.ROOT, tree.stat());
        List<RelPath> directories = TreeWalk.walk(tree, this::clear);
        for (RelPath path : directories.reversed()) {
            if (!path.isRoot() && !unknown.contains(path)) {
                try (Directory parent = tree.open(path.parent())) {
                    removeEmpty(parent, path.name());
                }
            }
        }
    }

    private void clear(Directory parent, RelPath path, Stat stat) throws IOException {
        boolean isKnown = known.has(path, stat);
        if (stat.kind() == Kind.DIRECTORY) {
            if (!isKnown) {
                unknown.add(path);
            }
            open(path, stat);
        } else if (isKnown) {
            parent.unlink(path.name());
        }
    }

    /** Lets this user remove what is in a directory. */
    private void open(RelPath path, Stat stat) throws IOException {
        if ((stat.mode() & OWNER_ALL) == OWNER_ALL) {
            return;
        }
        if (path.isRoot()) {
            try (Directory directory = tree.open(path)) {
                directory.setMode(stat.mode() | OWNER_ALL);
            }
            return;
        }
        try (Directory parent = tree.open(path.parent())) {
            parent.setMode(path.name(), stat.mode() | OWNER_ALL);
        }
    }

    /**
     * Removes a directory unless there is something in it.
     *
     * @return whether it is gone
     */
    static boolean removeEmpty(Directory parent, Name name) throws IOException {
        try {
            parent.removeDirectory(name);
            return true;
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_EMPTY) {
                throw e;
            }
            return false;
        }
    }
}
