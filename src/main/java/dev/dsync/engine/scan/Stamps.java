package dev.dsync.engine.scan;

import dev.dsync.core.hash.FastHash;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stat showed of each entry of a listing, as 64 bits an entry: enough to notice before a
 * destructive act that somebody touched the entry since.
 */
public final class Stamps {
    private static final FastHash HASH = FastHash.seeded(0);

    private long[] hashes = new long[1024];
    private int count;

    Stamps() {}

    void add(Stamp stamp) {
        add(hash(stamp));
    }

    /** An entry that is listed without having been looked at. */
    void addUnknown() {
        add(0);
    }

    private void add(long hash) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count + (count >> 1));
        }
        hashes[count++] = hash;
    }

    /**
     * A reader of these stamps for the paths of their listing; quick where they are asked for in
     * order.
     */
    public Cursor cursor(Listing listing) {
        return new Cursor(listing);
    }

    private static long hash(Stamp stamp) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * Long.BYTES + 6 * Integer.BYTES);
        bytes.putInt(stamp.kind().name().hashCode()).putLong(stamp.size()).putLong(stamp.inode());
        bytes.putLong(stamp.modified().seconds()).putInt(stamp.modified().nanos());
        bytes.putLong(stamp.changed().seconds()).putInt(stamp.changed().nanos());
        bytes.putInt(stamp.mode()).putInt(stamp.uid()).putInt(stamp.gid());
        return HASH.hash(bytes.array(), 0, bytes.capacity());
    }

    /** Compares what stat shows now with what the scan saw. */
    public final class Cursor {
        private final Listing listing;
        private Listing.Cursor entries;
        private @Nullable RelPath last;

        private Cursor(Listing listing) {
            this.listing = listing;
            this.entries = listing.cursor();
        }

        /** Whether the scan saw this entry just so. */
        public boolean isUnchanged(RelPath path, Stamp now) throws IOException {
            if (last != null && path.compareTo(last) <= 0) {
                entries = listing.cursor();
            }
            last = path;
            entries.seek(path);
            Entry entry = entries.next();
            return entry != null
                    && entry.path().equals(path)
                    && hashes[Math.toIntExact(entries.position())] == hash(now);
        }
    }
}
