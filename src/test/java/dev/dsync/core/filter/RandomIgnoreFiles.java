package dev.dsync.core.filter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Ignore files drawn at random, and names that they may say something of. Text is Latin-1. */
final class RandomIgnoreFiles {
    private static final List<String> DIRECTORIES = List.of("a", "b", "ab", "foo", "d.d", "x ");
    private static final List<String> FILES =
            List.of(
                    "a",
                    "b",
                    "ab",
                    "abc",
                    "foo",
                    "bar",
                    "a.o",
                    "b.c",
                    "x y",
                    "x ",
                    "[z]",
                    "w*",
                    "c\\d",
                    "-",
                    "#n",
                    "!n",
                    "A",
                    "\t",
                    "\u000b",
                    "a\r",
                    "\u00c3\u00a9",
                    "\u00ff",
                    "]",
                    "7",
                    "**");
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
                    "[]",
                    "[[:space:]]",
                    "[[:cntrl:]]",
                    "[\u0080-\u00ff]",
                    "[[:graph:]]",
                    "[[:xdigit:][:blank:]]",
                    "[!-~]");

    private final RandomGenerator random;

    RandomIgnoreFiles(RandomGenerator random) {
        this.random = random;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    String directory() {
        return pick(DIRECTORIES);
    }

    byte[] file() {
        return pick(FILES).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** An ignore file of so many lines, some of which say nothing. */
    byte[] lines(int count) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (chance(5)) {
            file.writeBytes("\uFEFF".getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            String end = last && chance(20) ? "" : chance(10) ? "\r\n" : "\n";
            file.writeBytes((line() + end).getBytes(StandardCharsets.ISO_8859_1));
        }
        return file.toByteArray();
    }

    private String line() {
        if (chance(4)) {
            return pick(List.of("", "#a", " ", "!", "/", "!/", "//", "\\", "\r", "# ", "**/"));
        }
        StringBuilder line = new StringBuilder();
        if (chance(25)) {
            line.append('!');
        }
        if (chance(25)) {
            line.append('/');
        }
        int components = chance(55) ? 1 : chance(60) ? 2 : chance(60) ? 3 : 4;
        for (int i = 0; i < components; i++) {
            line.append(i > 0 ? chance(4) ? "\\/" : "/" : "").append(component());
        }
        if (chance(20)) {
            line.append('/');
        }
        if (chance(8)) {
            line.append(pick(List.of(" ", "  ", "\\ ", "\\  ", "\t", " \\", "\r", "\0x", " \0 ")));
        }
        return line.toString();
    }

    private String component() {
        if (chance(14)) {
            return "**";
        }
        if (chance(8)) {
            return pick(List.of("*", "***", "?", "*?"));
        }
        String name = pick(chance(60) ? DIRECTORIES : FILES);
        if (chance(35)) {
            return name;
        }
        if (chance(12)) {
            return chance(50) ? name + "**" : "**" + name;
        }
        StringBuilder component = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            switch (random.nextInt(12)) {
                case 0 -> component.append('?');
                case 1 -> component.append('*');
                case 2 -> component.append("**");
                case 3 -> component.append('\\').append(name.charAt(i));
                case 4 -> component.append(pick(CLASSES));
                case 5 -> component.append(name.charAt(i)).append('*');
                default -> component.append(name.charAt(i));
            }
        }
        return component.toString();
    }
}
