package dev.dsync.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoryFilterTest {
    private final Map<String, String> mergeFiles = new HashMap<>();
    private final MergeFiles files =
            new MergeFiles() {
                @Override
                public Optional<byte[]> read(RelPath directory, Name name) {
                    String path = directory.isRoot() ? name.toString() : directory + "/" + name;
                    return found(path);
                }

                @Override
                public Optional<byte[]> readAbove(int levels, Name name) {
                    return found("../".repeat(levels) + name);
                }

                private Optional<byte[]> found(String path) {
                    return Optional.ofNullable(mergeFiles.get(path))
                            .map(text -> text.getBytes(StandardCharsets.UTF_8));
                }
            };

    private DirectoryFilter filter(Side side, String... rules)
            throws IOException, InvalidRuleException {
        RuleParser parser = new RuleParser(name -> new byte[0], false);
        for (String rule : rules) {
            parser.filter(RuleReader.utf8(rule));
        }
        return parser.rules().enter(side, RelPath.literal("srv/data"), files);
    }

    private String excludedBy(DirectoryFilter filter, String path)
            throws IOException, InvalidRuleException {
        Verdict verdict = filter.verdictBelow(RelPath.literal(path), false);
        return verdict.excluded() ? verdict.rule().orElseThrow() : "included";
    }

    @Test
    void firstRuleThatMatches_decides() throws Exception {
        DirectoryFilter filter = filter(Side.SOURCE, "+ keep.o", "- *.o", "+ a.o");
        assertEquals(
                "+ keep.o", filter.verdict(Name.literal("keep.o"), false).rule().orElseThrow());
        assertEquals("- *.o", excludedBy(filter, "a.o"));
        assertEquals(Verdict.UNMATCHED, filter.verdict(Name.literal("a.c"), false));
    }

    @Test
    void pathBelowExcludedDirectory_isExcludedByItsRule() throws Exception {
        DirectoryFilter filter = filter(Side.SOURCE, "+ x", "- /d/");
        assertEquals("- /d/", excludedBy(filter, "d/e/x"));
        assertEquals("included", excludedBy(filter, "e/d/x"));
    }

    @Test
    void rulesOfOneSide_doNotConcernTheOther() throws Exception {
        for (Side side : Side.values()) {
            DirectoryFilter filter = filter(side, "H h", "P p", "- both", "-sr named");
            assertEquals(side == Side.SOURCE, filter.verdict(Name.literal("h"), false).excluded());
            assertEquals(side != Side.SOURCE, filter.verdict(Name.literal("p"), false).excluded());
            assertEquals(
                    side != Side.TARGET_DELETING_EXCLUDED,
                    filter.verdict(Name.literal("both"), false).excluded());
            assertEquals(true, filter.verdict(Name.literal("named"), false).excluded());
        }
    }

    @Test
    void reservedName_isHiddenAndProtectedWhateverTheRules() throws Exception {
        for (Side side : Side.values()) {
            DirectoryFilter filter = filter(side, "+ *");
            assertEquals(true, filter.verdict(Name.literal(".dsync-12"), false).excluded());
            assertEquals(
                    true, filter.whenDeleting().verdict(Name.literal(".DSYNC"), true).excluded());
        }
    }

    @Test
    void perishableRule_doesNotHoldInDirectoryBeingDeleted() throws Exception {
        mergeFiles.put("d/.f", "- z");
        DirectoryFilter filter = filter(Side.TARGET, "-p x", "- y", ":p .f");
        assertEquals("-p x", excludedBy(filter, "d/x"));
        assertEquals("-p z", excludedBy(filter, "d/z"));
        DirectoryFilter deleting = filter.whenDeleting();
        assertEquals("included", excludedBy(deleting, "d/x"));
        assertEquals("included", excludedBy(deleting, "d/z"));
        assertEquals("- y", excludedBy(deleting, "d/y"));
        assertEquals(
                "included", excludedBy(filter.enter(RelPath.literal("d")).whenDeleting(), "d/z"));
    }

    @Test
    void rulesOfDirectory_standBeforeInheritedOnes() throws Exception {
        mergeFiles.put(".f", "- a\n- b");
        mergeFiles.put("d/.f", "+ a");
        DirectoryFilter filter = filter(Side.SOURCE, ": .f", "- a");
        assertEquals("- a", excludedBy(filter, "a"));
        assertEquals("included", excludedBy(filter, "d/e/a"));
        assertEquals("- b", excludedBy(filter, "d/e/b"));
        assertEquals("- a", excludedBy(filter, "e/a"));
    }

    @Test
    void rulesOfDirectory_sayWhereTheyStand() throws Exception {
        mergeFiles.put("d/.f", "# why\n- a");
        DirectoryFilter filter = filter(Side.SOURCE, ": .f");
        assertEquals(
                Optional.of(new Origin.FileLine("d/.f", 2)),
                filter.verdictBelow(RelPath.literal("d/a"), false).origin());
    }

    @Test
    void anchorInMergeFile_isItsDirectory() throws Exception {
        mergeFiles.put("d/.f", "- /x/y\n- u/v");
        DirectoryFilter filter = filter(Side.SOURCE, ": .f");
        assertEquals("- /x/y", excludedBy(filter, "d/x/y"));
        assertEquals("included", excludedBy(filter, "d/d/x/y"));
        assertEquals("included", excludedBy(filter, "x/y"));
        assertEquals("- u/v", excludedBy(filter, "d/e/u/v"));
    }

    @Test
    void rulesNotInherited_holdInTheirDirectoryOnly() throws Exception {
        mergeFiles.put("d/.f", "- a");
        DirectoryFilter filter = filter(Side.SOURCE, ":n .f");
        assertEquals("- a", excludedBy(filter, "d/a"));
        assertEquals("included", excludedBy(filter, "d/e/a"));
    }

    @Test
    void clearInMergeFile_dropsInheritedRulesOnly() throws Exception {
        mergeFiles.put(".f", "- a");
        mergeFiles.put("d/.f", "!\n- b");
        DirectoryFilter filter = filter(Side.SOURCE, ": .f", "- c");
        assertEquals("included", excludedBy(filter, "d/a"));
        assertEquals("- b", excludedBy(filter, "d/b"));
        assertEquals("- c", excludedBy(filter, "d/c"));
    }

    @Test
    void mergeFileThatNamesAnother_isFollowedBelow() throws Exception {
        mergeFiles.put("d/.f", ": .g");
        mergeFiles.put("d/e/.g", "- a");
        mergeFiles.put(".g", "- b");
        DirectoryFilter filter = filter(Side.SOURCE, ": .f");
        assertEquals("- a", excludedBy(filter, "d/e/a"));
        assertEquals("included", excludedBy(filter, "d/b"));
        assertEquals("included", excludedBy(filter, "b"));
    }

    @Test
    void wordsAndPatternsOnly_areReadAsTheMergeRuleSays() throws Exception {
        mergeFiles.put(".f", "a #b\n+ c");
        DirectoryFilter filter = filter(Side.SOURCE, ":-w .f");
        for (String name : new String[] {"a", "#b", "+", "c"}) {
            assertEquals("- " + name, excludedBy(filter, name));
        }
    }

    @Test
    void directoriesAboveTheRoot_areSearchedFromWhereTheRuleSays() throws Exception {
        mergeFiles.put("../.f", "- a\n- /data/b\n- /c\n- data/u");
        mergeFiles.put("../../.f", "- top");
        DirectoryFilter fromSlash = filter(Side.SOURCE, ": /.f");
        assertEquals("- a", excludedBy(fromSlash, "d/a"));
        assertEquals("- /data/b", excludedBy(fromSlash, "b"));
        assertEquals("included", excludedBy(fromSlash, "c"));
        assertEquals("included", excludedBy(fromSlash, "u"));
        assertEquals("- top", excludedBy(fromSlash, "top"));
        DirectoryFilter fromParent = filter(Side.SOURCE, ": ../.f");
        assertEquals("- a", excludedBy(fromParent, "d/a"));
        assertEquals("included", excludedBy(fromParent, "top"));
        assertEquals("included", excludedBy(filter(Side.SOURCE, ": .f"), "d/a"));
    }

    @Test
    void absolutePattern_isComparedFromSlash() throws Exception {
        DirectoryFilter filter = filter(Side.SOURCE, "-/ /srv/data/a", "-/ data/b", "-/ srv/**c");
        assertEquals("-/ /srv/data/a", excludedBy(filter, "a"));
        assertEquals("included", excludedBy(filter, "d/a"));
        assertEquals("-/ data/b", excludedBy(filter, "b"));
        assertEquals("included", excludedBy(filter, "d/b"));
        assertEquals("-/ srv/**c", excludedBy(filter, "d/xc"));
    }

    @Test
    void includedFile_isFoundBesideOrInTheRootAndNowhereElse() throws Exception {
        mergeFiles.put("d/.f", ". ./here\n. there\n. e/../here2");
        mergeFiles.put("d/here", "- a");
        mergeFiles.put("there", "- b");
        mergeFiles.put("d/here2", "- c");
        DirectoryFilter filter = filter(Side.SOURCE, ": .f");
        assertEquals("- a", excludedBy(filter, "d/a"));
        assertEquals("- b", excludedBy(filter, "d/b"));
        assertEquals("- c", excludedBy(filter, "d/c"));
        for (String outside :
                new String[] {
                    "/etc/passwd", "../../x", "../../../../../x", "../..", "../../other/x"
                }) {
            mergeFiles.put("d/.f", ". " + outside);
            var thrown = assertThrows(InvalidRuleException.class, () -> excludedBy(filter, "d/a"));
            assertEquals(Fault.MERGE_OUTSIDE_ROOT, thrown.fault(), outside);
        }
        mergeFiles.put("d/.f", ". gone");
        var thrown = assertThrows(InvalidRuleException.class, () -> excludedBy(filter, "d/a"));
        assertEquals(Fault.MERGE_FILE_MISSING, thrown.fault());
        assertEquals(new Origin.FileLine("d/.f", 1), thrown.origin());
    }

    @Test
    void mergeFileThatNamesTooMany_isRefused() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1_100; i++) {
            many.append(": .g").append(i).append('\n');
        }
        mergeFiles.put("d/.f", many.toString());
        DirectoryFilter filter = filter(Side.SOURCE, ": .f");
        var thrown = assertThrows(InvalidRuleException.class, () -> excludedBy(filter, "d/a"));
        assertEquals(Fault.RULES_TOO_LONG, thrown.fault());
    }

    @Test
    void enteringWhatIsNoEntry_isABug() throws Exception {
        DirectoryFilter filter = filter(Side.SOURCE, "- a");
        assertThrows(IllegalArgumentException.class, () -> filter.enter(RelPath.literal("d/e")));
    }
}
