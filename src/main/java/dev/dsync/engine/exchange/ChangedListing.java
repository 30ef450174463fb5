package dev.dsync.engine.exchange;

import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.RecordChange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A listing in the making: an older one, and what has changed since, in order. */
final class ChangedListing {
    private final Profile profile;
    private final Listing.Cursor base;
    private final Listing.Writer writer;
    private final long entriesMax;
    private @Nullable Entry next;
    private boolean began;
    private long entries;
    private boolean damaged;

    /**
     * The older listing, of which nothing is changed yet.
     *
     * @param store gets the pages
     * @param entriesMax how many entries there can be
     */
    ChangedListing(Listing older, PageStore store, long entriesMax) {
        this.profile = older.profile();
        this.base = older.cursor();
        this.writer = new Listing.Writer(profile, store);
        this.entriesMax = entriesMax;
    }

    /**
     * Takes in the next changes, all of which come behind those before. Where the older listing
     * cannot be read nothing more happens.
     *
     * @throws IOException if a change spells no entry
     */
    void change(List<RecordChange> changes) throws IOException {
        for (RecordChange change : changes) {
            keepUntil(change.path());
            if (change instanceof RecordChange.Listed(RelPath path, long size, var entry)) {
                add(Listing.decode(profile, path, size, entry.toArray()));
            }
        }
    }

    /** Ends it; null if it is none. */
    @Nullable PageRoot finish() throws IOException {
        keepUntil(null);
        return damaged || entries > entriesMax || entries == 0 ? null : writer.finish().root();
    }

    /** Whether the older listing could not be read. */
    boolean isDamaged() {
        return damaged;
    }

    /** Takes over what is older up to a path, and passes what is older at it. */
    private void keepUntil(@Nullable RelPath path) throws IOException {
        if (!began) {
            began = true;
            step();
        }
        for (Entry entry = next; entry != null && !damaged; entry = next) {
            int order = path == null ? -1 : entry.path().compareTo(path);
            if (order > 0) {
                return;
            }
            if (order < 0) {
                add(entry);
            }
            step();
        }
    }

    private void step() {
        try {
            next = base.next();
        } catch (IOException e) {
            damaged = true; // and asked for as if it were not here
            next = null;
        }
    }

    private void add(Entry entry) throws IOException {
        damaged |= entries == 0 && !entry.path().isRoot();
        if (!damaged && entries++ < entriesMax) {
            writer.add(entry);
        }
    }
}
