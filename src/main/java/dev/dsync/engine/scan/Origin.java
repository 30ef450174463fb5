package dev.dsync.engine.scan;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One place a listing is made from.
 *
 * @param root the opened tree it lies in
 * @param at where in the root it lies
 * @param as where in the listing it stands: where it lies, or one name at the top; the empty path
 *     means that what is in the directory stands at the top
 * @param contents what is directly in the directory is meant as well, also where directories are
 *     not entered
 * @param link the symbolic link that stands for what is here; null if none does
 * @param absent nothing is there, and only the directories on the way to it are listed
 */
public record Origin(
        Root root,
        RelPath at,
        RelPath as,
        boolean contents,
        @Nullable Origin link,
        boolean absent) {
    /** A place that was not found by a link. */
    public Origin(Root root, RelPath at, RelPath as, boolean contents) {
        this(root, at, as, contents, null, false);
    }

    /** A place that means what is in it only where it stands at the top. */
    public Origin(Root root, RelPath at, RelPath as) {
        this(root, at, as, as.isRoot());
    }

    /** The top itself, without what is in it. */
    public static Origin ofTop(Root root) {
        return new Origin(root, RelPath.ROOT, RelPath.ROOT, false);
    }

    /** A place where nothing is, which stands where it would lie. */
    public static Origin ofAbsent(Root root, RelPath at) {
        return new Origin(root, at, at, false, null, true);
    }

    /** What is here, found by a link. */
    public Origin by(Origin from) {
        return new Origin(root, at, as, contents, from, absent);
    }

    /** Stat of what is there. */
    public Stat stat() throws IOException {
        if (at.isRoot()) {
            return root.stat();
        }
        try (Directory parent = root.open(at.parent())) {
            return parent.stat(at.name());
        }
    }

    /** Opens the file that is there. */
    ReadableFile openFile() throws IOException {
        try (Directory parent = root.open(at.parent())) {
            return parent.openFile(at.name());
        }
    }

    /** Whether what is in it stands at the top. */
    boolean isWhole() {
        return as.isRoot() && contents;
    }
}
