package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names are names of versions of one file. */
final class NameLikenessTest {
    private static final Pattern PART = Pattern.compile("[a-z0-9]+|[^a-z0-9]");

    private static OptionalLong distance(String a, String b) {
        return NameLikeness.distance(Name.literal(a), Name.literal(b));
    }

    @ParameterizedTest
    @CsvSource({
        "app-1.2.log, app-1.3.log",
        "app-1.9.log, app-1.10.log",
        "foo-1.0.tar, foo-1.1.tar",
        "backup-2024-01-31.sql, backup-2024-02-01.sql",
        "2024-01-31.log, 2024-02-01.log",
        "main.8f3b2c1d.js, main.a91c0e7f.js",
        "IMG_0001.jpg, IMG_0002.jpg",
        "IMG0001.jpg, IMG0002.jpg",
        "1-report.txt, 2-report.txt",
        "db.sqlite, db.sqlite.bak",
        "notes.txt, notes.txt~",
        "notes.txt, notes-old.txt",
        "notes.txt, notes (copy).txt",
        "notes.txt, old-notes.txt",
        "app.log, app.log.1",
        "app.log.1, app.log.2",
        "r\u00e9sum\u00e9 1.odt, r\u00e9sum\u00e9 2.odt",
    })
    void versionsOfOneFile_areAlike(String a, String b) {
        assertTrue(distance(a, b).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "main.c, main.h",
        "Foo.java, FooTest.java",
        "app-alpha.log, app-beta.log",
        "1.jpg, 2.jpg",
        "a1.html, b2.html",
        "3fa8c1, b71c44",
        "app-1.2.log, app-1.2.txt",
        "a, a.bak",
        "app.log, app.log.of-somebody-who-likes-long-names",
    })
    void othersAreNot(String a, String b) {
        assertEquals(OptionalLong.empty(), distance(a, b));
    }

    /** Each name is nearer to the first than to the second. */
    @ParameterizedTest
    @CsvSource({
        "app-1.10.log, app-1.9.log, app-1.1.log",
        "app-1.3.log, app-1.2.log, app-1.3.log.asc",
        "app.log.2, app.log.1, app.log",
        "foo-2.0.tar, foo-1.9.tar, foo-4.0.tar",
        "notes.txt.bak, notes.txt, notes.txt.bak.older",
        "a-long-name-3.log, a-long-name-4.log, a-long-name-x9.log",
        "id-99999999999999999998, id-99999999999999999999, id-99999999999999999998-old",
    })
    void nearerNumbersComeFirst_thenNamesWithMore(String name, String near, String far) {
        long less = distance(name, near).orElseThrow();
        OptionalLong more = distance(name, far);
        assertTrue(more.isEmpty() || less < more.getAsLong(), less + " and " + more);
    }

    /** All pairs of short names, judged the long way round. */
    @Test
    void shortNames_areAlikeJustAsTheRuleSays() {
        List<String> names = new ArrayList<>(List.of(""));
        int from = 0;
        for (int length = 1; length <= 4; length++) {
            int to = names.size();
            for (; from < to; from++) {
                for (char c : "ab12.".toCharArray()) {
                    names.add(names.get(from) + c);
                }
            }
        }
        List<String> around = List.of("%s", "xyz-%s.tar", "%s.log");
        int alike = 0;
        for (String frame : around) {
            for (int i = 1; i < names.size(); i++) {
                String one = String.format(frame, names.get(i));
                if (one.equals(".") || one.equals("..")) {
                    continue;
                }
                for (int j = i + 1; j < names.size(); j += 7) {
                    String other = String.format(frame, names.get(j));
                    if (other.equals(".") || other.equals("..")) {
                        continue;
                    }
                    OptionalLong distance = distance(one, other);
                    assertEquals(distance, distance(other, one));
                    boolean expected = isCounted(one, other) || isLonger(one, other);
                    assertEquals(expected, distance.isPresent(), () -> one + " and " + other);
                    alike += expected ? 1 : 0;
                }
            }
        }
        assertTrue(alike > 5000, "alike: " + alike);
    }

    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        for (Matcher part = PART.matcher(name); part.find(); ) {
            parts.add(part.group());
        }
        return parts;
    }

    private static boolean isCounted(String a, String b) {
        List<String> one = parts(a);
        List<String> other = parts(b);
        boolean related = false;
        for (int i = 0; one.size() == other.size() && i < one.size(); i++) {
            String word = one.get(i);
            String second = other.get(i);
            boolean isWord = word.matches("[a-z0-9]+") && second.matches("[a-z0-9]+");
            if (word.equals(second)) {
                boolean extension = i == one.size() - 1 && i > 0 && one.get(i - 1).equals(".");
                related |= isWord && word.length() >= 2 && !extension;
            } else if (isWord && word.matches(".*[0-9].*") && second.matches(".*[0-9].*")) {
                related |=
                        word.length() >= 3
                                && second.length() >= 3
                                && word.substring(0, 3).equals(second.substring(0, 3));
            } else {
                return false;
            }
        }
        return related && one.size() == other.size();
    }

    private static boolean isLonger(String a, String b) {
        String longer = a.length() > b.length() ? a : b;
        String shorter = a.length() > b.length() ? b : a;
        int added = longer.length() - shorter.length();
        for (int at = 0; added > 0 && shorter.length() >= 3 && at <= shorter.length(); at++) {
            String more = longer.substring(at, at + added);
            boolean fits = longer.equals(shorter.substring(0, at) + more + shorter.substring(at));
            boolean behind = at > 0 && more.matches("[^a-z0-9].*");
            boolean ahead = at < shorter.length() && more.matches(".*[^a-z0-9]");
            if (fits && (behind || ahead)) {
                return true;
            }
        }
        return false;
    }
}
