package dev.dsync.core.plan;

import dev.dsync.core.plan.Action.Create;
import dev.dsync.core.plan.Change.Update;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.SpecialEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.RelPath;

/** What makes entries that are not at the target, or not of this kind. */
record Creations(Differences differences) {

    /** What makes this entry where nothing of its kind is. */
    Create of(Entry remote) {
        return of(remote, Change.created(Update.LOCAL), differences.ofNew(remote));
    }

    /** What makes this entry in the place of another one. */
    Create of(Entry local, Entry remote) {
        Change change =
                Differences.isAlike(local.kind(), remote.kind())
                        ? differences.between(local, remote, Update.LOCAL)
                        : Change.created(Update.LOCAL);
        return of(remote, change, differences.ofInstead(local, remote));
    }

    private Create of(Entry remote, Change change, Wanted wanted) {
        return switch (remote) {
            case FileEntry file -> {
                RelPath leader = differences.leaderOf(file);
                yield leader == null
                        ? new Action.CreateFile(file, wanted, Change.created(Update.TRANSFER))
                        : new Action.CreateLink(
                                file, leader, wanted, Change.created(Update.LINK), false);
            }
            case DirectoryEntry directory ->
                    new Action.CreateDirectory(directory, wanted.firstMode() | 0700, change);
            case SymlinkEntry link -> new Action.CreateSymlink(link, wanted, change);
            case SpecialEntry special -> new Action.CreateSpecial(special, wanted, change);
        };
    }
}
