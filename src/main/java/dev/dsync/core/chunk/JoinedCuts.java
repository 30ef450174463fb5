package dev.dsync.core.chunk;

import java.io.IOException;

/**
 * Joins the cuts of stretches, each found from a guessed start, into those found from the
 * beginning. From where a true cut is also a stretch's, all of the stretch's are true ones; until
 * there the true ones are looked for one by one.
 */
public final class JoinedCuts {
    /** Cuts where no stretch helps. */
    public interface Bridge {
        /** Cuts a chunk at the offset, or a few, and returns how many bytes they are. */
        long cut(long offset) throws IOException;
    }

    private final Bridge bridge;
    private long position;

    /** Begins at the stream's first byte. */
    public JoinedCuts(Bridge bridge) {
        this.bridge = bridge;
    }

    /**
     * Joins the next stretch. Bridges what lies before and between.
     *
     * @param start where the stretch's first chunk was taken to begin
     * @param lengths the stretch's chunks, the last of which reaches the next stretch's start, or
     *     ends the stream
     * @return the first of the chunks that is a true one; they all are from there on. The number of
     *     chunks, if none is
     */
    public int join(long start, int[] lengths) throws IOException {
        long at = start;
        int chunk = 0;
        while (true) {
            while (chunk < lengths.length && at < position) {
                at += lengths[chunk++];
            }
            if (at == position) {
                break;
            }
            if (at < position) {
                return chunk;
            }
            position += bridge.cut(position);
        }
        for (int i = chunk; i < lengths.length; i++) {
            position += lengths[i];
        }
        return chunk;
    }

    /** The last true cut. */
    public long position() {
        return position;
    }
}
