package dev.dsync.engine.mesh;

import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.Revision;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A snapshot in the making: an older one with some paths changed, in one walk over both. */
final class Rewriting {
    private final Listing.Cursor entries;
    private final Tombstones.Cursor deletes;
    private final Listing.Writer listing;
    private final Tombstones.Writer tombstones;
    private final Knowledge knowledge;
    private final long unixSeconds;
    private @Nullable Entry entry;
    private @Nullable RelPath deleted;

    /** The directories above what was listed last, the innermost first. */
    private final Deque<RelPath> directories = new ArrayDeque<>();

    private final List<RelPath> orphans = new ArrayList<>();
    private int forgotten;

    /** What becomes of one path. */
    interface Update {
        RelPath path();

        /** What is known from now on, given what was known before. */
        Known apply(Known before) throws IOException;

        /** It was not applied after all, since what it made would stand in no directory. */
        void refuse();
    }

    /**
     * What came of it.
     *
     * @param orphans entries that would have stood in no directory, and were left out
     * @param forgotten deletes that had expired
     */
    record Result(Snapshot snapshot, List<RelPath> orphans, int forgotten) {
        Result {
            orphans = List.copyOf(orphans);
        }

        /** Whether an update has made an entry an orphan, itself or by what is above it. */
        boolean blames(Update update) {
            return orphans.stream().anyMatch(orphan -> orphan.isWithin(update.path()));
        }
    }

    private Rewriting(Snapshot old, PageStore pages, Knowledge knowledge, long unixSeconds)
            throws IOException {
        this.knowledge = knowledge;
        this.unixSeconds = unixSeconds;
        entries = old.listing().cursor();
        deletes = old.tombstones().cursor();
        listing = new Listing.Writer(old.listing().profile(), pages);
        tombstones = new Tombstones.Writer(pages);
        entry = entries.next();
        deleted = nextDelete();
    }

    private @Nullable RelPath nextDelete() throws IOException {
        return deletes.next() ? deletes.path() : null;
    }

    /**
     * The older snapshot with these changes.
     *
     * @param updates in listing order, each path once
     * @param pages gets the pages
     * @param knowledge what the snapshot knows; gets what is new
     * @param unixSeconds the time by which deletes expire; 0, and none does
     */
    static Result rewrite(
            Snapshot old,
            List<? extends Update> updates,
            PageStore pages,
            Knowledge knowledge,
            long unixSeconds)
            throws IOException {
        Rewriting rewriting = new Rewriting(old, pages, knowledge, unixSeconds);
        for (Update update : updates) {
            rewriting.keepBefore(update.path());
            rewriting.update(update);
        }
        rewriting.keepBefore(null);
        Snapshot made = rewriting.finish();
        return new Result(made, rewriting.orphans, rewriting.forgotten);
    }

    private void list(Entry entry, Revision revision) throws IOException {
        RelPath path = entry.path();
        while (!directories.isEmpty() && !path.isWithin(directories.getFirst())) {
            directories.removeFirst();
        }
        if (!path.isRoot() && !path.parent().equals(directories.peekFirst())) {
            orphans.add(path);
            return;
        }
        if (entry instanceof DirectoryEntry) {
            directories.addFirst(path);
        }
        listing.add(entry, revision);
    }

    private void keepBefore(@Nullable RelPath path) throws IOException {
        for (Entry at = entry; at != null && isBefore(at.path(), path); at = entry) {
            list(at, entries.revision());
            entry = entries.next();
        }
        for (RelPath at = deleted; at != null && isBefore(at, path); at = deleted) {
            Revision revision = deletes.revision();
            if (Tombstones.isExpired(revision, unixSeconds)) {
                forgotten++;
            } else {
                tombstones.add(at, revision);
            }
            deleted = nextDelete();
        }
    }

    private static boolean isBefore(RelPath at, @Nullable RelPath path) {
        return path == null || at.compareTo(path) < 0;
    }

    private void update(Update update) throws IOException {
        RelPath path = update.path();
        Known before = new Known.Absent();
        Entry there = entry;
        if (there != null && there.path().equals(path)) {
            before = new Known.Live(there, entries.revision());
            entry = entries.next();
        }
        RelPath dead = deleted;
        if (dead != null && dead.equals(path)) {
            before = before instanceof Known.Live ? before : new Known.Deleted(deletes.revision());
            deleted = nextDelete();
        }
        switch (update.apply(before)) {
            case Known.Absent _ -> {}
            case Known.Live live -> {
                knowledge.add(live.revision());
                list(live.entry(), live.revision());
            }
            case Known.Deleted gone -> {
                knowledge.add(gone.revision());
                tombstones.add(path, gone.revision());
            }
        }
    }

    private Snapshot finish() throws IOException {
        KindCounts counts =
                new KindCounts(
                        listing.count(Kind.FILE),
                        listing.count(Kind.DIRECTORY),
                        listing.count(Kind.SYMLINK),
                        0,
                        0);
        Listing all = listing.finish();
        return new Snapshot(all, tombstones.finish(), counts, all.root().bytes());
    }
}
