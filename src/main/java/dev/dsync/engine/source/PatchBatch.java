package dev.dsync.engine.source;

import dev.dsync.core.delta.ByteSource;
import dev.dsync.core.delta.LiteralContext;
import dev.dsync.core.delta.Patch;
import dev.dsync.core.hash.Digest;
import dev.dsync.io.codec.ContextCompressor;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Segment.Patched;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Patches that wait for one another: their literals become smaller together than each by itself.
 */
final class PatchBatch implements AutoCloseable {
    /** Beyond, more of them hardly make each smaller. */
    private static final int LITERAL_BYTES = 48 << 10;

    /** Content kept until the batch is full, since copies in it are the literals' context. */
    private static final long FRESH_BYTES = 4L << 20;

    private static final int PATCHES_MAX = 256;

    private static final byte[] NOTHING = new byte[0];

    private final ContextCompressor compressor = new ContextCompressor();
    private final List<Piece> pieces = new ArrayList<>();
    private int literalBytes;
    private long freshBytes;

    /** A patch, what it makes, and the digest of the file if it ends with it. */
    private record Piece(int file, Patch patch, ByteSource fresh, @Nullable Digest end) {}

    /**
     * Adds a patch.
     *
     * @param fresh what it makes, which nobody changes
     * @param end the digest of the file's content if the patch makes all of it
     */
    void add(int file, Patch patch, byte[] fresh, @Nullable Digest end) {
        pieces.add(new Piece(file, patch, ByteSource.of(fresh), end));
        literalBytes += patch.literalBytes();
        freshBytes += fresh.length;
    }

    boolean isFull() {
        return literalBytes >= LITERAL_BYTES
                || freshBytes >= FRESH_BYTES
                || pieces.size() >= PATCHES_MAX;
    }

    /** Bytes of literals that wait. */
    int literalBytes() {
        return literalBytes;
    }

    /** Turns what waits into segments. */
    void flush(List<Segment> segments) throws IOException {
        if (pieces.isEmpty()) {
            return;
        }
        LiteralContext context = new LiteralContext(pieces.size());
        List<Patched> patches = new ArrayList<>();
        byte[] literals = new byte[literalBytes];
        int at = 0;
        for (Piece piece : pieces) {
            patches.add(
                    new Patched(
                            piece.file, piece.patch.newLength(), new Slice(piece.patch.encode())));
            byte[] own = piece.patch.literals(piece.fresh);
            System.arraycopy(own, 0, literals, at, own.length);
            at += own.length;
            context.addAtSource(piece.patch, NOTHING, NOTHING, piece.fresh);
        }
        byte[] smaller = new byte[literalBytes];
        int length = compressor.compress(literals, 0, literalBytes, context.bytes(), smaller, 0);
        Slice travelling = length > 0 ? new Slice(smaller, 0, length) : new Slice(literals);
        segments.add(new Segment.Patches(patches, literalBytes, travelling));
        for (Piece piece : pieces) {
            if (piece.end != null) {
                segments.add(new Segment.End(piece.file, piece.end));
            }
        }
        pieces.clear();
        literalBytes = 0;
        freshBytes = 0;
    }

    /** Gives native memory back. */
    @Override
    public void close() {
        compressor.close();
    }
}
