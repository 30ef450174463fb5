package dev.dsync.engine.scan;

import dev.dsync.io.index.IndexedChunk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Cuts a file that was cut before. A chunk that is still there is not yet a chunk of the file as it
 * is: what decides where it ends lies in part behind it. So chunks recognised wait until as many
 * bytes behind them are recognised as decide the cut; where they are not, the file is cut.
 */
final class Rescan {
    private final Cutter cutter;
    private final long size;
    private final KnownChunks known;
    private final Records records;

    /** Recognised one behind the other from {@link #position} on, and not certain yet. */
    private final Deque<IndexedChunk> recognised = new ArrayDeque<>();

    /** The last cut that is certain. */
    private long position;

    /** The last cut recognised. */
    private long recognisedEnd;

    /** How far behind its old place the content is. */
    private long shift;

    /** Cuts the file the cutter is turned to. */
    Rescan(Cutter cutter, long size, KnownChunks known, Records records) {
        this.cutter = cutter;
        this.size = size;
        this.known = known;
        this.records = records;
    }

    /** Takes down all chunks. */
    void run() throws IOException {
        while (position < size) {
            if (!recognise()) {
                cut();
            }
        }
    }

    /** Recognises the next chunk in its place, if it is there. */
    private boolean recognise() throws IOException {
        if (recognisedEnd == size || cutter.zeroChunks(recognisedEnd, size) > 0) {
            return false;
        }
        IndexedChunk chunk = known.at(recognisedEnd - shift);
        if (chunk == null || !cutter.holds(chunk, recognisedEnd)) {
            return false;
        }
        recognised.add(Records.repeated(chunk, 1));
        recognisedEnd += chunk.length();
        while (!recognised.isEmpty() && isCertain()) {
            take(recognised.removeFirst());
        }
        return true;
    }

    /** Whether all that decided the end of the first chunk recognised is recognised. */
    private boolean isCertain() {
        return recognisedEnd - position >= cutter.lookAhead()
                || (recognisedEnd == size && recognisedEnd - shift == known.size());
    }

    private void take(IndexedChunk chunk) throws IOException {
        records.add(chunk);
        position += chunk.bytes();
    }

    /** Cuts what was recognised and is not certain, and one chunk more. */
    private void cut() throws IOException {
        while (!recognised.isEmpty()) {
            IndexedChunk chunk = recognised.removeFirst();
            if (cutter.length(position, size) != chunk.length()) {
                recognised.clear();
                break;
            }
            take(chunk);
        }
        if (position < size) {
            take(cutAnew());
        }
        recognisedEnd = position;
    }

    /** Where the chunk at the position was elsewhere, goes on from there. */
    private IndexedChunk cutAnew() throws IOException {
        if (cutter.zeroChunks(position, size) > 0) {
            return cutter.cut(position, size);
        }
        int length = cutter.length(position, size);
        long old = known.find(cutter.fastHash(position, length, size), length);
        if (old < 0) {
            return cutter.named(position, length, 1);
        }
        shift = position - old;
        return Records.repeated(known.found(), 1);
    }
}
