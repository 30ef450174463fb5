package dev.dsync.engine.scan;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Root;

/**
 * One place a listing is made from.
 *
 * @param root the opened tree it lies in
 * @param at where in the root it lies
 * @param as where in the listing it stands: where it lies, or one name at the top; the empty path
 *     means that what is in the directory stands at the top
 * @param contents what is directly in the directory is meant as well, also where directories are
 *     not entered
 */
public record Origin(Root root, RelPath at, RelPath as, boolean contents) {
    /** A place that means what is in it only where it stands at the top. */
    public Origin(Root root, RelPath at, RelPath as) {
        this(root, at, as, as.isRoot());
    }

    /** The top itself, without what is in it. */
    public static Origin ofTop(Root root) {
        return new Origin(root, RelPath.ROOT, RelPath.ROOT, false);
    }

    /** Whether what is in it stands at the top. */
    boolean isWhole() {
        return as.isRoot() && contents;
    }
}
