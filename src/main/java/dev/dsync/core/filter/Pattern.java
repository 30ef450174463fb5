package dev.dsync.core.filter;

import java.util.Arrays;

/**
 * The pattern of a rule, compiled as rsync reads it.
 *
 * <p>Without a slash and without {@code **} it is compared with the last component; with a leading
 * slash from where it is anchored; else with as many components at the end of the path as it has;
 * with {@code **} further on, from every component; with {@code **} in front, from the beginning,
 * as if a slash stood there. A trailing slash asks for directories. Without any of {@code * ? [} a
 * backslash is an ordinary byte. Everything is compared by bytes, so {@code ?} is one byte, as in
 * rsync under the C locale.
 */
final class Pattern {
    private static final byte[] WILDCARDS = {'*', '?', '['};

    private final boolean directoryOnly;
    private final boolean anchored;
    private final boolean wild;
    private final Matcher fromStart;
    private final Matcher fromSlash;

    Pattern(byte[] text) {
        directoryOnly = text.length > 1 && text[text.length - 1] == '/';
        byte[] body = directoryOnly ? Arrays.copyOf(text, text.length - 1) : text;
        anchored = body[0] == '/';
        wild = isWild(body);
        if (!wild) {
            fromStart = literal(body, anchored);
            fromSlash = fromStart;
            return;
        }
        int stars = indexOfStars(body);
        int slashes = count(body, '/');
        if (slashes == 0 && stars < 0) {
            fromStart = name(body);
            fromSlash = fromStart;
            return;
        }
        Automaton automaton = new Automaton(new GlobUnits(body, anchored ? 1 : 0));
        boolean tail = !anchored && stars < 0;
        if (tail && automaton.slashes() != slashes) {
            // A slash within a class counts for the length of the tail, but matches none.
            automaton = new Automaton(GlobUnits.nothing());
        }
        boolean restarting = !anchored && stars != 0;
        boolean slashAfterDirectory = stars >= 0 && endsWithThreeStars(body);
        fromStart = GlobPathMatcher.start(automaton, restarting, slashAfterDirectory, false);
        fromSlash =
                stars == 0
                        ? GlobPathMatcher.start(automaton, restarting, slashAfterDirectory, true)
                        : fromStart;
    }

    boolean directoryOnly() {
        return directoryOnly;
    }

    boolean anchored() {
        return anchored;
    }

    boolean wild() {
        return wild;
    }

    /**
     * The pattern before the first component of a path; {@code absolute} if that path begins at the
     * root of the file system, which leaves {@code **} in front without its implied slash.
     */
    Matcher start(boolean absolute) {
        return absolute ? fromStart : fromSlash;
    }

    private static Matcher literal(byte[] body, boolean anchored) {
        int slashes = count(body, '/');
        if (slashes == 0) {
            return new NameMatcher.Literal(body);
        }
        int components = slashes + (anchored ? 0 : 1);
        if (components > 64) {
            return GlobPathMatcher.start(
                    new Automaton(GlobUnits.literal(body, anchored ? 1 : 0)),
                    !anchored,
                    false,
                    false);
        }
        byte[][] parts = new byte[components][];
        int start = anchored ? 1 : 0;
        for (int i = 0; i < components; i++) {
            int end = start;
            while (end < body.length && body[end] != '/') {
                end++;
            }
            parts[i] = Arrays.copyOfRange(body, start, end);
            start = end + 1;
        }
        return new LiteralPathMatcher(parts, anchored);
    }

    private static Matcher name(byte[] body) {
        boolean first = body[0] == '*';
        byte[] rest =
                first
                        ? Arrays.copyOfRange(body, 1, body.length)
                        : Arrays.copyOf(body, body.length - 1);
        boolean affix =
                (first || body[body.length - 1] == '*') && !isWild(rest) && count(rest, '\\') == 0;
        return affix
                ? new NameMatcher.Affix(rest, first)
                : new NameMatcher.Glob(new Automaton(new GlobUnits(body, 0)));
    }

    private static boolean isWild(byte[] body) {
        for (byte wildcard : WILDCARDS) {
            if (count(body, wildcard) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Where two stars stand side by side, be it in a class or after a backslash; -1 if nowhere. */
    private static int indexOfStars(byte[] body) {
        for (int i = 0; i + 1 < body.length; i++) {
            if (body[i] == '*' && body[i + 1] == '*') {
                return i;
            }
        }
        return -1;
    }

    private static boolean endsWithThreeStars(byte[] body) {
        int n = body.length;
        return n >= 3 && body[n - 1] == '*' && body[n - 2] == '*' && body[n - 3] == '*';
    }

    private static int count(byte[] body, int wanted) {
        int count = 0;
        for (byte b : body) {
            if (b == wanted) {
                count++;
            }
        }
        return count;
    }
}
