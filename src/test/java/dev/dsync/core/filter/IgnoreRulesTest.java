package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ignore files say of paths. */
class IgnoreRulesTest {
    /**
     * Columns: lines of the root's file, between them {@code ;} (and where one ends in {@code ~} it
     * ends in CR); path, a slash after it if a directory; the number of the line that decides, -
     * for none.
     */
    private static final String CASES =
            """
            foo | foo | 1
            foo | a/foo | 1
            foo | foo/ | 1
            foo | foo/x | 1
            foo | Foo | -
            foo | foox | -
            foo/ | foo | -
            foo/ | foo/ | 1
            foo/ | a/foo/ | 1
            foo/ | foo/x | 1
            /foo | foo | 1
            /foo | a/foo | -
            //foo | foo | -
            a/b | a/b | 1
            a/b | x/a/b | -
            a/b | a/b/c | 1
            a/b/ | a/b | -
            a/b/ | a/b/ | 1
            *.o | d/a.o | 1
            *.o | .o | 1
            d/*.o | d/a.o | 1
            d/*.o | d/x/a.o | -
            d/* | d/x/y | 1
            ? | a | 1
            ? | ab | -
            **/foo | foo | 1
            **/foo | a/b/foo | 1
            **/foo | afoo | -
            **/a/b | x/a/b | 1
            foo/** | foo/ | -
            foo/** | foo/a/b | 1
            a/**/b | a/b | 1
            a/**/b | a/x/y/b | 1
            a/**/b | a/xb | -
            a/**/**/b | a/b | 1
            a/**/**/b | a/x/y/b | 1
            a/**/*/b | a/b | -
            a/**/*/b | a/x/b | 1
            a/x**/b | a/x/b | 1
            a/x**/b | a/xb | 1
            a/x**/b | a/x/y/b | 1
            a/?**/b | a/x/y/b | -
            a/?**/b | a/xz/b | 1
            a/x**y | a/x/y | -
            a**/b | ab | 1
            a/**c | a/bc | 1
            a/**c | a/b/c | -
            /** | a | 1
            ** | a | 1
            **/ | a | -
            **/ | a/ | 1
            *;!a | a | 2
            *;!a | b | 1
            *;!a | a/b | 1
            foo;!foo | foo | 2
            !foo;foo | foo | 2
            d/;!d/x | d/x | 1
            d/*;!d/x | d/x | 2
            d/*;!d/x | d/x/y | -
            #foo | #foo | -
            \\#foo | #foo | 1
            \\!foo | !foo | 1
            ;;foo | foo | 3
            'foo  ' | foo | 1
            'foo\\ ' | 'foo ' | 1
            'foo\\  ' | 'foo ' | 1
            'foo\t' | foo | -
            foo~ | foo | 1
            foo~~ | foo | -
            foo~;bar~ | bar | 2
            'foo  ~' | foo | 1
            [ab]c | bc | 1
            [!ab]c | bc | -
            [^a-c] | d | 1
            []-]x | ]x | 1
            [[:digit:]] | 7 | 1
            [[:nope:]] | n | -
            [[:space:]] | '\13' | -
            [\\]] | ] | 1
            a[/]b/c | a/b/c | -
            [a | [a | -
            foo\\ | foo\\ | -
            foo\\ | foo | -
            f\\oo | foo | 1
            \\*x | *x | 1
            \\*x | ax | -
            a\\/b | a/b | 1
            caf? | caf\u00e9 | -
            caf?? | caf\u00e9 | 1
            / | a/ | -
            ! | a | -
            \uFEFFfoo | foo | 1
            """;

    private final Map<String, byte[]> files = new HashMap<>();

    private Optional<byte[]> read(RelPath directory, Name name) {
        return Optional.ofNullable(
                files.get(directory.isRoot() ? name.toString() : directory + "/" + name));
    }

    private IgnoreRules rules() throws IOException, InvalidRuleException {
        return IgnoreRules.ofRoot(List.of(IgnoreRules.FILE), this::read);
    }

    private void write(String file, String content) {
        files.put(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private String decider(String path) throws IOException, InvalidRuleException {
        boolean isDirectory = path.endsWith("/");
        RelPath bare = RelPath.literal(isDirectory ? path.substring(0, path.length() - 1) : path);
        Verdict verdict = rules().verdictBelow(bare, isDirectory);
        return verdict.origin().map(Object::toString).orElse("-");
    }

    @Test
    void lastLine_endsBeforeItsCarriageReturnToo() throws Exception {
        write(".dsyncignore", "a\r\nb\r");
        assertEquals(".dsyncignore:2", decider("b"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES, delimiter = '|', maxCharsPerColumn = 100)
    void line_decidesAsInGit(String lines, String path, String expected) throws Exception {
        write(".dsyncignore", lines.replace('~', '\r').replace(';', '\n') + "\n");
        assertEquals(
                expected.equals("-") ? "-" : ".dsyncignore:" + expected,
                decider(path),
                lines + " on " + path);
    }

    @Test
    void lastLineWithoutItsEnd_counts() throws Exception {
        write(".dsyncignore", "a\nfoo ");
        assertEquals(".dsyncignore:2", decider("foo"));
    }

    @Test
    void byteNames_areComparedByBytes() throws Exception {
        files.put(".dsyncignore", new byte[] {(byte) 0xff, '?', '\n', 'x', 0, 'y', '\n'});
        RelPath path = RelPath.of(new byte[] {(byte) 0xff, (byte) 0xfe});
        Verdict verdict = rules().verdictBelow(path, false);
        assertEquals(Optional.of("\\#377?"), verdict.rule());
        assertEquals(".dsyncignore:2", decider("x"));
    }

    @Test
    void fileOfTheDeepestDirectory_goesFirst() throws Exception {
        write(".dsyncignore", "*.o\n/keep\n");
        write("d/.dsyncignore", "!a.o\nkeep\n");
        write("d/e/.dsyncignore", "\n/a.o\n");
        assertEquals(".dsyncignore:1", decider("a.o"));
        assertEquals("d/.dsyncignore:1", decider("d/a.o"));
        assertEquals("d/e/.dsyncignore:2", decider("d/e/a.o"));
        assertEquals("d/.dsyncignore:1", decider("d/e/f/a.o"));
        assertEquals("d/.dsyncignore:2", decider("d/keep"));
        assertEquals("-", decider("e/keep"));
    }

    @Test
    void fileInAnIgnoredDirectory_isNotRead() throws Exception {
        write(".dsyncignore", "d/\n");
        write("d/.dsyncignore", "!x\n");
        assertEquals(".dsyncignore:1", decider("d/x"));
        assertEquals(".dsyncignore:1", decider("d/e/x"));
    }

    @Test
    void verdict_tellsTheLineAsItIsWritten() throws Exception {
        write(".dsyncignore", "*\n!/a/\t  \n");
        Verdict kept = rules().verdict(Name.literal("b"), true);
        assertEquals(Optional.of("*"), kept.rule());
        assertEquals(true, kept.excluded());
        write(".dsyncignore", "*\n!/a/  \n");
        Verdict back = rules().verdict(Name.literal("a"), true);
        assertEquals(Optional.of("!/a/"), back.rule());
        assertEquals(true, back.included());
    }

    @Test
    void tooLong_isRefusedWithTheFile() throws Exception {
        files.put("d/.dsyncignore", new byte[RuleParser.Files.BYTES_MAX + 1]);
        InvalidRuleException long1 = assertThrows(InvalidRuleException.class, () -> decider("d/x"));
        assertEquals(Fault.FILE_TOO_LONG, long1.fault());
        assertEquals("d/.dsyncignore:1", long1.origin().toString());
        write("d/.dsyncignore", "x".repeat(RuleParser.Files.BYTES_MAX));
        assertEquals("-", decider("d/x"));
        write(".dsyncignore", "y");
        InvalidRuleException long2 = assertThrows(InvalidRuleException.class, () -> decider("d/x"));
        assertEquals(Fault.RULES_TOO_LONG, long2.fault());
        write("d/.dsyncignore", "*x?\n".repeat(RuleSet.WILDCARDS_MAX));
        assertEquals("-", decider("d/x"));
        write(".dsyncignore", "*");
        assertEquals(".dsyncignore:1", decider("d/x"));
        write(".dsyncignore", "*y");
        assertThrows(InvalidRuleException.class, () -> decider("d/x"));
    }

    @Test
    void adversarialPattern_costsNoMoreThanItsLength() throws Exception {
        String name = "a".repeat(250);
        String path = (name + "/").repeat(15) + name;
        write(
                ".dsyncignore",
                "*a".repeat(100) + "*b\n" + "**/*a".repeat(500) + "/b\n" + "a*".repeat(300_000));
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> assertEquals("-", decider(path)));
        write(".dsyncignore", "**/a".repeat(1000) + "/**/b\n");
        assertEquals(".dsyncignore:1", decider("a/".repeat(1005) + "b"));
        assertEquals("-", decider("a/".repeat(999) + "b"));
    }
}
