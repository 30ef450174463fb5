package dev.dsync.core.delta;

import java.io.IOException;

/**
 * Finds blocks of old bytes among new ones by signatures alone. Its work is linear in new bytes,
 * whatever they and the signatures are.
 *
 * <p>Old and new bytes of a gap usually begin alike and end alike, so first the blocks at the end,
 * then those at the start are compared where they were. From where that ends a window moves on byte
 * by byte until an anchor is found, or the block that was there before, had nothing moved. What is
 * found is extended: back to the last copy, then on as long as one block follows the other.
 */
public final class Matcher {
    private final Blocks blocks;
    private final BlockLayout layout;
    private final int blockBytes;
    private final int stride;
    private final long weight;
    private final SlidingWindow window;
    private final Patch.Builder steps;

    /** New bytes before it are done with, or at least part of the literal. */
    private int at;

    /** The polynomial of the block's length from {@code at} on, where {@code rolled}. */
    private long value;

    private boolean rolled;

    /** The block that would be next in place, and where. */
    private int placeBlock;

    private int placeAt;

    /** New bytes from here on are the blocks from {@code suffixBlock} on. */
    private int suffixAt;

    private int suffixBlock;

    /** Where the literal under way began. */
    private int literalAt;

    /** The block behind those copied last. */
    private int copiedTo;

    private boolean isAnchorFound;

    private long work;
    private final long comparedBefore;

    Matcher(Blocks blocks, ByteSource fresh, int newLength) {
        if (newLength < 0 || newLength > GapPiece.BYTES_MAX) {
            throw new IllegalArgumentException("match of " + newLength + " bytes");
        }
        this.blocks = blocks;
        comparedBefore = blocks.compared();
        layout = blocks.layout();
        blockBytes = layout.blockBytes();
        stride = blocks.stride();
        weight = RollingHash.weight(blockBytes);
        window = new SlidingWindow(fresh, newLength);
        steps = new Patch.Builder(layout, newLength);
        suffixAt = newLength;
        suffixBlock = blocks.count();
    }

    /** The patch that makes new bytes, 1 MiB at most, of the old ones these blocks are of. */
    public static Patch match(Blocks blocks, ByteSource fresh, int newLength) throws IOException {
        return new Matcher(blocks, fresh, newLength).run();
    }

    Patch run() throws IOException {
        suffix();
        follow(0);
        while (find()) {
            follow(extendBack());
        }
        steps.copy(suffixAt - literalAt, suffixBlock, blocks.count() - suffixBlock);
        return steps.build();
    }

    /** Takes the blocks at the end, as many as are where they were, counted from there. */
    private void suffix() throws IOException {
        while (suffixBlock > 0) {
            int length = blocks.length(suffixBlock - 1);
            if (length > suffixAt
                    || !blocks.matches(suffixBlock - 1, hash(suffixAt - length, length))) {
                return;
            }
            suffixAt -= length;
            suffixBlock--;
        }
    }

    /** Copies from {@code first} on as long as blocks follow one another. */
    private void follow(int first) throws IOException {
        int block = first;
        rolled = false;
        while (block < blocks.count()) {
            int length = blocks.length(block);
            if (length > suffixAt - at) {
                break;
            }
            value = hash(at, length);
            rolled = length == blockBytes;
            if (!blocks.matches(block, value)) {
                break;
            }
            at += length;
            rolled = false;
            block++;
        }
        if (block > first) {
            int copied = layout.offset(block) - layout.offset(first);
            steps.copy(at - copied - literalAt, first, block - first);
            literalAt = at;
            copiedTo = block;
        }
        placeBlock = block + 1;
        placeAt = at + blockBytes;
    }

    /** Moves on to where a block is; its number is left in {@code placeBlock}. */
    private boolean find() throws IOException {
        while (suffixAt - at >= blockBytes) {
            if (!rolled) {
                value = hash(at, blockBytes);
                rolled = true;
            }
            int from = window.load(at, Math.min(suffixAt - at, blockBytes + 1));
            int last = at + Math.min(window.ahead(at), suffixAt - at) - blockBytes;
            if (roll(window.buffer(), from - at, last)) {
                return true;
            }
        }
        return false;
    }

    /** Looks at positions up to {@code last}; behind it unless something was found. */
    private boolean roll(byte[] buffer, int shift, int last) {
        int position = at;
        long rolling = value;
        boolean found = false;
        while (true) {
            if (position == placeAt && isInPlace(rolling)) {
                isAnchorFound = false;
                found = true;
                break;
            }
            int anchor = blocks.first(rolling);
            if (anchor != Blocks.NONE) {
                isAnchorFound = true;
                placeBlock = anchor;
                found = true;
                break;
            }
            if (position == last) {
                rolled = false;
                position++;
                break;
            }
            rolling =
                    RollingHash.roll(
                            rolling,
                            buffer[shift + position],
                            buffer[shift + position + blockBytes],
                            weight);
            position++;
        }
        work += position - at + 1;
        at = position;
        value = rolling;
        return found;
    }

    /** Whether the block that was here is still here; moves to the next place if not. */
    private boolean isInPlace(long rolling) {
        if (placeBlock < suffixBlock
                && blocks.length(placeBlock) == blockBytes
                && blocks.matches(placeBlock, rolling)) {
            return true;
        }
        placeBlock++;
        placeAt += blockBytes;
        return false;
    }

    /** Goes back to where the copy around what was found begins, and tells its first block. */
    private int extendBack() throws IOException {
        int block = isAnchorFound ? bestOfEqual(placeBlock) : placeBlock;
        // an anchor further back would have been found there
        for (int back = 1; back < stride && block > 0; back++) {
            int length = blocks.length(block - 1);
            if (length > at - literalAt || !blocks.matches(block - 1, hash(at - length, length))) {
                break;
            }
            at -= length;
            block--;
        }
        return block;
    }

    /** Of anchors with one hash, one whose next block follows here too; else one further on. */
    private int bestOfEqual(int anchor) throws IOException {
        if (blocks.after(anchor) == Blocks.NONE) {
            return anchor;
        }
        boolean comparable = suffixAt - at >= 2 * blockBytes;
        long following = comparable ? hash(at + blockBytes, blockBytes) : 0;
        int ahead = Blocks.NONE;
        for (int block = anchor; block != Blocks.NONE; block = blocks.after(block)) {
            if (comparable
                    && block + 1 < blocks.count()
                    && blocks.length(block + 1) == blockBytes
                    && blocks.matches(block + 1, following)) {
                return block;
            }
            if (ahead == Blocks.NONE && block >= copiedTo) {
                ahead = block;
            }
        }
        return ahead == Blocks.NONE ? anchor : ahead;
    }

    private long hash(int position, int length) throws IOException {
        work += length;
        int from = window.load(position, length);
        return RollingHash.of(window.buffer(), from, length);
    }

    /** Bytes hashed and hashes compared so far. */
    long work() {
        return work + blocks.compared() - comparedBefore;
    }
}
