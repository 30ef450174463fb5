package dev.dsync.core.chunk;

import dev.dsync.core.chunk.Stretch.Kept;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageCursor;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A walk over what a new file has of an old one, and the gaps between, in the order of the new.
 * Leaf pages of both are passed unopened; what is in other pages is compared chunk by chunk.
 */
public final class ManifestDifference {
    /** Chunks of old pages remembered: 8 GiB of what differs. More cost bytes, not correctness. */
    static final int CHUNKS_MAX = 1 << 18;

    /** In place of an offset: there is none, or more than one. */
    private static final long UNKNOWN = -1;

    private final Manifest old;
    private final Manifest now;
    private final int chunksMax;

    /** Where the old file has a leaf page or a chunk. */
    private final Map<Digest, Place> places = new HashMap<>();

    private Manifest.@Nullable Cursor cursor;
    private @Nullable Kept passed;

    /** Where in the old file the last bytes passed that both have end. */
    private long behind;

    /**
     * Where something is.
     *
     * @param offset the first place
     * @param isOnly whether there is no other
     */
    private record Place(long offset, long length, boolean isOnly) {
        Place(Manifest.Cursor walk) {
            this(walk.offset(), lengthOf(walk), walk.run() == null || walk.run().count() == 1);
        }

        Place notOnly() {
            return new Place(offset, length, false);
        }
    }

    ManifestDifference(Manifest old, Manifest now, int chunksMax) {
        this.old = old;
        this.now = now;
        this.chunksMax = chunksMax;
    }

    /** The next gap, or null at the end. */
    public @Nullable Gap nextGap() throws IOException {
        while (true) {
            switch (next()) {
                case null -> {
                    return null;
                }
                case Gap gap -> {
                    return gap;
                }
                case Kept _ -> {}
            }
        }
    }

    /**
     * The next run of bytes both files have, or the next gap between two of these; null at the end.
     * Together they are the new file.
     */
    public @Nullable Stretch next() throws IOException {
        Kept waiting = passed;
        if (waiting != null) {
            passed = null;
            return waiting;
        }
        Manifest.Cursor walk = cursor;
        if (walk == null) {
            notePlaces();
            walk = now.cursor();
            cursor = walk;
        }
        long start = UNKNOWN;
        while (walk.step(this::isOldLeaf)) {
            Place place = places.get(name(walk));
            if (place == null) {
                start = start == UNKNOWN ? walk.offset() : start;
                continue;
            }
            if (place.length != lengthOf(walk)) {
                throw new MalformedPageException(name(walk) + " is of two lengths", 0);
            }
            Kept kept = kept(walk, place.offset);
            long before = behind;
            behind = place.isOnly ? place.offset + place.length : UNKNOWN;
            if (start != UNKNOWN) {
                passed = kept;
                return gap(start, walk.offset(), before, place.isOnly ? place.offset : UNKNOWN);
            }
            return kept;
        }
        return start == UNKNOWN ? null : gap(start, now.root().bytes(), behind, old.root().bytes());
    }

    private static Digest name(Manifest.Cursor walk) {
        ChunkRun run = walk.run();
        return run == null ? walk.records().name() : run.chunk().name();
    }

    private static long lengthOf(Manifest.Cursor walk) {
        ChunkRun run = walk.run();
        return run == null ? walk.records().bytes() : run.chunk().length();
    }

    private static Kept kept(Manifest.Cursor walk, long place) {
        ChunkRun run = walk.run();
        return new Kept(walk.offset(), lengthOf(walk), run == null ? 1 : run.count(), place);
    }

    private boolean isOldLeaf(Digest page, int level) {
        return level == 0 && places.containsKey(page);
    }

    private void notePlaces() throws IOException {
        Set<Digest> leaves = new HashSet<>();
        PageCursor pages = now.cursor().records();
        while (pages.next((page, level) -> level == 0)) {
            leaves.add(pages.name());
        }
        Manifest.Cursor walk = old.cursor();
        int chunks = 0;
        while (walk.step((page, level) -> level == 0 && leaves.contains(page))) {
            ChunkRun run = walk.run();
            if (run == null || chunks++ < chunksMax) {
                places.merge(name(walk), new Place(walk), (first, _) -> first.notOnly());
            }
        }
    }

    private Gap gap(long start, long end, long before, long after) {
        long length = end - start;
        long oldBytes = old.root().bytes();
        if (before != UNKNOWN && after != UNKNOWN && before <= after) {
            return new Gap(start, length, before, after - before, false);
        }
        long from;
        if (before != UNKNOWN && after == UNKNOWN) {
            from = before;
        } else if (after != UNKNOWN && before == UNKNOWN) {
            from = Math.max(0, after - length);
        } else {
            from = (long) ((double) start / now.root().bytes() * oldBytes);
        }
        from = Math.min(from, oldBytes);
        return new Gap(start, length, from, Math.min(length, oldBytes - from), true);
    }
}
