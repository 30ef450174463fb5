package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import org.jspecify.annotations.Nullable;

/** Which entries of the source the user wants left alone at the target. */
record Omission(Policy policy, Differences differences) {

    /** Whether the user wants to hear of it when nothing can come here. */
    boolean isTold(@Nullable Entry local) {
        return local == null
                ? !policy.selection().existing()
                : !policy.selection().ignoreExisting();
    }

    boolean holds(@Nullable Entry local, Entry remote) {
        Policy.Selection selection = policy.selection();
        if (!differences.takesPart(remote.kind())) {
            return true;
        }
        if (local == null) {
            // the root is what the user named, and made for him
            return (selection.existing() && !remote.path().isRoot()) || isOutOfSize(remote);
        }
        boolean directories = local instanceof DirectoryEntry && remote instanceof DirectoryEntry;
        return (selection.ignoreExisting() && !directories)
                || isOutOfSize(remote)
                || isFull(local, remote)
                || (selection.update()
                        && local instanceof FileEntry
                        && remote instanceof FileEntry
                        && differences.isNewer(local, remote));
    }

    /** Whether nothing can be appended to a file that should get another content. */
    private boolean isFull(Entry local, Entry remote) {
        return policy.writing().appends()
                && local instanceof FileEntry ours
                && remote instanceof FileEntry theirs
                && differences.leaderOf(theirs) == null
                && ours.size() >= theirs.size()
                && !differences.sameContent(ours, theirs);
    }

    private boolean isOutOfSize(Entry remote) {
        return remote instanceof FileEntry file
                && (file.size() > policy.selection().maxSize().orElse(Long.MAX_VALUE)
                        || file.size() < policy.selection().minSize().orElse(0));
    }
}
