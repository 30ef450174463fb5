package dev.dsync.engine.session;

import dev.dsync.core.filter.DirectoryFilter;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.MergeFiles;
import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.filter.RuleSet;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.filter.Side;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a source may list: what is at or below the names agreed on, directories on the way to them,
 * nothing with a name that is dsync's own, and nothing that the rules of the run hide but for those
 * directories. Rules that stand in files of the source are the source's own business.
 */
final class Bounds {
    private final Listing remote;
    private final Set<RelPath> tops;
    private final Set<RelPath> above = new HashSet<>();
    private final boolean safeLinks;
    private final boolean withoutImplied;
    private Set<RelPath> leadOut = Set.of();

    /** The rules as they stand in the directory asked about last, and in those above it. */
    private final Deque<DirectoryFilter> hiding = new ArrayDeque<>();

    /**
     * The bounds of a run.
     *
     * @param remote what the source lists
     * @param tops the names agreed on
     * @param absent the names of what is not there
     */
    Bounds(Listing remote, List<RelPath> tops, List<RelPath> absent, Scope scope)
            throws IOException {
        this.remote = remote;
        this.tops = new HashSet<>(tops);
        this.safeLinks = scope.safeLinks();
        this.withoutImplied = scope.withoutImplied();
        above.add(RelPath.ROOT);
        above.addAll(RelPath.above(tops));
        above.addAll(RelPath.above(absent));
        try {
            RuleSet rules = RuleSet.parse(String.join("\n", scope.rules()));
            if (!rules.isEmpty() && !rules.readsMergeFiles()) {
                hiding.push(rules.enter(Side.SOURCE, RelPath.ROOT, MergeFiles.NONE));
            }
        } catch (InvalidRuleException e) {
            throw new IOException(e); // the rules are the ones the scan here went by
        }
    }

    /** The same where these links here may not be followed, as they should be. */
    Bounds refusing(Set<RelPath> links) {
        leadOut = links;
        return this;
    }

    /** Whether nothing can be put where a link here leads. */
    boolean leadsOut(RelPath path) {
        return leadOut.contains(path);
    }

    /**
     * Refuses an entry that may not be there.
     *
     * @param parent what stands for its directory, if it was given
     */
    void require(Entry entry, @Nullable Entry parent) throws IOException {
        RelPath path = entry.path();
        if (path.isRoot()) {
            return;
        }
        if (!(parent instanceof DirectoryEntry)) {
            throw outsideDirectories(path);
        }
        requireWithin(path, entry instanceof DirectoryEntry);
        if (entry instanceof FileEntry file && file.leader() != null) {
            requireLeader(file.leader(), file);
        }
        if (isHidden(path, entry instanceof DirectoryEntry)) {
            throw refused("with " + path + ", which is excluded");
        }
    }

    /** Whether an entry may be there, and is not to be taken. */
    boolean leaves(@Nullable Entry entry) {
        return safeLinks
                && entry instanceof SymlinkEntry link
                && link.target().leadsOutOf(link.path());
    }

    /** Whether an entry is only on the way to what was named. */
    boolean implies(@Nullable Entry entry) {
        return withoutImplied
                && entry instanceof DirectoryEntry directory
                && directory.attributes().equals(Attributes.UNKNOWN)
                && above.contains(directory.path());
    }

    private void requireWithin(RelPath path, boolean directory) throws IOException {
        if (ReservedNames.covers(path.name())) {
            throw refused("with the reserved name " + path);
        }
        if (!(directory && above.contains(path)) && !isWithin(path)) {
            throw refused("with " + path + ", not asked for");
        }
    }

    /** A link leads to a file that the source lists before it, and to no other. */
    private void requireLeader(RelPath leader, FileEntry link) throws IOException {
        boolean led =
                leader.compareTo(link.path()) < 0
                        && remote.find(leader).orElse(null) instanceof FileEntry file
                        && file.leader() == null
                        && !isHidden(leader, false);
        if (!led) {
            throw refused("with " + link.path() + ", a link to " + leader + ", which is not there");
        }
        requireWithin(leader, false);
    }

    private boolean isWithin(RelPath path) {
        if (tops.contains(RelPath.ROOT)) {
            return true;
        }
        for (RelPath at = path; !at.isRoot(); at = at.parent()) {
            if (tops.contains(at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHidden(RelPath path, boolean directory) throws IOException {
        if (hiding.isEmpty()) {
            return false;
        }
        RelPath parent = path.parent();
        while (!parent.isWithin(hiding.getFirst().directory())) {
            hiding.pop();
        }
        try {
            while (hiding.getFirst().directory().depth() < parent.depth()) {
                DirectoryFilter filter = hiding.getFirst();
                RelPath child = parent;
                while (child.depth() > filter.directory().depth() + 1) {
                    child = child.parent();
                }
                if (!above.contains(child) && filter.verdict(child.name(), true).excluded()) {
                    return true;
                }
                hiding.push(filter.enter(child));
            }
        } catch (InvalidRuleException e) {
            throw new IOException(e);
        }
        return !(directory && above.contains(path))
                && hiding.getFirst().verdict(path.name(), directory).excluded();
    }

    /** What is said of an entry whose directory is not listed. */
    static UnexpectedMessageException outsideDirectories(RelPath path) {
        return refused("with " + path + ", which lies in no directory");
    }

    private static UnexpectedMessageException refused(String why) {
        return new UnexpectedMessageException("listing", why);
    }
}
