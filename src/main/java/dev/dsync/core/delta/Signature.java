package dev.dsync.core.delta;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of the blocks of a run of old bytes, by which somebody who does not have these bytes finds
 * them among new ones.
 */
public final class Signature {
    /** Bytes of the longest signature. */
    public static final int BYTES_MAX = 4 << 20;

    /** Bytes a signature tells of at most: several pieces may be looked for in them. */
    public static final int OLD_BYTES_MAX = 16 << 20;

    private static final int READ_BYTES = 64 << 10;

    private final SignatureShape shape;
    private final int oldLength;
    private final byte[] hashes;

    private Signature(SignatureShape shape, int oldLength, byte[] hashes) {
        this.shape = shape;
        this.oldLength = oldLength;
        this.hashes = hashes;
    }

    /** The signature of the first {@code oldLength} old bytes, which are read once, in order. */
    public static Signature of(SignatureShape shape, ByteSource old, int oldLength)
            throws IOException {
        if (oldLength < 1 || oldLength > OLD_BYTES_MAX) {
            throw new IllegalArgumentException("signature of " + oldLength + " bytes");
        }
        int blocks = Math.ceilDiv(oldLength, shape.blockBytes());
        NumberWriter hashes = new NumberWriter(shape.hashOffset(blocks));
        int perRead = READ_BYTES / shape.blockBytes();
        byte[] buffer = new byte[perRead * shape.blockBytes()];
        for (int block = 0, at = 0; block < blocks; block++) {
            int inside = block % perRead * shape.blockBytes();
            if (inside == 0) {
                old.read(at, buffer, 0, Math.min(buffer.length, oldLength - at));
            }
            int length = Math.min(shape.blockBytes(), oldLength - at);
            int bytes = shape.hashBytes(block);
            hashes.hash(RollingHash.cut(RollingHash.of(buffer, inside, length), bytes), bytes);
            at += length;
        }
        return new Signature(shape, oldLength, hashes.take());
    }

    /** Bytes of the signature, as it travels, of so many old bytes. */
    public static int bytes(SignatureShape shape, int oldLength) {
        int blocks = Math.ceilDiv(oldLength, shape.blockBytes());
        return numberBytes(oldLength)
                + numberBytes(shape.blockBytes())
                + 1
                + shape.hashOffset(blocks);
    }

    private static int numberBytes(int number) {
        return Math.max(1, Math.ceilDiv(Integer.SIZE - Integer.numberOfLeadingZeros(number), 7));
    }

    /** As it travels. */
    public byte[] encode() {
        NumberWriter out = new NumberWriter(bytes(shape, oldLength));
        out.number(oldLength);
        out.number(shape.blockBytes());
        out.octet(
                shape.hashBytes()
                        | shape.checkBytes() << 3
                        | Integer.numberOfTrailingZeros(shape.stride()) << 5);
        out.bytes(hashes);
        return out.take();
    }

    /**
     * The signature that is all of these bytes.
     *
     * @throws MalformedDeltaException if they are not the one form of a signature; nothing was
     *     allocated then
     */
    public static Signature decode(byte[] bytes, int offset, int length)
            throws MalformedDeltaException {
        NumberReader in = new NumberReader(bytes, offset, length);
        int oldLength = in.number(1, OLD_BYTES_MAX, "old bytes");
        int blockBytes =
                in.number(SignatureShape.BLOCK_MIN, SignatureShape.BLOCK_MAX, "bytes of a block");
        int tag = in.octet("shape");
        SignatureShape shape;
        try {
            shape = new SignatureShape(blockBytes, tag & 7, tag >>> 3 & 3, 1 << (tag >>> 5));
        } catch (IllegalArgumentException e) {
            throw in.malformed(String.valueOf(e.getMessage()));
        }
        int expected = shape.hashOffset(Math.ceilDiv(oldLength, blockBytes));
        if (in.left() != expected) {
            throw in.malformed(in.left() + " bytes of hashes, not " + expected);
        }
        int start = in.rest();
        return new Signature(shape, oldLength, Arrays.copyOfRange(bytes, start, start + expected));
    }

    /** Bytes it takes as it travels. */
    public int bytes() {
        return bytes(shape, oldLength);
    }

    public SignatureShape shape() {
        return shape;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Signature that
                && shape.equals(that.shape)
                && oldLength == that.oldLength
                && Arrays.equals(hashes, that.hashes);
    }

    @Override
    public int hashCode() {
        return 31 * oldLength + Arrays.hashCode(hashes);
    }

    /** Bytes it tells of. */
    public int oldLength() {
        return oldLength;
    }

    /** Whether it tells of more than one piece is looked for in by itself. */
    public boolean isWide() {
        return oldLength > GapPiece.BYTES_MAX;
    }

    int blocks() {
        return Math.ceilDiv(oldLength, shape.blockBytes());
    }

    /** What is known of a block's polynomial. */
    long hash(int block) {
        int at = shape.hashOffset(block);
        int bytes = shape.hashBytes(block);
        long hash = 0;
        for (int i = 0; i < bytes; i++) {
            hash = hash << 8 | (hashes[at + i] & 0xff);
        }
        return hash;
    }
}
