package dev.dsync.engine.session;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.scan.Origin;
import dev.dsync.engine.scan.Reach;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Finds where links of sources lead: anywhere in the file system the sources are named in, which
 * for a peer of a share ends at the share's root. What is found is opened from the top of that, and
 * then no link is followed any more.
 *
 * @param top what everything lies in
 * @param bases the path by which each root was opened
 */
record FollowedLinks(Scope.Links which, FileSystem system, Root top, Map<Root, TypedPath> bases)
        implements Reach.Links.Guide {
    /** These links, as a scan takes them. */
    Reach.Links links() {
        return new Reach.Links(which, this);
    }

    @Override
    public Origin follow(Origin link, RelPath as) throws IOException {
        byte[] base = base(link.root());
        byte[] at = link.at().bytes();
        byte[] path = Arrays.copyOf(base, base.length + 1 + at.length);
        path[base.length] = '/';
        System.arraycopy(at, 0, path, base.length + 1, at.length);
        RelPath to = system.followed(path);
        if (ReservedNames.coversAnyOf(to)) {
            throw new FsException(FsException.Reason.OUTSIDE, "dsync's own name");
        }
        return new Origin(top, to, as);
    }

    private byte[] base(Root root) {
        TypedPath typed = bases.get(root);
        if (typed == null) {
            return system.top();
        }
        return typed.isEmpty() ? new byte[] {'.'} : typed.bytes();
    }

    /** Whether a link that was named by the user stands for a directory. */
    boolean leadsToDirectory(Origin link) throws IOException {
        try (Directory parent = link.root().open(link.at().parent())) {
            LinkTarget target = parent.readLink(link.at().name());
            return (which.directories() || which.follows(link.as(), target))
                    && follow(link, link.as()).stat().kind() == Kind.DIRECTORY;
        } catch (FsException e) {
            return false; // whoever lists it finds the same
        }
    }
}
