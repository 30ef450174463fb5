package dev.dsync.core.chunk;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageCursor;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the gaps between an old file and a new one, in the order of the new. Leaf pages of
 * both are passed unopened; what is in other pages is compared chunk by chunk.
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
    private final Map<Digest, Long> places = new HashMap<>();

    private Manifest.@Nullable Cursor cursor;

    /** Where in the old file the last bytes passed that both have end. */
    private long behind;

    ManifestDifference(Manifest old, Manifest now, int chunksMax) {
        this.old = old;
        this.now = now;
        this.chunksMax = chunksMax;
    }

    /** The next gap, or null at the end. */
    public @Nullable Gap next() throws IOException {
        Manifest.Cursor walk = cursor;
        if (walk == null) {
            if (old.root().equals(now.root())) {
                return null;
            }
            notePlaces();
            walk = now.cursor();
            cursor = walk;
        }
        long start = UNKNOWN;
        while (walk.step(this::isOldLeaf)) {
            Long place = places.get(name(walk));
            if (place == null) {
                start = start == UNKNOWN ? walk.offset() : start;
            } else {
                long before = behind;
                behind = place == UNKNOWN ? UNKNOWN : place + length(walk);
                if (start != UNKNOWN) {
                    return gap(start, walk.offset(), before, place);
                }
            }
        }
        return start == UNKNOWN ? null : gap(start, now.root().bytes(), behind, old.root().bytes());
    }

    private static Digest name(Manifest.Cursor walk) {
        ChunkRun run = walk.run();
        return run == null ? walk.records().name() : run.chunk().name();
    }

    /** Bytes both have at the old place: of a run, the first chunk. */
    private static long length(Manifest.Cursor walk) {
        ChunkRun run = walk.run();
        return run == null ? walk.records().bytes() : run.chunk().length();
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
                boolean once = run == null || run.count() == 1;
                places.merge(name(walk), once ? walk.offset() : UNKNOWN, (a, b) -> UNKNOWN);
            }
        }
    }

    private Gap gap(long start, long end, long before, long after) {
        long length = end - start;
        long oldBytes = old.root().bytes();
        if (before != UNKNOWN && after != UNKNOWN && before <= after) {
            return new Gap(start, length, before, after - before);
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
        return new Gap(start, length, from, Math.min(length, oldBytes - from));
    }
}
