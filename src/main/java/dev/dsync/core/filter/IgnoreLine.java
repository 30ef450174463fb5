package dev.dsync.core.filter;

import dev.dsync.core.tree.RelPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A line of an ignore file, compiled as git reads it: after {@code !} it takes back what lines
 * before it ignore; with a slash at the end it means directories; with one anywhere else it is
 * compared with the whole path from the file's directory on, else with names at any depth.
 */
final class IgnoreLine {
    /** No path has as many bytes as so many units ask for, though every other be optional. */
    private static final int UNITS_MAX = 2 * RelPath.BYTES_MAX + 2;

    private final Verdict verdict;
    private final boolean directoryOnly;
    private final boolean wild;
    private final Matcher start;

    /** A line whose end was trimmed. */
    IgnoreLine(byte[] line, Origin origin) {
        boolean negated = line.length > 0 && line[0] == '!';
        verdict = new Verdict(negated, RuleReader.shown(line), origin);
        int from = negated ? 1 : 0;
        directoryOnly = line.length > from && line[line.length - 1] == '/';
        byte[] body = Arrays.copyOfRange(line, from, line.length - (directoryOnly ? 1 : 0));
        wild = firstWildcard(body, 0) < body.length;
        start = isName(body) ? name(body, wild) : path(body, wild);
    }

    /** What is said of a path that this line decides. */
    Verdict verdict() {
        return verdict;
    }

    boolean directoryOnly() {
        return directoryOnly;
    }

    boolean wild() {
        return wild;
    }

    /** The pattern as it stands in the file's directory. */
    Matcher start() {
        return start;
    }

    private static boolean isName(byte[] body) {
        for (byte b : body) {
            if (b == '/') {
                return false;
            }
        }
        return true;
    }

    private static int firstWildcard(byte[] body, int from) {
        int at = from;
        while (at < body.length && "*?[\\".indexOf(body[at]) < 0) {
            at++;
        }
        return at;
    }

    private static Matcher name(byte[] body, boolean wild) {
        if (!wild) {
            return new NameMatcher.Literal(body);
        }
        if (body[0] == '*' && firstWildcard(body, 1) == body.length) {
            return new NameMatcher.Affix(Arrays.copyOfRange(body, 1, body.length), true);
        }
        return new NameMatcher.Glob(automaton(GlobUnits.git(body, 0)));
    }

    private static Matcher path(byte[] body, boolean wild) {
        int from = body[0] == '/' ? 1 : 0;
        if (wild) {
            return GlobPathMatcher.start(automaton(GlobUnits.git(body, from)), false, false, false);
        }
        byte[][] components = components(body, from);
        return components.length > 64
                ? GlobPathMatcher.start(
                        automaton(GlobUnits.literal(body, from)), false, false, false)
                : new LiteralPathMatcher(components, true);
    }

    private static Automaton automaton(GlobUnits units) {
        return new Automaton(units.count() > UNITS_MAX ? GlobUnits.nothing() : units);
    }

    private static byte[][] components(byte[] body, int from) {
        List<byte[]> components = new ArrayList<>();
        int start = from;
        for (int i = from; i <= body.length; i++) {
            if (i == body.length || body[i] == '/') {
                components.add(Arrays.copyOfRange(body, start, i));
                start = i + 1;
            }
        }
        return components.toArray(byte[][]::new);
    }
}
