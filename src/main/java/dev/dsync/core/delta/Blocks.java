package dev.dsync.core.delta;

import java.util.Arrays;
import java.util.List;

/**
 * What is known of the blocks of all signatures of a gap, and the anchors by their hash. Several
 * pieces may be matched against it, one after the other.
 */
public final class Blocks {
    /** A bucket holds no more: equal blocks must not make the search long. */
    static final int BUCKET_MAX = 8;

    /** No block. */
    static final int NONE = -1;

    private final BlockLayout layout;
    private final int stride;
    private final int anchorBytes;
    private final long[] hashes;
    private final byte[] hashBytes;
    private final int[] heads;
    private final int[] next;
    private final int slotShift;
    private long compared;

    /**
     * The blocks of signatures of one shape, which count as if they stood one behind the other.
     *
     * @throws MalformedDeltaException if the signatures do not go together
     */
    public Blocks(List<Signature> signatures) throws MalformedDeltaException {
        layout = BlockLayout.of(signatures);
        SignatureShape shape = signatures.getFirst().shape();
        stride = shape.stride();
        anchorBytes = shape.hashBytes();
        int count = layout.blocks();
        hashes = new long[count];
        hashBytes = new byte[count];
        next = new int[count];
        Arrays.fill(next, NONE);
        heads = new int[Integer.highestOneBit(Math.ceilDiv(count, shape.stride())) * 4];
        Arrays.fill(heads, NONE);
        slotShift = 8 * anchorBytes - Integer.numberOfTrailingZeros(heads.length);
        int block = 0;
        for (Signature signature : signatures) {
            for (int inside = 0; inside < signature.blocks(); inside++, block++) {
                hashes[block] = signature.hash(inside);
                hashBytes[block] = (byte) shape.hashBytes(inside);
                // what is shorter than the others is only looked for at its place
                if (shape.isAnchor(inside) && layout.length(block) == shape.blockBytes()) {
                    put(block);
                }
            }
        }
    }

    private void put(int block) {
        int slot = slot(hashes[block]);
        int last = heads[slot];
        if (last == NONE) {
            heads[slot] = block;
            return;
        }
        for (int held = 1; held < BUCKET_MAX; held++) {
            if (next[last] == NONE) {
                next[last] = block;
                return;
            }
            last = next[last];
        }
    }

    private int slot(long hash) {
        return (int) (hash >>> slotShift);
    }

    int count() {
        return hashes.length;
    }

    BlockLayout layout() {
        return layout;
    }

    /** One in so many blocks is an anchor. */
    int stride() {
        return stride;
    }

    /** Bytes of a block. */
    int length(int block) {
        return layout.length(block);
    }

    /** Whether bytes of the block's length and of this polynomial may be the block. */
    boolean matches(int block, long value) {
        return RollingHash.cut(value, hashBytes[block]) == hashes[block];
    }

    /** The first anchor that bytes of this polynomial may be, in the order of old bytes. */
    int first(long value) {
        long hash = RollingHash.cut(value, anchorBytes);
        int block = heads[slot(hash)];
        return block == NONE ? NONE : from(block, hash);
    }

    /** The next anchor behind one that has the same hash. */
    int after(int block) {
        return from(next[block], hashes[block]);
    }

    private int from(int block, long hash) {
        int at = block;
        while (at != NONE) {
            compared++;
            if (hashes[at] == hash) {
                break;
            }
            at = next[at];
        }
        return at;
    }

    /** Hashes compared in buckets so far: what a signature made to annoy could make many. */
    long compared() {
        return compared;
    }
}
