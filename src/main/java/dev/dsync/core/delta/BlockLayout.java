package dev.dsync.core.delta;

import java.util.List;

/**
 * Where the blocks of one or more signatures lie in their old bytes, which count as if they stood
 * one behind the other, as do the blocks.
 */
public final class BlockLayout {
    /** Old bytes of all signatures together. */
    public static final int BYTES_MAX = Signature.OLD_BYTES_MAX;

    private final int blockBytes;
    private final int[] firstBlocks;
    private final int[] offsets;

    private BlockLayout(int blockBytes, int[] firstBlocks, int[] offsets) {
        this.blockBytes = blockBytes;
        this.firstBlocks = firstBlocks;
        this.offsets = offsets;
    }

    /**
     * The layout of these signatures.
     *
     * @throws MalformedDeltaException if there are none, if they do not have one shape, or tell of
     *     too much
     */
    public static BlockLayout of(List<Signature> signatures) throws MalformedDeltaException {
        if (signatures.isEmpty()) {
            throw new MalformedDeltaException("no signature");
        }
        SignatureShape shape = signatures.getFirst().shape();
        int[] firstBlocks = new int[signatures.size() + 1];
        int[] offsets = new int[signatures.size() + 1];
        for (int i = 0; i < signatures.size(); i++) {
            Signature signature = signatures.get(i);
            if (!signature.shape().equals(shape)) {
                throw new MalformedDeltaException("signatures of two shapes for one gap");
            }
            if (signature.oldLength() > BYTES_MAX - offsets[i]) {
                throw new MalformedDeltaException("signatures of over " + BYTES_MAX + " bytes");
            }
            firstBlocks[i + 1] = firstBlocks[i] + signature.blocks();
            offsets[i + 1] = offsets[i] + signature.oldLength();
        }
        return new BlockLayout(shape.blockBytes(), firstBlocks, offsets);
    }

    int blockBytes() {
        return blockBytes;
    }

    int blocks() {
        return firstBlocks[firstBlocks.length - 1];
    }

    /** The signature that tells of a block. */
    int signature(int block) {
        int low = 0;
        int high = firstBlocks.length - 2;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstBlocks[middle] <= block) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The number of a block in its signature. */
    int inSignature(int block) {
        return block - firstBlocks[signature(block)];
    }

    /** Where a block begins; behind the last block, where the old bytes end. */
    int offset(int block) {
        if (block == blocks()) {
            return offsets[offsets.length - 1];
        }
        int signature = signature(block);
        return offsets[signature] + (block - firstBlocks[signature]) * blockBytes;
    }

    /** Bytes of a block. */
    int length(int block) {
        return offset(block + 1) - offset(block);
    }
}
