package dev.dsync.app.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that somebody who typed another most likely meant. */
final class Nearest {
    private static final int EDITS_MAX = 2;

    private Nearest() {}

    private static boolean isNegation(String word) {
        return word.startsWith("--no-");
    }

    /**
     * The known word with the least edits from {@code typed}, if they are few; never the opposite
     * of what was typed.
     */
    static Optional<String> to(String typed, Collection<String> known) {
        int most = Math.clamp(typed.length() / 3, 1, EDITS_MAX);
        return known.stream()
                .filter(word -> isNegation(word) == isNegation(typed))
                .filter(word -> distance(typed, word) <= most)
                .min(
                        Comparator.comparingInt((String word) -> distance(typed, word))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** Insertions, deletions, replacements and swaps of neighbours from one to the other. */
    static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int step(int[][] edits, String a, String b, int i, int j) {
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
