package dev.dsync.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Rules drawn at random from the names of the test trees. */
final class RandomRules {
    static final List<String> DIRECTORY_NAMES = List.of("a", "b", "ab", "foo", "d.d");
    static final List<String> FILE_NAMES =
            List.of(
                    "a", "b", "ab", "abc", "foo", "bar", "a.o", "b.c", "x y", "[z]", "w*", "c\\d",
                    "-", "#n", "A");

    private static final List<String> CLASSES =
            List.of(
                    "[ab]",
                    "[!a]",
                    "[^b]",
                    "[a-c]",
                    "[[:alpha:]]",
                    "[[:punct:]]",
                    "[]a]",
                    "[\\a]",
                    "[a-]",
                    "[[:upper:]x]",
                    "[[:nope:]]",
                    "[a",
                    "[[:a]",
                    "[/]",
                    "[a/b]",
                    "[a\\-z]",
                    "[**]",
                    "[c-a]",
                    "[!]a]",
                    "[a-c-z]",
                    "[",
                    "[]");

    private final RandomGenerator random;

    RandomRules(RandomGenerator random) {
        this.random = random;
    }

    String pattern() {
        StringBuilder pattern = new StringBuilder();
        if (chance(25)) {
            pattern.append('/');
        }
        int components = chance(55) ? 1 : chance(70) ? 2 : 3;
        for (int i = 0; i < components; i++) {
            pattern.append(i > 0 ? "/" : "").append(component());
        }
        switch (random.nextInt(12)) {
            case 0, 1 -> pattern.append('/');
            case 2 -> pattern.append("/***");
            case 3 -> pattern.append("/**");
            case 4 -> pattern.append(chance(50) ? "***" : "**");
            default -> {}
        }
        return pattern.toString();
    }

    private String component() {
        if (chance(12)) {
            return "**";
        }
        if (chance(8)) {
            return "*";
        }
        String name = pick(chance(50) ? DIRECTORY_NAMES : FILE_NAMES);
        if (chance(40)) {
            return name;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            switch (random.nextInt(12)) {
                case 0 -> out.append('?');
                case 1 -> out.append('*');
                case 2 -> out.append(pick(CLASSES));
                case 3 -> out.append('\\').append(name.charAt(i));
                case 4 -> out.append('*').append(name.charAt(i));
                case 5 -> out.append(chance(30) ? "**" : "*");
                default -> out.append(name.charAt(i));
            }
        }
        return out.toString();
    }

    /** A rule with a prefix; sides only if the file it goes to names none. */
    String rule(boolean sides, String absoluteRoot) {
        String sign = pick(List.of("-", "-", "-", "+", "+"));
        StringBuilder modifiers = new StringBuilder();
        if (sides && chance(25)) {
            sign = pick(List.of("H", "S", "P", "R"));
        } else if (sides && chance(12)) {
            modifiers.append(pick(List.of("s", "r", "sr")));
        }
        if (chance(7)) {
            modifiers.append('!');
        }
        if (chance(10)) {
            modifiers.append('p');
        }
        String pattern = pattern();
        if (chance(7)) {
            modifiers.append('/');
            if (pattern.startsWith("/") && chance(80)) {
                pattern = absoluteRoot + pattern;
            }
        }
        return sign + modifiers + (chance(20) ? "_" : " ") + pattern;
    }

    List<String> rules(int max, boolean sides, String absoluteRoot) {
        List<String> rules = new ArrayList<>();
        int count = 1 + random.nextInt(max);
        for (int i = 0; i < count; i++) {
            rules.add(rule(sides, absoluteRoot));
        }
        if (chance(5)) {
            rules.add(random.nextInt(rules.size() + 1), "!");
        }
        return rules;
    }

    List<String> patterns(int max) {
        List<String> patterns = new ArrayList<>();
        int count = 1 + random.nextInt(max);
        for (int i = 0; i < count; i++) {
            patterns.add(pattern());
        }
        return patterns;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
