package dev.dsync.engine.session;

import dev.dsync.core.hash.FastHash;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Files that are here, by size and time: one of the same may be the one that is wanted elsewhere.
 */
final class Candidates {
    private static final FastHash HASH = FastHash.seeded(0);

    /** Bits of a position in a listing of {@link Listing#ENTRIES_MAX} entries. */
    private static final int POSITION_BITS = 26;

    private static final long POSITION = (1L << POSITION_BITS) - 1;

    private final Listing listing;

    /** The upper bits of a file's hash, and its position; ascending. */
    private final long[] places;

    private Candidates(Listing listing, long[] places) {
        this.listing = listing;
        this.places = places;
    }

    /** The files of a listing that are not empty. */
    static Candidates of(Listing listing) throws IOException {
        long[] places = new long[64];
        int count = 0;
        Listing.Cursor entries = listing.cursor();
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            if (entry instanceof FileEntry file && file.size() > 0) {
                if (count == places.length) {
                    places = Arrays.copyOf(places, count + (count >> 1));
                }
                places[count++] = key(file) | entries.position();
            }
        }
        places = Arrays.copyOf(places, count);
        Arrays.sort(places);
        return new Candidates(listing, places);
    }

    private static long key(FileEntry file) {
        Timestamp time = file.attributes().modified();
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES);
        bytes.putLong(file.size()).putLong(time.seconds()).putInt(time.nanos());
        return HASH.hash(bytes.array(), 0, bytes.capacity()) & ~POSITION;
    }

    /** A file of the size and time of this one; the last in the listing. */
    Optional<RelPath> find(FileEntry wanted) throws IOException {
        long key = key(wanted);
        int at = Arrays.binarySearch(places, key | POSITION);
        int last = at >= 0 ? at : -at - 2;
        if (last < 0 || (places[last] & ~POSITION) != key) {
            return Optional.empty();
        }
        Listing.Cursor entries = listing.cursor();
        entries.seekPosition(places[last] & POSITION);
        return entries.next() instanceof FileEntry found
                        && found.size() == wanted.size()
                        && found.attributes().modified().equals(wanted.attributes().modified())
                ? Optional.of(found.path())
                : Optional.empty();
    }
}
