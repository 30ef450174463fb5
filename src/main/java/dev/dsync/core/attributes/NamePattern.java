package dev.dsync.core.attributes;

/**
 * A name, or a pattern of names: {@code *} is anything, {@code ?} any one character, {@code [a-z]}
 * one of these, {@code [!a-z]} one of all others, and a backslash takes the next character as it
 * is. The time it takes is bounded by the lengths, whoever wrote it.
 */
final class NamePattern {
    private final String pattern;

    NamePattern(String pattern) {
        this.pattern = pattern;
    }

    boolean matches(String name) {
        if (!isWild()) {
            return name.equals(pattern);
        }
        int at = 0;
        int read = 0;
        int star = -1; // behind the last star, and what of the name it has taken
        int taken = 0;
        while (read < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = ++at;
                taken = read;
                continue;
            }
            int next = at < pattern.length() ? matched(at, name.charAt(read)) : -1;
            if (next >= 0) {
                at = next;
                read++;
            } else if (star >= 0) {
                at = star;
                read = ++taken;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    private boolean isWild() {
        return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** Where the pattern goes on behind the part that took this character; -1 if it does not. */
    private int matched(int at, char read) {
        char first = pattern.charAt(at);
        boolean more = at + 1 < pattern.length();
        if (first == '[') {
            return matchedClass(at + 1, read);
        }
        if (first == '\\' && more) {
            return pattern.charAt(at + 1) == read ? at + 2 : -1;
        }
        return first == '?' || first == read ? at + 1 : -1;
    }

    private int matchedClass(int begin, char read) {
        int at = begin;
        boolean others = at < pattern.length() && "!^".indexOf(pattern.charAt(at)) >= 0;
        at += others ? 1 : 0;
        boolean found = false;
        for (int first = at; at < pattern.length(); ) {
            char low = pattern.charAt(at);
            if (low == ']' && at > first) {
                return found != others ? at + 1 : -1;
            }
            boolean range =
                    at + 2 < pattern.length()
                            && pattern.charAt(at + 1) == '-'
                            && pattern.charAt(at + 2) != ']';
            char high = range ? pattern.charAt(at + 2) : low;
            found |= read >= low && read <= high;
            at += range ? 3 : 1;
        }
        return -1; // never closed: it matches nothing
    }
}
