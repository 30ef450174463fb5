package dev.dsync.engine.session;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Listing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The entries of a listing by their positions; quick where they are asked for in order. */
final class PositionedEntries {
    private final Listing listing;
    private Listing.@Nullable Cursor entries;
    private @Nullable Entry found;
    private long position = -1;

    PositionedEntries(Listing listing) {
        this.listing = listing;
    }

    /** The entry at a position, which is the number of those before it; null if there is none. */
    @Nullable Entry find(long wanted) throws IOException {
        if (wanted == position) {
            return found;
        }
        Listing.Cursor cursor = entries;
        if (cursor == null || wanted < position) {
            cursor = listing.cursor();
            entries = cursor;
        }
        cursor.seekPosition(wanted);
        found = cursor.next();
        position = wanted;
        return found;
    }
}
