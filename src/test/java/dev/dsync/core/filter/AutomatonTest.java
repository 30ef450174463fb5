package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AutomatonTest {
    @Test
    void everyShortPattern_matchesAsTheDefinitionSays() {
        List<String> patterns = words("ab*?/", 4);
        List<String> texts = words("ab/", 4);
        for (String pattern : patterns) {
            var automaton = new Automaton(new GlobUnits(bytes(pattern), 0));
            for (String text : texts) {
                boolean actual =
                        automaton.matches(automaton.start(), bytes(text), 0, text.length(), false);
                assertEquals(defined(pattern, 0, text, 0), actual, () -> pattern + " on " + text);
            }
        }
    }

    @Test
    void patternOfManyWords_matchesAsTheDefinitionSays() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String head = "ab".repeat(20 + random.nextInt(30));
            String pattern = head + random(random, "ab*?/", 8) + (random.nextBoolean() ? head : "");
            String text = head + random(random, "ab/", 6) + (random.nextBoolean() ? head : "");
            var automaton = new Automaton(new GlobUnits(bytes(pattern), 0));
            boolean actual =
                    automaton.matches(automaton.start(), bytes(text), 0, text.length(), false);
            assertEquals(defined(pattern, 0, text, 0), actual, () -> pattern + " on " + text);
        }
    }

    @Test
    void everyByte_isToldApart() {
        byte[] one = new byte[1];
        for (int b = 0; b < 256; b++) {
            byte[] pattern = {'[', '\\', (byte) b, ']'};
            var automaton = new Automaton(new GlobUnits(pattern, 0));
            for (int c = 0; c < 256; c++) {
                one[0] = (byte) c;
                assertEquals(
                        b == c && b != '/', automaton.matches(automaton.start(), one, 0, 1, false));
            }
        }
    }

    /** The meaning of a pattern, by trying everything. */
    private static boolean defined(String pattern, int p, String text, int t) {
        if (p == pattern.length()) {
            return t == text.length();
        }
        char c = pattern.charAt(p);
        if (c == '*') {
            int next = p;
            while (next < pattern.length() && pattern.charAt(next) == '*') {
                next++;
            }
            for (int end = t; end <= text.length(); end++) {
                if (end > t && next - p == 1 && text.charAt(end - 1) == '/') {
                    return false;
                }
                if (defined(pattern, next, text, end)) {
                    return true;
                }
            }
            return false;
        }
        return t < text.length()
                && (c == '?' ? text.charAt(t) != '/' : c == text.charAt(t))
                && defined(pattern, p + 1, text, t + 1);
    }

    private static List<String> words(String letters, int max) {
        List<String> words = new ArrayList<>(List.of(""));
        for (int from = 0, i = 0; i < max; i++) {
            int to = words.size();
            for (; from < to; from++) {
                for (int n = 0; n < letters.length(); n++) {
                    words.add(words.get(from) + letters.charAt(n));
                }
            }
        }
        return words;
    }

    private static String random(Random random, String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
