package dev.dsync.app.render;

import dev.dsync.core.plan.Change;
import dev.dsync.core.tree.Kind;

/**
 * A change as rsync's eleven letters {@code YXcstpoguax}.
 *
 * <p>{@code u} (access times) is always a dot, since none are kept; {@code a} too, since the digest
 * behind {@code x} covers access lists.
 */
public final class Itemize {
    /** Which way content goes as the side with the user sees it; rsync's first item letter. */
    public enum Direction {
        /** To another machine. */
        SENT('<'),
        /** To this machine, also from itself. */
        RECEIVED('>');

        private final char letter;

        Direction(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }

    private static final int ATTRIBUTES = 9;

    private Itemize() {}

    /** The letters for a change of an entry of this kind. */
    public static String letters(Change change, Kind kind, Direction direction) {
        char update =
                switch (change.update()) {
                    case TRANSFER -> direction.letter();
                    case LOCAL -> 'c';
                    case LINK -> 'h';
                    case ATTRIBUTES -> '.';
                };
        String head = "" + update + letter(kind);
        if (change.isNew()) {
            return head + "+".repeat(ATTRIBUTES);
        }
        if (!change.isAny() && change.update() != Change.Update.TRANSFER) {
            return head + " ".repeat(ATTRIBUTES);
        }
        char time =
                switch (change.time()) {
                    case SAME -> '.';
                    case SET -> 't';
                    case TRANSFER -> 'T';
                };
        return head
                + (change.content() ? 'c' : '.')
                + (change.size() ? 's' : '.')
                + time
                + (change.permissions() ? 'p' : '.')
                + (change.owner() ? 'o' : '.')
                + (change.group() ? 'g' : '.')
                + '.'
                + (change.acls() ? 'a' : '.')
                + (change.xattrs() ? 'x' : '.');
    }

    private static char letter(Kind kind) {
        return switch (kind) {
            case FILE -> 'f';
            case DIRECTORY -> 'd';
            case SYMLINK -> 'L';
            case CHARACTER_DEVICE, BLOCK_DEVICE -> 'D';
            case FIFO, SOCKET -> 'S';
        };
    }
}
