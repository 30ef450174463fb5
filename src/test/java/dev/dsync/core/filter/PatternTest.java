package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.RelPath;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
    /** Columns: pattern, path (a slash after it if a directory), whether it matches. */
    private static final String CASES =
            """
            foo, foo, true
            foo, a/b/foo, true
            foo, foobar, false
            foo, xfoo, false
            foo, foo/, true
            foo/, foo/, true
            foo/, foo, false
            foo/, a/foo/, true
            /foo, foo, true
            /foo, a/foo, false
            /foo/bar, foo/bar, true
            /foo/bar, a/foo/bar, false
            a/b, a/b, true
            a/b, x/a/b, true
            a/b, xa/b, false
            a/b, a/b/c, false
            a/b/c/d, x/a/b/c/d, true
            a/a/b, a/a/a/b, true
            *.o, a.o, true
            *.o, d/a.o, true
            *.o, .o, true
            *.o, a.oo, false
            a*, abc, true
            a*, ba, false
            *, x, true
            a*c, abc, true
            a*c, ac, true
            a*c, acb, false
            a?c, abc, true
            a?c, ac, false
            ?, a, true
            ?, ab, false
            d/*.o, x/d/a.o, true
            d/*.o, d/x/a.o, false
            /*/foo, a/foo, true
            /*/foo, a/b/foo, false
            /*/foo, foo, false
            a/**/b, a/x/b, true
            a/**/b, a/x/y/b, true
            a/**/b, a/b, false
            a/**/b, z/a/x/b, true
            a/**, a/b/c, true
            a/**, a/, false
            a/**, xa/b, false
            a/***, a/, true
            a/***, a, false
            a/***, a/b/c, true
            /a/***, z/a/b, false
            **/foo, foo, true
            **/foo, a/b/foo, true
            **/foo, a/xfoo, false
            **foo, a/xfoo, true
            /**/foo, foo, false
            /**/foo, a/foo, true
            a**b, a/x/b, true
            a**b, c/a/x/b, true
            [ab], b, true
            [ab], c, false
            [!ab], c, true
            [^ab], a, false
            [a-c]x, bx, true
            []x], ], true
            [!]x], ], false
            [!]x], y, true
            [a-], -, true
            [a-c-z], -, true
            [a-c-z], q, false
            [\\]x], ], true
            [[:digit:]], 7, true
            [[:digit:]], x, false
            [![:digit:]], x, true
            [[:space:]x], x, true
            [[:nope:]x], x, false
            [[:a], :, true
            [ab, a, false
            [, [, false
            a[/]b, a/b, false
            [!x], /, false
            foo\\, foo\\, true
            \\foo, foo, false
            \\foo, \\foo, true
            \\f*, foo, true
            \\*, *, true
            \\*, x, false
            x*\\, x\\, false
            a//b, a/b, false
            """;

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void pattern_matchesAsRsyncDoes(String pattern, String path, boolean expected)
            throws Exception {
        assertEquals(expected, matches(pattern, path), pattern + " on " + path);
    }

    @Test
    void questionMark_isOneByte() throws Exception {
        assertEquals(false, matches("caf?", "caf\u00e9"));
        assertEquals(true, matches("caf??", "caf\u00e9"));
    }

    @Test
    void tailOfMoreThan64Components_isCompared() throws Exception {
        String tail = "a/".repeat(70) + "b";
        assertEquals(true, matches(tail, "x/" + tail));
        assertEquals(false, matches(tail, tail.substring(2)));
        assertEquals(false, matches("/" + tail, "x/" + tail));
        assertEquals(true, matches("/" + tail, tail));
    }

    @Test
    void adversarialPattern_costsNoMoreThanItsLength() throws Exception {
        String name = "a".repeat(250);
        String path = (name + "/").repeat(15) + name;
        assertEquals(false, matches("*a".repeat(100) + "*b", name));
        assertEquals(true, matches("*a".repeat(100) + "*", name));
        assertEquals(false, matches("**a".repeat(500) + "**b", path));
        assertEquals(true, matches("**a".repeat(500) + "**", path));
        assertEquals(false, matches("/**" + "*a*/**a".repeat(300) + "b", path));
    }

    private static boolean matches(String pattern, String path) throws Exception {
        boolean isDirectory = path.length() > 1 && path.endsWith("/");
        String bare = isDirectory ? path.substring(0, path.length() - 1) : path;
        if (bare.equals("/")) {
            return false;
        }
        var compiled = new Pattern(pattern.getBytes(StandardCharsets.UTF_8));
        Matcher matcher = compiled.start(false);
        RelPath whole = RelPath.literal(bare);
        String[] parts = bare.split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            matcher = matcher.enter(parts[i].getBytes(StandardCharsets.UTF_8));
        }
        byte[] name = whole.name().bytes();
        return (isDirectory || !compiled.directoryOnly())
                && matcher.matches(name, 0, name.length, isDirectory);
    }
}
