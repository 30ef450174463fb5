package dev.dsync.engine.mesh;

import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.Revision;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot in the making: an older one with some paths changed, in one walk over what is about
 * them.
 */
final class Rewriting {
    private final Listing.Rewriter listing;
    private final Tombstones.Rewriter tombstones;
    private final KnownReader old;
    private final Knowledge knowledge;
    private final long unixSeconds;
    private final boolean expires;
    private KindCounts counts;

    /** Which paths, where that was asked or has changed, are directories from now on. */
    private final Map<RelPath, Boolean> directories = new HashMap<>();

    /** What is no directory any more. */
    private @Nullable RelPath lost;

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

    private Rewriting(Snapshot old, Knowledge knowledge, long unixSeconds) {
        this.knowledge = knowledge;
        this.unixSeconds = unixSeconds;
        this.listing = new Listing.Rewriter(old.listing());
        this.tombstones = new Tombstones.Rewriter(old.tombstones());
        this.old = new KnownReader(old.listing(), old.tombstones());
        this.counts = old.counts();
        this.expires = knowledge.mayExpire(unixSeconds);
    }

    /**
     * The older snapshot with these changes; new pages go where the older ones are.
     *
     * @param updates in listing order, each path once
     * @param knowledge what the snapshot knows; gets what is new
     * @param unixSeconds the time by which deletes expire; 0, and none does
     */
    static Result rewrite(
            Snapshot old, List<? extends Update> updates, Knowledge knowledge, long unixSeconds)
            throws IOException {
        Rewriting rewriting = new Rewriting(old, knowledge, unixSeconds);
        for (Update update : updates) {
            rewriting.keepBefore(update.path());
            rewriting.update(update);
        }
        rewriting.keepBefore(null);
        return new Result(rewriting.finish(), rewriting.orphans, rewriting.forgotten);
    }

    /** The older snapshot with these changes, but for those that leave an entry in no directory. */
    static Result rewriteAll(
            Snapshot old, List<? extends Update> updates, Knowledge knowledge, long unixSeconds)
            throws IOException {
        List<Update> left = new ArrayList<>(updates);
        while (true) {
            Result result = rewrite(old, left, knowledge, unixSeconds);
            List<Update> blamed = left.stream().filter(result::blames).toList();
            if (blamed.isEmpty()) {
                if (knowledge.mayExpire(unixSeconds)) {
                    knowledge.deletes(result.snapshot.tombstones());
                }
                return result;
            }
            blamed.forEach(Update::refuse);
            left.removeAll(blamed);
        }
    }

    private void keepBefore(@Nullable RelPath path) throws IOException {
        RelPath above = lost;
        if (above != null) {
            for (Entry orphan = listing.takeWithin(above, path);
                    orphan != null;
                    orphan = listing.takeWithin(above, path)) {
                counts = counts.minus(orphan.kind());
                orphans.add(orphan.path());
            }
            lost = path != null && path.isWithin(above) ? above : null;
        }
        listing.keepBefore(path);
        if (expires) {
            forgotten += tombstones.keepBefore(path, unixSeconds);
        } else {
            tombstones.keepBefore(path);
        }
    }

    private void update(Update update) throws IOException {
        RelPath path = update.path();
        Known before = new Known.Absent();
        Entry there = listing.take(path);
        if (there != null) {
            before = new Known.Live(there, listing.revision());
            counts = counts.minus(there.kind());
        }
        Revision dead = tombstones.take(path);
        if (dead != null && there == null) {
            before = new Known.Deleted(dead);
        }
        boolean isDirectory = false;
        switch (update.apply(before)) {
            case Known.Absent _ -> {}
            case Known.Live live -> {
                knowledge.add(live.revision());
                isDirectory = list(live) && live.entry() instanceof DirectoryEntry;
            }
            case Known.Deleted gone -> {
                knowledge.add(gone.revision());
                tombstones.add(path, gone.revision());
            }
        }
        directories.put(path, isDirectory);
        if (!isDirectory && there instanceof DirectoryEntry && lost == null) {
            lost = path;
        }
    }

    /** Lists an entry, unless it would stand in no directory. */
    private boolean list(Known.Live live) throws IOException {
        RelPath path = live.entry().path();
        if (!path.isRoot() && !isDirectory(path.parent())) {
            orphans.add(path);
            return false;
        }
        listing.add(live.entry(), live.revision());
        counts = counts.plus(live.entry().kind());
        return true;
    }

    private boolean isDirectory(RelPath path) throws IOException {
        Boolean known = directories.get(path);
        if (known == null) {
            known =
                    (lost == null || !path.isWithin(lost))
                            && old.find(path) instanceof Known.Live live
                            && live.entry() instanceof DirectoryEntry;
            directories.put(path, known);
        }
        return known;
    }

    private Snapshot finish() throws IOException {
        Listing all = listing.finish();
        return new Snapshot(all, tombstones.finish(), counts, all.root().bytes());
    }
}
