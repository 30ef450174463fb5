package dev.dsync.engine.session;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Origin;
import dev.dsync.engine.scan.Scan;
import dev.dsync.engine.scan.Stamps;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Removes of a source what its target has: only what was listed, is no directory, and looks as it
 * did when it was listed.
 */
final class SourceRemoval {
    private final SourceFiles files;
    private final Scan scan;
    private final @Nullable Name rename;
    private final Stamps.Cursor stamps;
    private final List<Problem> problems = new ArrayList<>();

    /** Files of which another name was removed, which shows in all their stamps. */
    private final Set<Stat.Inode> unlinked = new HashSet<>();

    /**
     * A removal among these files.
     *
     * @param rename the name a single source takes at the target
     */
    SourceRemoval(SourceFiles files, Scan scan, @Nullable Name rename) {
        this.files = files;
        this.scan = scan;
        this.rename = rename;
        this.stamps = scan.stamps().cursor(scan.listing());
    }

    /**
     * Removes these.
     *
     * @return what could not be removed
     * @throws IOException if the listing cannot be read
     */
    List<Problem> remove(Collection<RelPath> paths) throws IOException {
        Listing.Cursor entries = scan.listing().cursor();
        for (RelPath path : new TreeSet<>(paths)) {
            entries.seek(path);
            Entry entry = entries.next();
            if (entry == null || !entry.path().equals(path) || entry.kind() == Kind.DIRECTORY) {
                continue; // nobody could have copied it from here
            }
            Optional<Origin> origin = scan.provenance().of(entries.position());
            if (origin.isPresent()) {
                remove(entry, origin.get());
            }
        }
        return problems;
    }

    private void remove(Entry entry, Origin origin) throws IOException {
        RelPath path = entry.path();
        try {
            Origin link = origin.link();
            if (link != null) {
                removeLink(entry, origin, link);
                return;
            }
            RelPath at = origin.at().resolve(path.relativeTo(origin.as()));
            try (Directory parent = origin.root().open(at.parent())) {
                Stat now = parent.stat(at.name());
                if (!isAsListed(entry, now)) {
                    fail(path, "it has changed since it was listed");
                } else if (files.isAtDestination(rename, path, now)) {
                    fail(path, "it is itself what stands at the destination");
                } else {
                    parent.unlink(at.name());
                    if (now.links() > 1) {
                        unlinked.add(now.object());
                    }
                }
            }
        } catch (FsException e) {
            if (e.reason() != FsException.Reason.NOT_FOUND) {
                fail(path, Problem.reason(e));
            }
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }

    /**
     * Removes the link that stood for an entry, but nothing below a directory that one stands for.
     */
    private void removeLink(Entry entry, Origin origin, Origin link) throws IOException {
        RelPath path = entry.path();
        if (!path.equals(origin.as())) {
            fail(path, "it lies in a directory that a symbolic link leads to");
            return;
        }
        try (Directory parent = link.root().open(link.at().parent())) {
            Stat now = parent.stat(link.at().name());
            if (now.kind() != Kind.SYMLINK || !isAsListed(entry, origin.stat())) {
                fail(path, "it has changed since it was listed");
            } else if (files.isAtDestination(rename, path, now)) {
                fail(path, "it is itself what stands at the destination");
            } else {
                parent.unlink(link.at().name());
            }
        }
    }

    private boolean isAsListed(Entry entry, Stat now) throws IOException {
        if (stamps.isUnchanged(entry.path(), now.stamp())) {
            return true;
        }
        return unlinked.contains(now.object())
                && entry instanceof Entry.FileEntry file
                && now.kind() == Kind.FILE
                && now.size() == file.size()
                && now.modified().equals(file.attributes().modified());
    }

    private void fail(RelPath path, String reason) {
        problems.add(new Problem(path, Problem.Kind.DELETE, "at the source, " + reason));
    }
}
