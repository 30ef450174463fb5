package dev.dsync.engine.apply;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A way through all of a tree, with no more than one directory open at a time. */
final class TreeWalk {
    private TreeWalk() {}

    /** Is shown what there is; a directory before what is in it. */
    @FunctionalInterface
    interface Visitor {
        void visit(Directory parent, RelPath path, Stat stat) throws IOException;
    }

    /**
     * Shows everything below the root.
     *
     * @return all directories, the root first, each before those in it
     */
    static List<RelPath> walk(Root root, Visitor visitor) throws IOException {
        List<RelPath> directories = new ArrayList<>();
        Deque<RelPath> pending = new ArrayDeque<>();
        pending.add(RelPath.ROOT);
        while (!pending.isEmpty()) {
            RelPath at = pending.removeLast();
            directories.add(at);
            try (Directory directory = root.open(at)) {
                for (Name name : directory.names()) {
                    RelPath path = child(at, name);
                    Stat stat = directory.stat(name);
                    visitor.visit(directory, path, stat);
                    if (stat.kind() == Kind.DIRECTORY) {
                        pending.addLast(path);
                    }
                }
            }
        }
        return directories;
    }

    static RelPath child(RelPath parent, Name name) throws FsException {
        try {
            return parent.child(name);
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }

    /** Whether it is something half built, of which nobody misses anything. */
    static boolean isLitter(RelPath path) {
        return Stage.isStaged(path.name()) && !Stage.isSwapping(path.name());
    }
}
