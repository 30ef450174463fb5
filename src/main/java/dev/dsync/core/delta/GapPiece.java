package dev.dsync.core.delta;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a gap that is matched by itself: new bytes, and the old bytes where they are looked
 * for.
 *
 * @param oldOffset from the start of the gap's old bytes
 * @param newOffset from the start of the gap's new bytes
 */
public record GapPiece(long oldOffset, int oldLength, long newOffset, int newLength) {
    /** Bytes, old or new, of the longest piece. */
    public static final int BYTES_MAX = 1 << 20;

    /** A gap in as few pieces as there can be, old and new bytes cut in proportion. */
    public static List<GapPiece> of(long oldLength, long newLength) {
        if (oldLength < 0 || newLength < 0) {
            throw new IllegalArgumentException(oldLength + " and " + newLength + " bytes");
        }
        long count = Math.ceilDiv(Math.max(oldLength, newLength), BYTES_MAX);
        List<GapPiece> pieces = new ArrayList<>();
        long oldAt = 0;
        long newAt = 0;
        for (long left = count; left > 0; left--) {
            int oldTaken = (int) ((oldLength - oldAt) / left);
            int newTaken = (int) ((newLength - newAt) / left);
            pieces.add(new GapPiece(oldAt, oldTaken, newAt, newTaken));
            oldAt += oldTaken;
            newAt += newTaken;
        }
        return pieces;
    }
}
