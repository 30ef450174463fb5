package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.Gap;
import dev.dsync.core.delta.GapPiece;
import dev.dsync.core.delta.Signature;
import dev.dsync.engine.fetch.Wanted.Part;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message.Range;
import dev.dsync.io.wire.PartSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the old bytes of gaps, to say what they are like. Used by the jobs of one lane only. */
final class GapReader implements AutoCloseable {
    /** Content bytes of one portion. */
    private static final long PORTION_BYTES = 16L << 20;

    /** Bytes of the ranges of one portion, signatures among them. */
    private static final int PORTION_WISH_BYTES = 256 << 10;

    /** Bytes of the shortest piece a gap is cut into, however much there was in its place. */
    private static final int PIECE_BYTES_MIN = 4096;

    /** Bytes of a range that nothing here is like. */
    private static final int RAW_BYTES = 16 << 20;

    private final Signer signer = new Signer();
    private final HeldFile old;

    GapReader(Root root) {
        old = new HeldFile(root);
    }

    /** How far the gaps of a recipe are read. */
    static final class Progress {
        private int gap;
        private long inGap;

        boolean isAtEnd(Recipe recipe) {
            return gap == recipe.gaps().size();
        }
    }

    /** The next ranges of a recipe; none if there are none. */
    List<Part> next(Recipe recipe, Progress progress) throws IOException {
        List<Part> parts = new ArrayList<>();
        long bytes = 0;
        int wishBytes = 0;
        while (!progress.isAtEnd(recipe)
                && bytes < PORTION_BYTES
                && wishBytes < PORTION_WISH_BYTES) {
            Part part = part(recipe, recipe.gaps().get(progress.gap), progress);
            parts.add(part);
            bytes += part.range().length();
            wishBytes += part.wishBytes();
        }
        old.close();
        return parts;
    }

    /** The next piece of a gap: old bytes are cut in proportion to new ones. */
    private Part part(Recipe recipe, Gap gap, Progress progress) throws IOException {
        long from = progress.inGap;
        long left = gap.length() - from;
        long most = Math.max(left, gap.oldLength() - oldAt(gap, from));
        long pieces = Math.ceilDiv(most, GapPiece.BYTES_MAX);
        long piece = gap.oldLength() == 0 ? RAW_BYTES : Math.max(PIECE_BYTES_MIN, left / pieces);
        int length = (int) Math.min(piece, left);
        long oldFrom = oldAt(gap, from);
        int oldLength = (int) Math.min(oldAt(gap, from + length) - oldFrom, GapPiece.BYTES_MAX);
        long oldOffset = gap.oldOffset() + oldFrom;
        Signature signature =
                length > GapPiece.BYTES_MAX || oldLength == 0
                        ? null
                        : signature(recipe, oldOffset, oldLength, length);
        progress.inGap += length;
        if (progress.inGap == gap.length()) {
            progress.gap++;
            progress.inGap = 0;
        }
        Range range = new Range(gap.offset() + from, length, signature);
        return new Part(range, oldOffset, PartSize.of(range));
    }

    private static long oldAt(Gap gap, long offset) {
        return Math.round((double) gap.oldLength() * offset / gap.length());
    }

    /** The signature of old bytes; null where it would not pay, or they cannot be read. */
    private @Nullable Signature signature(Recipe recipe, long offset, int oldLength, int newLength)
            throws IOException {
        int edits = Math.ceilDiv(newLength, (Chunk.BYTES_MIN + Chunk.BYTES_MAX) / 2);
        try {
            byte[] bytes = new byte[oldLength];
            int read =
                    oldLength == 0
                            ? 0
                            : old.open(recipe.old().path()).read(offset, bytes, 0, oldLength);
            return read < oldLength
                    ? null
                    : signer.sign(bytes, newLength, edits, recipe.isDoubtful()).orElse(null);
        } catch (FsException e) {
            return null; // The bytes come without.
        }
    }

    /** Gives native memory back. */
    @Override
    public void close() {
        old.close();
        signer.close();
    }
}
