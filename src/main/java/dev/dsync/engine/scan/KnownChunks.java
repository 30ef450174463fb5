package dev.dsync.engine.scan;

import dev.dsync.core.hash.FastHash128;
import dev.dsync.io.index.IndexedChunk;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chunks a file had, found by where they were or by fast hash. Those of some 256 MiB before and
 * behind the place last asked for are held; what is beyond is found by place.
 */
final class KnownChunks {
    /** A power of two. */
    static final int HELD = 1 << 14;

    private static final int AHEAD = HELD / 2;

    private final Iterator<IndexedChunk> rest;
    private final long size;

    /** Chunk {@code n} is in slot {@code n % HELD}. */
    private final @Nullable IndexedChunk[] chunks = new @Nullable IndexedChunk[HELD];

    private final long[] offsets = new long[HELD];

    /** The slot, plus one, last filled with a fast hash of these lowest bits; 0 if none is. */
    private final int[] lastAlike = new int[HELD];

    /** In a slot, the one filled before with such a fast hash, in the same way. */
    private final int[] alikeBefore = new int[HELD];

    private long first;
    private long end;
    private long endOffset;
    private boolean isBroken;

    /** The chunk that holds the place last asked for, or the next to be held. */
    private long current;

    /**
     * Takes the chunks from the file's beginning on.
     *
     * @param size of the file then, whether or not the chunks are all there
     */
    KnownChunks(Iterator<IndexedChunk> chunks, long size) {
        rest = chunks;
        this.size = size;
    }

    /** The size the file had. */
    long size() {
        return size;
    }

    /** The chunk that began at this offset of the file as it was. Offsets grow but for finds. */
    @Nullable IndexedChunk at(long offset) {
        while (current < end || hold()) {
            int slot = slot(current);
            IndexedChunk chunk = chunks[slot];
            if (chunk == null || offset < offsets[slot]) {
                return null;
            }
            long within = offset - offsets[slot];
            if (within < chunk.bytes()) {
                return within % chunk.length() == 0 ? chunk : null;
            }
            current++;
        }
        return null;
    }

    /**
     * Looks for a chunk, and stays there if it finds it: the nearest ahead, else the nearest
     * behind.
     *
     * @return its offset, or -1
     */
    long find(FastHash128 fastHash, int length) {
        while (end - current < AHEAD && hold()) {}
        long nearest = Long.MAX_VALUE;
        for (int link = lastAlike[slot(fastHash.low())]; link > 0; ) {
            int slot = link - 1;
            if (is(slot, fastHash, length)) {
                nearest = Math.min(nearest, distance(slot));
            }
            link = alikeBefore[slot];
        }
        if (nearest == Long.MAX_VALUE) {
            return -1;
        }
        current += nearest < HELD ? nearest : HELD - nearest;
        return offsets[slot(current)];
    }

    /** How many chunks a slot's is ahead; one behind is so many farther than all ahead. */
    private long distance(int slot) {
        long number = first + ((slot - first) & (HELD - 1));
        return number >= current ? number - current : HELD + current - number;
    }

    private boolean is(int slot, FastHash128 fastHash, int length) {
        IndexedChunk chunk = chunks[slot];
        return chunk != null
                && chunk.length() == length
                && fastHash.is(chunk.fastHigh(), chunk.fastLow());
    }

    /** The chunk {@link #find} stayed at. */
    IndexedChunk found() {
        return Objects.requireNonNull(chunks[slot(current)]);
    }

    /** Holds one more, in the place of the first; false if there are no more. */
    private boolean hold() {
        if (isBroken || !rest.hasNext()) {
            return false;
        }
        IndexedChunk chunk = rest.next();
        if (chunk.length() == 0) {
            // no chunk of a file: where the next ones were would be a guess
            isBroken = true;
            return false;
        }
        if (end - first == HELD) {
            forget(slot(first++));
        }
        int slot = slot(end++);
        chunks[slot] = chunk;
        offsets[slot] = endOffset;
        endOffset += chunk.bytes();
        alikeBefore[slot] = 0;
        if (isHashed(chunk)) {
            int alike = slot(chunk.fastLow());
            alikeBefore[slot] = lastAlike[alike];
            lastAlike[alike] = slot + 1;
        }
        return true;
    }

    /** Takes the slot filled first, so the last of its chain, out of the chain. */
    private void forget(int slot) {
        IndexedChunk chunk = Objects.requireNonNull(chunks[slot]);
        if (!isHashed(chunk)) {
            return;
        }
        int alike = slot(chunk.fastLow());
        if (lastAlike[alike] == slot + 1) {
            lastAlike[alike] = 0;
            return;
        }
        int at = lastAlike[alike] - 1;
        while (alikeBefore[at] != slot + 1) {
            at = alikeBefore[at] - 1;
        }
        alikeBefore[at] = 0;
    }

    /** Whether it has a fast hash: those of files that were put together have none. */
    private static boolean isHashed(IndexedChunk chunk) {
        return (chunk.fastHigh() | chunk.fastLow()) != 0;
    }

    private static int slot(long number) {
        return (int) number & (HELD - 1);
    }
}
