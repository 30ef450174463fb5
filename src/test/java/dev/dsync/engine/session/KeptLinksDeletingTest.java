package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deleted where links at the target stand for directories. */
final class KeptLinksDeletingTest {
    private Scenario scenario;

    @BeforeEach
    void aRunThatKeepsLinksAndDeletes() throws IOException {
        scenario = new Scenario(9).deleting();
        scenario.following(new Scope.Links(false, false, false, true));
    }

    private void source(String... files) throws IOException {
        fill(scenario.source, files);
    }

    private void target(String... files) throws IOException {
        fill(scenario.target, files);
    }

    private static void fill(MemoryTree tree, String... files) throws IOException {
        for (String file : files) {
            for (int at = file.indexOf('/'); at >= 0; at = file.indexOf('/', at + 1)) {
                if (!tree.look().containsKey(file.substring(0, at))) {
                    tree.directory(file.substring(0, at));
                }
            }
            tree.file(file, file.substring(file.lastIndexOf('/') + 1), 100);
        }
    }

    /** Two runs, without a problem and each with the same end: what is there then. */
    private void assertRuns(String... paths) throws IOException {
        for (int run = 1; run <= 2; run++) {
            scenario.told.clear();
            try (VirtualRun virtual = scenario.push().toEnd()) {
                Ending ending = virtual.ending();
                assertEquals(
                        0,
                        assertInstanceOf(Ending.Done.class, ending, ending.toString()).problems(),
                        () -> scenario.problems().toString());
            }
            assertEquals(new TreeSet<>(Set.of(paths)), there(), "after run " + run);
        }
    }

    private Set<String> there() throws IOException {
        return scenario.target.look().keySet().stream()
                .filter(path -> !path.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource(Policy.Timing.class)
    void whatTheSourceHasByAnotherName_stays(Policy.Timing timing) throws IOException {
        scenario.deleting(timing);
        source("a/y", "b/x");
        target("b/x", "b/gone");
        scenario.target.link("a", "b");
        assertRuns("a", "b", "b/x", "b/y");
    }

    @Test
    void whatHasABackup_isKeptOnce() throws IOException {
        scenario.policy =
                scenario.policy.with(
                        new Policy.Writing(
                                Optional.of(new Policy.Backup("~", null)),
                                Optional.empty(),
                                false,
                                false,
                                false,
                                false));
        source("a/y", "b/x");
        target("b/x", "b/gone");
        scenario.target.link("a", "b");
        try (VirtualRun virtual = scenario.push().toEnd()) {
            assertInstanceOf(Ending.Done.class, virtual.ending());
        }
        assertEquals(new TreeSet<>(Set.of("a", "b", "b/gone~", "b/x", "b/y")), there());
    }

    @Test
    void dryRun_saysNoneOfThemIsDeleted() throws IOException {
        scenario.dryRun = true;
        source("a/y", "b/x");
        target("b/x");
        scenario.target.link("a", "b");
        assertRuns("a", "b", "b/x");
        assertEquals(
                List.of(),
                scenario.told.stream()
                        .map(SyncEvent::toString)
                        .filter(event -> event.contains("Deleted"))
                        .toList());
    }

    @Test
    void directoryThatTheSourceHasByALinkAlone_stays() throws IOException {
        source("a/y");
        target("b/x", "other/z");
        scenario.target.link("a", "b");
        assertRuns("a", "b", "b/y");
    }

    @Test
    void twoLinksToOneDirectory_haveWhatBothHave() throws IOException {
        source("a/y", "c/d/z");
        target("b/x", "b/d/e/f");
        scenario.target.link("a", "b").link("c", "b");
        assertRuns("a", "b", "b/d", "b/d/z", "b/y", "c");
    }

    @Test
    void linkBelowAnother_andToBelow() throws IOException {
        source("a/y", "b/d/x", "b/l/w", "c/l/v");
        target("b/d/x", "b/d/gone/f");
        scenario.target.link("a", "b/d").link("b/l", "d").link("c", "b");
        assertRuns("a", "b", "b/d", "b/d/v", "b/d/w", "b/d/x", "b/d/y", "b/l", "c");
    }

    @Test
    void linkThatIsKeptByWayOfAnother_stays() throws IOException {
        source("a/l/y");
        target("b/x", "b/d/x");
        scenario.target.link("b/l", "d").link("a", "b");
        assertRuns("a", "b", "b/d", "b/d/y", "b/l");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void directoryThatGivesWayToAFile_isGoneByItsOtherNameAsWell(boolean force) throws IOException {
        scenario.policy =
                new Policy(
                        new Policy.Deletion(
                                true,
                                Policy.Timing.DURING,
                                false,
                                new Policy.MaxDelete.Unlimited(),
                                false,
                                force,
                                false),
                        scenario.policy.comparison(),
                        scenario.policy.selection());
        source("a/n", "b/x");
        target("b/n/m/k", "b/x");
        scenario.target.link("a", "b");
        assertRuns("a", "b", "b/n", "b/x");
    }
}
