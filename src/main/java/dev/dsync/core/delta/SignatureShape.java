package dev.dsync.core.delta;

import java.util.Optional;

/**
 * How a signature tells of blocks. Every {@code stride}-th block is an anchor, found wherever it
 * went by a hash long enough for that. Those between are only looked for where a neighbour was
 * found, or where they were, so fewer bytes do.
 *
 * @param blockBytes bytes of a block
 * @param hashBytes bytes of an anchor's hash
 * @param checkBytes bytes of the hash of any other block; 0 where all are anchors
 * @param stride 1, 2, 4 or 8
 */
public record SignatureShape(int blockBytes, int hashBytes, int checkBytes, int stride) {
    /** Bytes of the smallest block. */
    public static final int BLOCK_MIN = 128;

    /** Bytes of the largest block. */
    public static final int BLOCK_MAX = 4096;

    static final int HASH_MIN = 4;
    static final int HASH_MAX = 6;
    static final int CHECK_MIN = 2;
    static final int CHECK_MAX = 3;
    static final int STRIDE_MAX = 8;

    private static final int STRIDE = 4;

    /** With more blocks than that, checks of two bytes would be wrong too often. */
    private static final int SHORT_CHECK_BLOCKS = 256;

    /** One in 2^14 gaps may meet a wrong anchor. */
    private static final int SAFETY_BITS = 14;

    /** The part of the gap, compressed, that a signature may be. */
    private static final double SHARE_MAX = 0.1;

    /** What literals become in their context, of what they become by themselves. */
    private static final double IN_CONTEXT = 0.7;

    public SignatureShape {
        if (blockBytes < BLOCK_MIN || blockBytes > BLOCK_MAX) {
            throw new IllegalArgumentException("blocks of " + blockBytes + " bytes");
        }
        if (hashBytes < HASH_MIN || hashBytes > HASH_MAX) {
            throw new IllegalArgumentException("hashes of " + hashBytes + " bytes");
        }
        if (Integer.bitCount(stride) != 1 || stride > STRIDE_MAX) {
            throw new IllegalArgumentException("stride " + stride);
        }
        if (stride == 1 ? checkBytes != 0 : checkBytes < CHECK_MIN || checkBytes > CHECK_MAX) {
            throw new IllegalArgumentException("checks of " + checkBytes + " bytes");
        }
    }

    /**
     * The shape for which signature and expected literals are least together; empty where a
     * signature would be more than a tenth of what the gap costs without.
     *
     * @param edits places expected to differ, such as chunks the target lacks in the gap
     * @param ratio compressed size over size expected of literals by themselves, above 0
     */
    public static Optional<SignatureShape> choose(
            int oldLength, int newLength, int edits, double ratio) {
        if (edits < 1 || !(ratio > 0)) {
            throw new IllegalArgumentException(edits + " edits at ratio " + ratio);
        }
        if (oldLength < BLOCK_MIN || newLength < BLOCK_MIN) {
            return Optional.empty();
        }
        double cost = Math.min(1, ratio);
        double block = BLOCK_MAX;
        SignatureShape shape = shape(oldLength, newLength, block);
        for (int round = 0; round < 3; round++) {
            double hash = shape.bytesPerBlock();
            block = Math.sqrt(hash * oldLength / (edits * cost * IN_CONTEXT));
            block = Math.max(block, hash / (SHARE_MAX * cost));
            if (block > BLOCK_MAX && hash / (SHARE_MAX * cost) > BLOCK_MAX) {
                return Optional.empty();
            }
            shape = shape(oldLength, newLength, Math.clamp(block, BLOCK_MIN, BLOCK_MAX));
        }
        return Signature.bytes(shape, oldLength) <= SHARE_MAX * cost * oldLength
                ? Optional.of(shape)
                : Optional.empty();
    }

    private static SignatureShape shape(int oldLength, int newLength, double block) {
        int blockBytes = (int) Math.ceil(block);
        double blocks = (double) oldLength / blockBytes;
        double comparisons = newLength * Math.max(1, blocks / STRIDE);
        double bits = Math.log(comparisons) / Math.log(2) + SAFETY_BITS;
        int hashBytes = Math.clamp((int) Math.ceil(bits / 8), HASH_MIN, HASH_MAX);
        int checkBytes = blocks > SHORT_CHECK_BLOCKS ? CHECK_MAX : CHECK_MIN;
        return new SignatureShape(blockBytes, hashBytes, checkBytes, STRIDE);
    }

    private double bytesPerBlock() {
        return (hashBytes + (stride - 1.0) * checkBytes) / stride;
    }

    boolean isAnchor(int block) {
        return (block & (stride - 1)) == 0;
    }

    int hashBytes(int block) {
        return isAnchor(block) ? hashBytes : checkBytes;
    }

    /** Where the hash of a block begins among the hashes of all. */
    int hashOffset(int block) {
        int group = hashBytes + (stride - 1) * checkBytes;
        int inside = block & (stride - 1);
        return block / stride * group + (inside == 0 ? 0 : hashBytes + (inside - 1) * checkBytes);
    }
}
