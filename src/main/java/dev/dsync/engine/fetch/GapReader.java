package dev.dsync.engine.fetch;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.Gap;
import dev.dsync.core.delta.GapPiece;
import dev.dsync.core.delta.Signature;
import dev.dsync.engine.fetch.Wanted.Part;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.Want.Range;
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

    /** Each chunk that is lacking has been edited at least once. */
    private static final int CHUNK_BYTES = (Chunk.BYTES_MIN + Chunk.BYTES_MAX) / 2;

    /** Bytes of what was put in another order, such as members of an archive. */
    private static final int SCATTERED_BYTES = 4096;

    private final Signer signer = new Signer();
    private final HeldFile old;

    GapReader(Root root) {
        old = new HeldFile(root);
    }

    /**
     * Old bytes in which several pieces are looked for, since nothing says which is like which.
     *
     * @param end where in the file those pieces end
     * @param isNeeded false where each piece is better off with a signature of its own
     */
    private record Wide(long end, boolean isNeeded, long oldOffset, @Nullable Signature signature) {
        boolean covers(long position) {
            return isNeeded && position < end;
        }
    }

    /** How far the gaps of a recipe are read. */
    static final class Progress {
        private int gap;
        private long inGap;

        /** For pieces of one gap. */
        private @Nullable Wide inside;

        /** For pieces of gaps of which it is a guess what they are like. */
        private @Nullable Wide scattered;

        /** The last wide signature that the portion has. */
        private @Nullable Signature told;

        boolean isAtEnd(Recipe recipe) {
            return gap == recipe.gaps().size();
        }

        /** Whether a signature is told already that counts for what is next. */
        private boolean isAmidWide(Recipe recipe) {
            long position = recipe.gaps().get(gap).offset() + inGap;
            return (inside != null && inside.covers(position))
                    || (scattered != null && scattered.covers(position));
        }

        private void pass(Gap passed, long bytes) {
            inGap += bytes;
            if (inGap == passed.length()) {
                gap++;
                inGap = 0;
            }
        }
    }

    /** The next ranges of a recipe; none if there are none. */
    List<Part> next(Recipe recipe, Progress progress) throws IOException {
        List<Part> parts = new ArrayList<>();
        long bytes = 0;
        int wishBytes = 0;
        progress.told = null;
        // A signature counts for ranges of one wish: there it is told once.
        while (!progress.isAtEnd(recipe)
                && ((bytes < PORTION_BYTES && wishBytes < PORTION_WISH_BYTES)
                        || progress.isAmidWide(recipe))) {
            Part part = part(recipe, recipe.gaps().get(progress.gap), progress);
            parts.add(part);
            bytes += part.range().length();
            wishBytes += part.wishBytes();
        }
        old.close();
        return parts;
    }

    private Part part(Recipe recipe, Gap gap, Progress progress) throws IOException {
        long from = progress.inGap;
        Wide wide = wide(recipe, gap, progress);
        Range range;
        long oldOffset;
        if (wide.isNeeded) {
            long left = Math.min(gap.length() - from, wide.end - gap.offset() - from);
            long length = wide.signature == null ? left : Math.min(left, GapPiece.BYTES_MAX);
            range = new Range(gap.offset() + from, length, wide.signature);
            oldOffset = wide.oldOffset;
        } else {
            GapPiece piece = piece(gap, from);
            oldOffset = gap.oldOffset() + piece.oldOffset();
            Signature signature =
                    piece.newLength() > GapPiece.BYTES_MAX || piece.oldLength() == 0
                            ? null
                            : signature(
                                    recipe,
                                    oldOffset,
                                    piece.oldLength(),
                                    piece.newLength(),
                                    Math.ceilDiv(piece.newLength(), CHUNK_BYTES));
            range = new Range(gap.offset() + from, piece.newLength(), signature);
        }
        int wishBytes = PartSize.of(range, progress.told);
        progress.told = wide.isNeeded ? wide.signature : progress.told;
        progress.pass(gap, range.length());
        return new Part(range, oldOffset, wishBytes);
    }

    private Wide wide(Recipe recipe, Gap gap, Progress progress) throws IOException {
        long position = gap.offset() + progress.inGap;
        boolean isScattered = recipe.isScattered(gap);
        Wide known = isScattered ? progress.scattered : progress.inside;
        if (known != null && position < known.end) {
            return known;
        }
        Wide next = isScattered ? scattered(recipe, position) : inside(recipe, gap, progress.inGap);
        if (isScattered) {
            progress.scattered = next;
        } else {
            progress.inside = next;
        }
        return next;
    }

    /** What lies between two runs that both files have may stand in another order there. */
    private Wide inside(Recipe recipe, Gap gap, long from) throws IOException {
        long left = gap.length() - from;
        if (left <= GapPiece.BYTES_MAX || gap.oldLength() <= GapPiece.BYTES_MAX) {
            return new Wide(gap.offset() + gap.length(), false, 0, null);
        }
        long length = Math.min(left, Signature.OLD_BYTES_MAX);
        boolean all = gap.oldLength() <= Signature.OLD_BYTES_MAX;
        long oldFrom = all ? 0 : oldAt(gap, from);
        long oldTo = all ? gap.oldLength() : oldAt(gap, from + length);
        return wide(
                recipe,
                gap.offset() + from + length,
                length,
                gap.oldOffset() + oldFrom,
                oldTo - oldFrom);
    }

    /** What was moved may have come from anywhere, at least in a file of this size. */
    private Wide scattered(Recipe recipe, long position) throws IOException {
        long region = position / Signature.OLD_BYTES_MAX * Signature.OLD_BYTES_MAX;
        long end = region + Signature.OLD_BYTES_MAX;
        long lacking =
                recipe.gaps().stream()
                        .filter(gap -> recipe.isScattered(gap) && gap.offset() < end)
                        .filter(gap -> gap.offset() + gap.length() > position)
                        .mapToLong(Gap::length)
                        .sum();
        long oldBytes = recipe.oldBytes();
        if (lacking <= GapPiece.BYTES_MAX || oldBytes <= GapPiece.BYTES_MAX) {
            return new Wide(end, false, 0, null);
        }
        double before = (double) region / recipe.manifest().root().bytes();
        long oldLength = Math.min(oldBytes, Signature.OLD_BYTES_MAX);
        long oldOffset = Math.min(Math.round(before * oldBytes), oldBytes - oldLength);
        return wide(recipe, end, Math.min(lacking, Signature.OLD_BYTES_MAX), oldOffset, oldLength);
    }

    private Wide wide(Recipe recipe, long end, long newLength, long oldOffset, long oldLength)
            throws IOException {
        int length = (int) Math.min(oldLength, Signature.OLD_BYTES_MAX);
        int edits = (int) Math.ceilDiv(newLength, SCATTERED_BYTES);
        Signature signature =
                length == 0 ? null : signature(recipe, oldOffset, length, (int) newLength, edits);
        return new Wide(end, true, oldOffset, signature);
    }

    /** The next piece of a gap: old bytes are cut in proportion to new ones. */
    private static GapPiece piece(Gap gap, long from) {
        long left = gap.length() - from;
        long most = Math.max(left, gap.oldLength() - oldAt(gap, from));
        long pieces = Math.ceilDiv(most, GapPiece.BYTES_MAX);
        long piece = gap.oldLength() == 0 ? RAW_BYTES : Math.max(PIECE_BYTES_MIN, left / pieces);
        int length = (int) Math.min(piece, left);
        long oldFrom = oldAt(gap, from);
        int oldLength = (int) Math.min(oldAt(gap, from + length) - oldFrom, GapPiece.BYTES_MAX);
        return new GapPiece(oldFrom, oldLength, from, length);
    }

    private static long oldAt(Gap gap, long offset) {
        return Math.round((double) gap.oldLength() * offset / gap.length());
    }

    /** The signature of old bytes; null where it would not pay, or they cannot be read. */
    private @Nullable Signature signature(
            Recipe recipe, long offset, int oldLength, int newLength, int edits)
            throws IOException {
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
