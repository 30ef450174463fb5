package dev.dsync.core.delta;

import java.io.IOException;
import java.util.Arrays;

/**
 * Bytes both ends have that are like the literals of some patches, by which the literals, one
 * behind the other, become smaller. Both ends make the same context of the same patches.
 *
 * <p>Each patch has an equal share. Of it, up to a quarter each goes to the bytes right before and
 * right behind the gap; what is left is divided evenly among the ends of copies that touch a
 * literal. All stand in the order of new bytes, none twice.
 */
public final class LiteralContext {
    /** Bytes of the longest context. */
    public static final int BYTES_MAX = 128 << 10;

    /** Patches whose literals can be one sequence. */
    public static final int PATCHES_MAX = 1024;

    private final int share;
    private byte[] bytes = new byte[0];
    private int length;

    /** A context for the literals of so many patches. */
    public LiteralContext(int patches) {
        if (patches < 1 || patches > PATCHES_MAX) {
            throw new IllegalArgumentException("context for " + patches + " patches");
        }
        share = BYTES_MAX / patches;
    }

    /** The most bytes of either side of a gap that are of use. */
    public int sideMax() {
        return share / 4;
    }

    /**
     * Takes what a patch, and the bytes around its gap, give: at the target.
     *
     * @param before new bytes right before the gap, as both ends know how many; their end counts
     * @param behind new bytes right behind it; their start counts
     */
    public void add(Patch patch, byte[] before, byte[] behind, ByteSource old) throws IOException {
        add(patch, before, behind, old, false);
    }

    /** Takes the same at the source, which has the new bytes of the gap. */
    public void addAtSource(Patch patch, byte[] before, byte[] behind, ByteSource fresh)
            throws IOException {
        add(patch, before, behind, fresh, true);
    }

    private void add(Patch patch, byte[] before, byte[] behind, ByteSource copies, boolean atSource)
            throws IOException {
        if (patch.literalBytes() == 0) {
            return;
        }
        int first = Math.min(before.length, sideMax());
        int last = Math.min(behind.length, sideMax());
        put(ByteSource.of(before), before.length - first, first);
        int ends = 0;
        for (int step = 0; step < patch.steps(); step++) {
            ends += (patch.literal(step) > 0 ? 1 : 0) + (patch.literal(step + 1) > 0 ? 1 : 0);
        }
        int most = (share - first - last) / Math.max(1, ends);
        int position = 0;
        for (int step = 0; step < patch.steps(); step++) {
            position += patch.literal(step);
            int copied = patch.copied(step);
            int start = atSource ? position : patch.oldOffset(step);
            int head = patch.literal(step) > 0 ? Math.min(most, copied) : 0;
            int tail = patch.literal(step + 1) > 0 ? Math.min(most, copied - head) : 0;
            put(copies, start, head);
            put(copies, start + copied - tail, tail);
            position += copied;
        }
        put(ByteSource.of(behind), 0, last);
    }

    private void put(ByteSource from, int offset, int count) throws IOException {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        from.read(offset, bytes, length, count);
        length += count;
    }

    /** The context. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
