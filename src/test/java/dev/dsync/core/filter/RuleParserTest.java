package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleParserTest {
    private final Map<String, String> files = new HashMap<>();
    private RuleParser parser = parser(false);

    private RuleParser parser(boolean nulSeparated) {
        return new RuleParser(
                name -> {
                    String content = files.get(new String(name, StandardCharsets.UTF_8));
                    if (content == null) {
                        throw new IOException("no such file");
                    }
                    return content.getBytes(StandardCharsets.UTF_8);
                },
                nulSeparated);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "- foo|- foo",
                "+ foo|+ foo",
                "-_foo|- foo",
                "-,! foo|-! foo",
                "exclude foo|- foo",
                "exclude,p foo|-p foo",
                "include_foo|+ foo",
                "hide foo|-s foo",
                "H foo|-s foo",
                "show foo|+s foo",
                "Sp foo|+sp foo",
                "protect foo|-r foo",
                "P foo|-r foo",
                "risk,! foo|+!r foo",
                "R foo|+r foo",
                "-rs foo|-sr foo",
                "-p/!s foo|-!/sp foo",
                "-  foo |-  foo ",
                ": .f|: .f",
                "dir-merge .f|: .f",
                "dir-merge,-n .f|:-n .f",
                ":+wp .f|:+wp .f",
                ":s/ a/b/.f|:/s a/b/.f",
                ":e .f|- .f;: .f",
            })
    void filterRule_isReadInItsCanonicalForm(String text, String expected) throws Exception {
        parser.filter(RuleReader.utf8(text));
        assertEquals(expected.replace(';', '\n') + "\n", parser.rules().toText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "foo|UNKNOWN_RULE",
                "excludex foo|UNKNOWN_RULE",
                "? foo|UNKNOWN_RULE",
                "-|NO_PATTERN",
                "- |NO_PATTERN",
                "merge|NO_PATTERN",
                ": a/..|NO_PATTERN",
                "!foo|CLEAR_WITH_TEXT",
                "! |CLEAR_WITH_TEXT",
                "clear x|CLEAR_WITH_TEXT",
                "-q foo|INVALID_MODIFIER",
                "-n foo|INVALID_MODIFIER",
                "-e foo|INVALID_MODIFIER",
                "-w foo|INVALID_MODIFIER",
                "-- foo|INVALID_MODIFIER",
                ":! foo|INVALID_MODIFIER",
                ":-+ foo|INVALID_MODIFIER",
                "Hs foo|INVALID_MODIFIER",
                "P,r foo|INVALID_MODIFIER",
                "-x foo|UNSUPPORTED_MODIFIER",
                "-C|UNSUPPORTED_MODIFIER",
                ".C|UNSUPPORTED_MODIFIER",
            })
    void invalidRule_isRefusedWithItsFault(String text, Fault fault) {
        var thrown =
                assertThrows(
                        InvalidRuleException.class, () -> parser.filter(RuleReader.utf8(text)));
        assertEquals(fault, thrown.fault());
        assertEquals(new Origin.Argument("--filter"), thrown.origin());
        assertEquals(text, thrown.rule());
    }

    @Test
    void cvsExclude_standsBehindAllAndTakesWhatTheUserAdds() throws Exception {
        RuleParser.Files files =
                new RuleParser.Files() {
                    @Override
                    public byte[] read(byte[] name) {
                        throw new AssertionError("no file is named");
                    }

                    @Override
                    public List<byte[]> ignoredByUser() {
                        return List.of(RuleReader.utf8("! a*\nb c"), RuleReader.utf8("d"));
                    }
                };
        RuleParser cvs = new RuleParser(files, true);
        cvs.cvsExclude();
        cvs.include(RuleReader.utf8("*.o"));
        assertEquals("+ *.o\n:C .cvsignore\n- a*\n- b\n- c\n- d\n", cvs.rules().toText());
        assertEquals(cvs.rules(), RuleSet.parse(cvs.rules().toText()));
    }

    @Test
    void excludeAndInclude_knowOnlyTheOldPrefixes() throws Exception {
        parser.exclude(RuleReader.utf8("foo"));
        parser.exclude(RuleReader.utf8("+ bar"));
        parser.include(RuleReader.utf8("baz"));
        parser.include(RuleReader.utf8("- qux"));
        parser.exclude(RuleReader.utf8("-,s x"));
        parser.exclude(RuleReader.utf8("!x"));
        assertEquals("- foo\n+ bar\n+ baz\n- qux\n- -,s x\n- !x\n", parser.rules().toText());
        parser.include(RuleReader.utf8("!"));
        assertEquals("", parser.rules().toText());
    }

    @Test
    void emptyRule_saysNothing() throws Exception {
        parser.filter(RuleReader.utf8(""));
        parser.exclude(RuleReader.utf8(""));
        assertEquals(RuleSet.EMPTY, parser.rules());
    }

    @Test
    void exclusionFile_isReadByLinesWithoutComments() throws Exception {
        files.put("x", "#c\n;c\n\nfoo \r\n+ bar\n #no comment\n");
        parser.excludeFrom("x".getBytes(StandardCharsets.UTF_8));
        parser.includeFrom("x".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "- foo \n+ bar\n-  #no comment\n+ foo \n+ bar\n+  #no comment\n",
                parser.rules().toText());
    }

    @Test
    void nulSeparatedFile_mayHoldLineFeeds() throws Exception {
        files.put("x", "a\nb\0c");
        parser = parser(true);
        parser.excludeFrom("x".getBytes(StandardCharsets.UTF_8));
        assertEquals("- a\\#012b\n- c\n", parser.rules().toText());
    }

    @Test
    void mergedFile_standsInPlaceAndHandsOnItsModifiers() throws Exception {
        files.put("x", "- a\nH b\n. y\n");
        files.put("y", "+ c");
        files.put("z", "d - +\te");
        parser.filter(RuleReader.utf8("+ 0"));
        parser.filter(RuleReader.utf8(".p/ x"));
        parser.filter(RuleReader.utf8(".-w z"));
        parser.filter(RuleReader.utf8(".r y"));
        assertEquals(
                "+ 0\n-/p a\n-/sp b\n+/p c\n- d\n- -\n- +\n- e\n+r c\n", parser.rules().toText());
    }

    @Test
    void clearInMergedFile_dropsAllBefore() throws Exception {
        files.put("x", "- a\n!\n- b\n");
        parser.filter(RuleReader.utf8("- 0"));
        parser.filter(RuleReader.utf8("merge x"));
        assertEquals("- b\n", parser.rules().toText());
    }

    @Test
    void sideInFileWithSide_isRefusedWithItsLine() {
        files.put("x", "- a\n\nP b\n");
        var thrown =
                assertThrows(
                        InvalidRuleException.class, () -> parser.filter(RuleReader.utf8(".s x")));
        assertEquals(Fault.SIDES_TWICE, thrown.fault());
        assertEquals(new Origin.FileLine("x", 3), thrown.origin());
    }

    @Test
    void fileThatIncludesItself_isRefused() {
        files.put("x", ". x\n");
        var thrown =
                assertThrows(
                        InvalidRuleException.class, () -> parser.filter(RuleReader.utf8(". x")));
        assertEquals(Fault.MERGE_TOO_DEEP, thrown.fault());
    }

    @Test
    void missingFile_isAnErrorOfReading() {
        assertThrows(IOException.class, () -> parser.filter(RuleReader.utf8(". nowhere")));
    }

    @Test
    void tooLongFile_isRefused() {
        files.put("x", "a".repeat((1 << 20) + 1));
        var thrown =
                assertThrows(
                        InvalidRuleException.class, () -> parser.filter(RuleReader.utf8(". x")));
        assertEquals(Fault.FILE_TOO_LONG, thrown.fault());
    }

    @Test
    void shorthand_readsPerDirectoryFilesThenLeavesThemOut() throws Exception {
        parser.perDirectoryFiles();
        assertEquals(": /.rsync-filter\n", parser.rules().toText());
        parser.perDirectoryFiles();
        parser.perDirectoryFiles();
        assertEquals(": /.rsync-filter\n- .rsync-filter\n", parser.rules().toText());
    }
}
