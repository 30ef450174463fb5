package dev.dsync.engine.session;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Origin;
import dev.dsync.engine.scan.Reach;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Links to directories at a target that stand for these, since the source has directories there:
 * all, or only on the way to what was named. They are found when it is known what the source has.
 */
final class KeptLinks implements Reach.Links.Guide {
    /** Links to directories, but for those that are taken for themselves. */
    private static final Scope.Links DIRECTORIES = new Scope.Links(false, true, false);

    private final Root root;
    private final Scope scope;
    private final Listing remote;
    private final Bounds bounds;
    private final Map<RelPath, LinkedRoot.Kept> kept = new HashMap<>();
    private final Set<RelPath> refused = new HashSet<>();

    /**
     * None yet.
     *
     * @param remote what the source has
     */
    KeptLinks(Root root, Scope scope, Listing remote, Bounds bounds) {
        this.root = root;
        this.scope = scope;
        this.remote = remote;
        this.bounds = bounds;
    }

    /** Whether a run keeps any. */
    static boolean keeps(Scope scope) {
        return scope.links().kept() || scope.withoutImplied();
    }

    /** Whether there may be one. */
    boolean isSought(Listing local) throws IOException {
        Listing.Difference difference = local.difference(remote);
        while (difference.next()) {
            if (difference.left() instanceof SymlinkEntry && isKept(difference.right())) {
                return true;
            }
        }
        return false;
    }

    private boolean isKept(@Nullable Entry entry) {
        return entry instanceof DirectoryEntry && (scope.links().kept() || bounds.implies(entry));
    }

    /** For a scan that takes them for directories. */
    Reach.Links links() {
        return new Reach.Links(DIRECTORIES, this);
    }

    @Override
    public Origin follow(Origin link, RelPath as) throws IOException {
        RelPath at = place(link.at());
        if (!at.equals(link.at()) && isDirectory(at)) {
            return new Origin(root, at, as);
        }
        if (!isKept(remote.find(as).orElse(null))) {
            throw new FsException(Reason.SYMLINK);
        }
        RelPath to;
        try {
            to = root.followed(at);
            if (ReservedNames.coversAnyOf(to) || at.isWithin(to)) {
                throw new FsException(Reason.OUTSIDE);
            }
        } catch (FsException e) {
            if (e.reason() == Reason.OUTSIDE) {
                refused.add(as);
            }
            throw e;
        }
        try (Directory parent = root.open(at.parent());
                Directory directory = root.open(to)) {
            LinkTarget target = parent.readLink(at.name());
            kept.put(as, new LinkedRoot.Kept(at, target, to, directory.stat().object()));
        }
        return new Origin(root, to, as);
    }

    /** Where a path lies that may be written as it is listed, by way of a link that is kept. */
    private RelPath place(RelPath path) throws IOException {
        try {
            for (RelPath above : path.parent().upwards()) {
                LinkedRoot.Kept link = kept.get(above);
                if (link != null) {
                    return link.to().resolve(path.relativeTo(above));
                }
            }
            return path;
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }

    private boolean isDirectory(RelPath at) throws IOException {
        try (Directory parent = root.open(at.parent())) {
            return parent.stat(at.name()).kind() == Kind.DIRECTORY;
        }
    }

    /**
     * Those that lead to where nothing may be written, as out of the root, or to what they lie in.
     */
    Set<RelPath> refused() {
        return refused;
    }

    /** The root in which links stand for directories. */
    LinkedRoot linked() {
        return new LinkedRoot(root, kept);
    }

    /** What is listed by more than one name. */
    OtherNames otherNames() {
        return new OtherNames(kept);
    }
}
