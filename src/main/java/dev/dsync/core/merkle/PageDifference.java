package dev.dsync.core.merkle;

import java.io.IOException;
import java.util.Arrays;

/**
 * A walk over the records two sequences with paths do not share, in order. A page of the same name
 * in the same directory holds the same records on both sides and is passed unopened.
 */
public final class PageDifference {
    private final TreeWalk left;
    private final TreeWalk right;
    private boolean hasLeft;
    private boolean hasRight;

    /** Begins before the first difference of two sequences of a kind. */
    public PageDifference(
            PageKind kind,
            PageStore leftStore,
            PageRoot left,
            PageStore rightStore,
            PageRoot right) {
        this.left = new TreeWalk(kind, leftStore, left);
        this.right = new TreeWalk(kind, rightStore, right);
    }

    /** Steps to the next path whose records differ; false at the end. */
    public boolean next() throws IOException {
        leave();
        while (!left.atEnd() || !right.atEnd()) {
            int order = order();
            if (order < 0
                    ? left.isRecord()
                    : order > 0 ? right.isRecord() : left.isRecord() && right.isRecord()) {
                hasLeft = order <= 0;
                hasRight = order >= 0;
                if (order != 0 || !sameRecord()) {
                    return true;
                }
                leave();
            } else if (order == 0 && isSamePage()) {
                left.advance();
                right.advance();
            } else {
                open(order);
            }
        }
        return false;
    }

    /** Which side's position comes first; the end comes last. */
    private int order() {
        if (left.atEnd() || right.atEnd()) {
            return left.atEnd() ? 1 : -1;
        }
        return PathBytes.compare(left.path(), left.pathLength(), right.path(), right.pathLength());
    }

    private boolean isSamePage() {
        return left.level() == right.level()
                && left.directory() == right.directory()
                && left.name().equals(right.name());
    }

    /** Opens the side that is behind or, of two that begin alike, the one that spans more. */
    private void open(int order) throws IOException {
        int leftLevel = left.level();
        int rightLevel = right.level();
        if (order < 0 || (order == 0 && leftLevel >= rightLevel)) {
            left.descend();
        }
        if (order > 0 || (order == 0 && rightLevel >= leftLevel)) {
            right.descend();
        }
    }

    private boolean sameRecord() {
        PageReader a = left.reader();
        PageReader b = right.reader();
        return Arrays.equals(a.page(), a.tailAt(), a.end(), b.page(), b.tailAt(), b.end());
    }

    private void leave() throws IOException {
        if (hasLeft) {
            left.advance();
        }
        if (hasRight) {
            right.advance();
        }
        hasLeft = false;
        hasRight = false;
    }

    /** A copy of the path. */
    public byte[] path() {
        PageReader reader = hasLeft ? left.reader() : right.reader();
        return Arrays.copyOf(reader.path(), reader.pathLength());
    }

    /** Whether the left sequence has a record at the path. */
    public boolean hasLeft() {
        return hasLeft;
    }

    /** Whether the right sequence has a record at the path. */
    public boolean hasRight() {
        return hasRight;
    }

    /** What the left record stands for. */
    public long leftBytes() {
        return left.bytes();
    }

    /** What the right record stands for. */
    public long rightBytes() {
        return right.bytes();
    }

    /** A copy of the left record's payload. */
    public byte[] leftPayload() {
        return PageCursor.payload(left.reader());
    }

    /** A copy of the right record's payload. */
    public byte[] rightPayload() {
        return PageCursor.payload(right.reader());
    }
}
