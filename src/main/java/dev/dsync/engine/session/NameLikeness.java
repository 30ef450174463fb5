package dev.dsync.engine.session;

import dev.dsync.core.tree.Name;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How alike two names of one directory are, as names of versions of one file are: they differ in
 * words with digits only ({@code app-1.2.log}, {@code app-1.10.log}; {@code main.3fa8.js}, {@code
 * main.b71c.js}), or one has something more, set apart from the rest ({@code db.sqlite}, {@code
 * db.sqlite.bak}; {@code notes.txt}, {@code notes-old.txt}). A word is a run of letters, digits and
 * bytes beyond ASCII.
 */
final class NameLikeness {
    /** Names whose first different words are no numbers; more than any two of these differ. */
    private static final long UNCOUNTED = 1L << 61;

    /** What names with something more begin at: other numbers are more alike. */
    private static final long LONGER = 1L << 62;

    /** More digits may not fit. */
    private static final int DIGITS_MAX = 18;

    /** Bytes that may be added to a name. */
    private static final int ADDED_MAX = 24;

    /** Bytes of the shortest name to which something may be added. */
    private static final int SHORTEST = 3;

    /** Bytes of a word that names must share. */
    private static final int SHARED_WORD = 2;

    /** Bytes that words that differ must share at their beginning, where no whole word does. */
    private static final int SHARED_BEGINNING = 3;

    private NameLikeness() {}

    /** How far apart two different names are, less being more alike; nothing if they are not. */
    static OptionalLong distance(Name one, Name other) {
        byte[] a = one.bytes();
        byte[] b = other.bytes();
        long counted = countedDistance(a, b);
        if (counted >= 0) {
            return OptionalLong.of(counted);
        }
        byte[] longer = a.length > b.length ? a : b;
        byte[] shorter = a.length > b.length ? b : a;
        return isAddedTo(shorter, longer)
                ? OptionalLong.of(LONGER + longer.length - shorter.length)
                : OptionalLong.empty();
    }

    /** How far apart names are that differ in words with digits; -1 if others differ as well. */
    private static long countedDistance(byte[] a, byte[] b) {
        long distance = -1;
        boolean related = false;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (!isOfWord(a[i]) || !isOfWord(b[j])) {
                if (a[i++] != b[j++]) {
                    return -1;
                }
                continue;
            }
            int endA = wordEnd(a, i);
            int endB = wordEnd(b, j);
            int shared = shared(a, i, endA, b, j, endB);
            if (shared == endA - i && shared == endB - j) {
                boolean isExtension = endA == a.length && i > 0 && a[i - 1] == '.';
                related |= shared >= SHARED_WORD && !isExtension;
            } else if (hasDigit(a, i, endA) && hasDigit(b, j, endB)) {
                related |= shared >= SHARED_BEGINNING;
                distance =
                        distance >= 0
                                ? distance
                                : numberDistance(a, i, endA, b, j, endB, i + shared);
            } else {
                return -1;
            }
            i = endA;
            j = endB;
        }
        return related && i == a.length && j == b.length ? distance : -1;
    }

    /** What the numbers differ by at the first byte that differs, if there are numbers there. */
    private static long numberDistance(
            byte[] a, int fromA, int endA, byte[] b, int fromB, int endB, int differs) {
        int begin = differs;
        while (begin > fromA && isDigit(a[begin - 1])) {
            begin--;
        }
        long numberA = number(a, begin, endA);
        long numberB = number(b, begin - fromA + fromB, endB);
        return numberA < 0 || numberB < 0 ? UNCOUNTED : Math.abs(numberA - numberB);
    }

    private static long number(byte[] bytes, int from, int end) {
        long number = 0;
        int at = from;
        while (at < end && isDigit(bytes[at])) {
            if (at - from == DIGITS_MAX) {
                return -1;
            }
            number = number * 10 + (bytes[at++] - '0');
        }
        return at == from ? -1 : number;
    }

    private static boolean isAddedTo(byte[] shorter, byte[] longer) {
        int added = longer.length - shorter.length;
        if (shorter.length < SHORTEST || added < 1 || added > ADDED_MAX) {
            return false;
        }
        int before = shared(shorter, 0, shorter.length, longer, 0, longer.length);
        for (int at = before; at >= 0 && endsAlike(shorter, at, longer, at + added); at--) {
            boolean behind = at > 0 && !isOfWord(longer[at]);
            boolean ahead = at < shorter.length && !isOfWord(longer[at + added - 1]);
            if (behind || ahead) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsAlike(byte[] a, int fromA, byte[] b, int fromB) {
        return Arrays.equals(a, fromA, a.length, b, fromB, b.length);
    }

    private static int shared(byte[] a, int fromA, int endA, byte[] b, int fromB, int endB) {
        int mismatch = Arrays.mismatch(a, fromA, endA, b, fromB, endB);
        return mismatch < 0 ? endA - fromA : mismatch;
    }

    private static int wordEnd(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && isOfWord(bytes[end])) {
            end++;
        }
        return end;
    }

    private static boolean hasDigit(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            if (isDigit(bytes[at])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfWord(byte b) {
        return b < 0 || isDigit(b) || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
