package dev.dsync.core.filter;

/**
 * A wildcard pattern as a nondeterministic automaton whose states are bits, so that no pattern
 * costs more than its length in machine words for each byte of a path.
 *
 * <p>State {@code i} means that the first {@code i} units of the pattern are matched; stars are
 * loops on states, so the only empty moves are those over an optional unit, of which no two follow
 * each other (Baeza-Yates and Gonnet's shift-and, 1992). Bytes that no unit tells apart share a
 * class.
 */
final class Automaton {
    private final int words;
    private final int accept;
    private final int slashes;

    /** State 0, and what is reached from it for nothing. */
    private final long first;

    /** The class of each byte. */
    private final byte[] classes = new byte[256];

    /**
     * For class c and word w, at {@code c * words + w}: states that advance, and states that stay.
     */
    private final long[] advance;

    private final long[] stay;

    /** States before an optional unit: who arrives there arrives behind the unit, too. */
    private final long[] skip;

    Automaton(GlobUnits units) {
        accept = units.count();
        words = accept / 64 + 1;
        int[] representative = classify(units);
        advance = new long[representative.length * words];
        stay = new long[representative.length * words];
        skip = new long[words];
        for (int i = 0; i < accept; i++) {
            if (units.optional(i)) {
                skip[i / 64] |= 1L << i;
            }
        }
        first = 1 | (skip[0] & 1) << 1;
        for (int c = 0; c < representative.length; c++) {
            for (int i = 0; i <= accept; i++) {
                int at = c * words + i / 64;
                long bit = 1L << i;
                if (i < accept && units.accepts(i, representative[c])) {
                    advance[at] |= bit;
                }
                if (units.starBefore(i, representative[c])) {
                    stay[at] |= bit;
                }
            }
        }
        slashes = units.slashes();
    }

    /** Groups bytes by what the units say of them; a byte of each class. */
    private int[] classify(GlobUnits units) {
        int[] group = new int[256];
        group['/'] = 1;
        int groups = 2;
        for (int i = 0; i < units.count(); i++) {
            int[] renamed = new int[groups * 2];
            groups = 0;
            for (int b = 0; b < 256; b++) {
                int key = group[b] * 2 + (units.accepts(i, b) ? 1 : 0);
                if (renamed[key] == 0) {
                    renamed[key] = ++groups;
                }
                group[b] = renamed[key] - 1;
            }
        }
        int[] representative = new int[groups];
        for (int b = 0; b < 256; b++) {
            classes[b] = (byte) group[b];
            representative[group[b]] = b;
        }
        return representative;
    }

    /** The units that match a slash and nothing else. */
    int slashes() {
        return slashes;
    }

    /** The states before anything was read. */
    long[] start() {
        long[] states = new long[words];
        states[0] = first;
        return states;
    }

    /**
     * The states after reading these bytes; with {@code restarting}, a match may begin after each
     * slash.
     */
    long[] read(long[] states, byte[] bytes, int offset, int length, boolean restarting) {
        return words == 1
                ? new long[] {readWord(states[0], bytes, offset, length, restarting)}
                : readWords(states.clone(), bytes, offset, length, restarting);
    }

    /** Whether the pattern is matched once these bytes are read, then a slash if {@code slash}. */
    boolean matches(long[] states, byte[] bytes, int offset, int length, boolean slash) {
        if (words == 1) {
            long state = readWord(states[0], bytes, offset, length, false);
            if (slash) {
                state = stepWord(state, '/');
            }
            return (state >>> accept & 1) != 0;
        }
        long[] state = readWords(states.clone(), bytes, offset, length, false);
        if (slash) {
            stepWords(state, '/');
        }
        return (state[accept / 64] >>> accept & 1) != 0;
    }

    static boolean isDead(long[] states) {
        for (long word : states) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    private long readWord(long start, byte[] bytes, int offset, int length, boolean restarting) {
        long state = start;
        for (int i = offset; i < offset + length; i++) {
            if (state == 0 && !restarting) {
                return 0;
            }
            state = stepWord(state, bytes[i] & 0xff);
            if (restarting && bytes[i] == '/') {
                state |= first;
            }
        }
        return state;
    }

    private long stepWord(long state, int b) {
        int c = classes[b] & 0xff;
        long moved = (state & advance[c]) << 1;
        return moved | ((moved & skip[0]) << 1) | (state & stay[c]);
    }

    private long[] readWords(
            long[] state, byte[] bytes, int offset, int length, boolean restarting) {
        for (int i = offset; i < offset + length; i++) {
            if (!restarting && isDead(state)) {
                return state;
            }
            stepWords(state, bytes[i] & 0xff);
            if (restarting && bytes[i] == '/') {
                state[0] |= first;
            }
        }
        return state;
    }

    private void stepWords(long[] state, int b) {
        int at = (classes[b] & 0xff) * words;
        long carry = 0;
        long skipped = 0;
        for (int w = 0; w < words; w++) {
            long leaving = state[w] & advance[at + w];
            long moved = (leaving << 1) | carry;
            long over = moved & skip[w];
            state[w] = moved | (over << 1) | skipped | (state[w] & stay[at + w]);
            carry = leaving >>> 63;
            skipped = over >>> 63;
        }
    }
}
