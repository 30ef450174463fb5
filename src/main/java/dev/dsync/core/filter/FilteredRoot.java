package dev.dsync.core.filter;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.Optional;

/** The root the rules are asked about, and by whom. */
record FilteredRoot(Side side, RelPath fromSlash, MergeFiles files) {
    /** Components of the root's own path. */
    int depth() {
        return fromSlash.depth();
    }

    /**
     * The merge file in an ancestor of {@code directory}, or in itself, {@code depth} components
     * below {@code /}.
     */
    Optional<byte[]> read(RelPath directory, int depth, Name file) throws IOException {
        return depth < depth()
                ? files.readAbove(depth() - depth, file)
                : files.read(ancestor(directory, depth), file);
    }

    /** The merge file's name as it is shown. */
    String shown(RelPath directory, int depth, Name file) {
        if (depth < depth()) {
            return "../".repeat(depth() - depth) + file;
        }
        RelPath at = ancestor(directory, depth);
        return at.isRoot() ? file.toString() : at + "/" + file;
    }

    private RelPath ancestor(RelPath directory, int depth) {
        RelPath ancestor = directory;
        for (int i = depth() + directory.depth(); i > depth; i--) {
            ancestor = ancestor.parent();
        }
        return ancestor;
    }
}
