package dev.dsync.engine.session;

import dev.dsync.core.filter.DirectoryFilter;
import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What rules, ignore files and links keep at a target: what may not be deleted, and what the source
 * lists and may not be taken.
 */
final class Protection {
    private final Listing remote;
    private final OtherNames names;

    /** What rules say; null where none says anything. */
    private final @Nullable DirectoryFilter filter;

    /** What is ignored here, as it will be when the source's own ignore files are here. */
    private final @Nullable IgnoredNames here;

    /** What is ignored in each root of the source. */
    private final List<IgnoredNames> there = new ArrayList<>();

    /**
     * What is kept in one pass over a plan.
     *
     * @param names under what other names what is here is listed
     * @param filter what may not be deleted; null where no rule says anything
     * @param ignoring what the ignore files here say
     */
    Protection(
            Terms terms,
            Message.ListingRoot announced,
            Listing remote,
            OtherNames names,
            @Nullable DirectoryFilter filter,
            IgnoreRules.Texts ignoring)
            throws IOException {
        this.remote = remote;
        this.names = names;
        this.filter = filter;
        Scope.Ignores which = terms.request().scope().ignores();
        Policy.Selection selection = terms.request().policy().selection();
        boolean stays = selection.update() || selection.ignoreExisting();
        this.here =
                ignoring.contents().isEmpty()
                        ? null
                        : new IgnoredNames(
                                which,
                                (directory, name) ->
                                        !stays && isBrought(directory, name)
                                                ? Optional.empty()
                                                : ignoring.read(directory, name),
                                terms.tops());
        for (IgnoreRules.Texts texts : announced.ignoring()) {
            there.add(new IgnoredNames(which, texts, terms.tops()));
        }
    }

    /** Whether the source has such a file, by whose words it has listed what it lists. */
    private boolean isBrought(RelPath directory, Name name) throws IOException {
        try {
            return remote.find(directory.child(name)).orElse(null) instanceof FileEntry;
        } catch (IllegalNameException e) {
            return false; // where no file can be
        }
    }

    /** Whether what the source lists is not taken. */
    boolean leaves(@Nullable Entry theirs) throws IOException {
        return here != null
                && theirs != null
                && here.cover(theirs.path(), theirs instanceof DirectoryEntry);
    }

    /** An entry, as a file of its own if it is a name of one that is not taken. */
    Entry apart(Entry theirs) throws IOException {
        return here != null
                        && theirs instanceof FileEntry file
                        && file.leader() != null
                        && here.cover(file.leader(), false)
                ? file.alone()
                : theirs;
    }

    /** Whether what is here, and not at the source, is not deleted. */
    boolean keeps(RelPath path, boolean directory) throws IOException {
        if (names.isIn(remote, path)) {
            return true;
        }
        for (IgnoredNames ignored : there) {
            if (ignored.cover(path, directory)) {
                return true;
            }
        }
        try {
            return filter != null && isProtected(filter, path, directory);
        } catch (InvalidRuleException e) {
            throw new IOException(e);
        }
    }

    /** Whether rules keep a path: perishable ones do not below a directory that is deleted. */
    private boolean isProtected(DirectoryFilter rules, RelPath path, boolean directory)
            throws IOException, InvalidRuleException {
        RelPath gone = path;
        while (!gone.parent().isRoot()
                && !(remote.find(gone.parent()).orElse(null) instanceof DirectoryEntry)) {
            gone = gone.parent();
        }
        DirectoryFilter around = entered(rules, gone.parent());
        if (!around.verdictBelow(path, directory).excluded()) {
            return false;
        }
        return gone.equals(path)
                || around.verdictBelow(gone, true).excluded()
                || around.whenDeleting().verdictBelow(path, directory).excluded();
    }

    /** The filter of a directory that takes part, whatever rules say of those above it. */
    private static DirectoryFilter entered(DirectoryFilter top, RelPath directory)
            throws IOException, InvalidRuleException {
        if (directory.isRoot()) {
            return top;
        }
        return entered(top, directory.parent()).enter(directory);
    }
}
