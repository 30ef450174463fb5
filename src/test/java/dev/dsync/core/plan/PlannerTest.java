package dev.dsync.core.plan;

import static dev.dsync.core.plan.Trees.directory;
import static dev.dsync.core.plan.Trees.file;
import static dev.dsync.core.plan.Trees.link;
import static dev.dsync.core.plan.Trees.symlink;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final long SEED = Long.getLong("dsync.seed", 7L);

    private static Planner planner(String... flags) {
        return new RunFlags(List.of(flags)).planner(022);
    }

    private static List<String> plan(
            Planner planner, List<? extends Entry> local, List<? extends Entry> remote)
            throws IOException {
        Actions actions = planner.plan(new MergedPairs(local, remote));
        List<String> names = new ArrayList<>();
        for (Action next = actions.next(); next != null; next = actions.next()) {
            String name =
                    next instanceof Action.Replace replace
                            ? "Replace by " + replace.create().getClass().getSimpleName()
                            : next.getClass().getSimpleName();
            names.add(name + " " + next.path());
        }
        return names;
    }

    @Test
    void planUnderDelete_appliedToTheTarget_givesTheSource() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 300; round++) {
            List<Entry> local = Trees.random(random, 2, false);
            List<Entry> remote = Trees.random(random, 2, false);
            Planner planner = planner("-a", "--delete");
            ModelTarget target = new ModelTarget(local);
            target.apply(planner.plan(new MergedPairs(local, remote)));
            int last = round;
            assertEquals(remote, target.entries(), () -> "seed " + SEED + ", round " + last);
            assertEquals(List.of(), plan(planner, target.entries(), remote));
        }
    }

    @Test
    void planReadTwice_isTheSame() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Entry> local = Trees.random(random, 3, false);
        List<Entry> remote = Trees.random(random, 3, false);
        Planner planner = planner("-a", "--delete", "--max-delete=2");
        assertEquals(plan(planner, local, remote), plan(planner, local, remote));
    }

    @Test
    void directoriesThatFailed_areNeverDeletedIn() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Planner planner = planner("-a", "--delete", "--ignore-errors");
        for (int round = 0; round < 300; round++) {
            List<Entry> local = Trees.random(random, 2, true);
            List<Entry> remote = Trees.random(random, 2, true);
            List<RelPath> failed = new ArrayList<>();
            for (Entry entry : remote) {
                if (entry instanceof Entry.DirectoryEntry d && d.listed() == Listed.FAILED) {
                    failed.add(d.path());
                }
            }
            Actions actions = planner.plan(new MergedPairs(local, remote));
            for (Action next = actions.next(); next != null; next = actions.next()) {
                if (next instanceof Action.Delete delete) {
                    RelPath parent = delete.path().parent();
                    assertFalse(failed.contains(parent), "seed " + SEED + ": " + delete);
                }
            }
        }
    }

    @Test
    void sourceThatFailedSomewhere_stopsAllDeletesButUnderIgnoreErrors() throws IOException {
        List<Entry> local = List.of(directory(""), directory("d"), file("d/f"), file("g"));
        List<Entry> remote = List.of(directory(""), file("d"));
        Policy careful = new RunFlags(List.of("-a", "--delete")).policy();
        Policy careless = new RunFlags(List.of("-a", "--delete", "--ignore-errors")).policy();
        var profile = new RunFlags(List.of("-a")).profile();
        assertEquals(
                List.of("Blocked d", "Blocked d"),
                without(
                        plan(
                                new Planner(careful, profile, 022, Planner.SourceState.FAILED),
                                local,
                                remote)));
        assertEquals(
                List.of("Delete d/f", "Replace by CreateFile d", "Delete g"),
                without(
                        plan(
                                new Planner(careless, profile, 022, Planner.SourceState.FAILED),
                                local,
                                remote)));
    }

    private static List<String> without(List<String> plan) {
        return plan.stream().filter(line -> !line.startsWith("FinishDirectory")).toList();
    }

    @Test
    void directoryInTheWay_isEmptiedUnderDeleteOrForce_elseOnlyAnEmptyOneGivesWay()
            throws IOException {
        List<Entry> local = List.of(directory(""), directory("d"), file("d/f"), directory("e"));
        List<Entry> remote = List.of(directory(""), symlink("d", "x"), file("e"));
        assertEquals(
                List.of("Blocked d", "Blocked d", "Replace by CreateFile e"),
                without(plan(planner("-a"), local, remote)));
        List<String> emptied =
                List.of("Delete d/f", "Replace by CreateSymlink d", "Replace by CreateFile e");
        assertEquals(emptied, without(plan(planner("-a", "--force"), local, remote)));
        assertEquals(emptied, without(plan(planner("-a", "--delete"), local, remote)));
    }

    @Test
    void deletes_comeChildrenFirst_andEndAtMaxDelete() throws IOException {
        List<Entry> local =
                List.of(
                        directory(""),
                        directory("d"),
                        file("d/a"),
                        file("d/b"),
                        directory("e"),
                        file("f"));
        List<Entry> remote = List.of(directory(""));
        assertEquals(
                List.of(
                        "Delete d/a",
                        "Delete d/b",
                        "Delete d",
                        "Delete e",
                        "Delete f",
                        "FinishDirectory ."),
                plan(planner("-a", "--delete"), local, remote));
        assertEquals(
                List.of(
                        "Delete d/a",
                        "DeleteSkipped d/b",
                        "Blocked d",
                        "DeleteSkipped e",
                        "DeleteSkipped f"),
                plan(planner("-a", "--delete", "--max-delete=1"), local, remote));
        assertEquals(
                3,
                PlanSummary.of(
                                planner("-a", "--delete", "--max-delete=1")
                                        .plan(new MergedPairs(local, remote)))
                        .deletesSkipped());
    }

    @Test
    void directoryWhoseFilesAreKeptInIt_stays() throws IOException {
        List<Entry> local =
                List.of(
                        directory(""),
                        directory("d"),
                        file("d/a"),
                        directory("e"),
                        file("e/b~"),
                        directory("f"));
        List<Entry> remote = List.of(directory(""), file("f"));
        assertEquals(
                List.of(
                        "Delete d/a",
                        "Blocked d",
                        "Delete e/b~",
                        "Delete e",
                        "Replace by CreateFile f"),
                without(plan(keeping(new Policy.Backup("~", null)), local, remote)));
        assertEquals(
                List.of(
                        "Delete d/a",
                        "Delete d",
                        "Delete e/b~",
                        "Delete e",
                        "Replace by CreateFile f"),
                without(
                        plan(
                                keeping(new Policy.Backup("~", TypedPath.literal("../kept"))),
                                local,
                                remote)));
    }

    private static Planner keeping(Policy.Backup backup) {
        RunFlags flags = new RunFlags(List.of("-a", "--delete"));
        return new Planner(
                flags.policy()
                        .with(
                                new Policy.Writing(
                                        Optional.of(backup),
                                        Optional.empty(),
                                        false,
                                        false,
                                        false,
                                        false)),
                flags.profile(),
                022,
                Planner.SourceState.COMPLETE);
    }

    @Test
    void directoryNotListed_keepsWhatTheSourceDoesNotName() throws IOException {
        List<Entry> local = List.of(directory(""), file("a"), directory("d"), file("d/x"));
        List<Entry> remote = List.of(directory(""), directory("d", Listed.NONE, 0755, 10));
        assertEquals(List.of("Delete a"), without(plan(planner("-a", "--delete"), local, remote)));
    }

    @Test
    void pairsWithoutRoot_deleteNothingBesideThem() throws IOException {
        List<Entry> local = List.of(directory(""), file("other"), directory("d"), file("d/x"));
        List<Entry> remote = List.of(directory("d"), file("f"));
        assertEquals(
                List.of("Delete d/x", "FinishDirectory d", "CreateFile f"),
                plan(planner("-a", "--delete"), local, remote));
    }

    @Test
    void followersOfALeaderWithNewContent_areLinkedAgain() throws IOException {
        List<Entry> local = List.of(directory(""), file("a", 1, 0644, 10), link("b", "a", 1, 10));
        List<Entry> remote = List.of(directory(""), file("a", 2, 0644, 10), link("b", "a", 2, 10));
        assertEquals(
                List.of("ReplaceContent a", "Replace by CreateLink b"),
                without(plan(planner("-aH"), local, remote)));
    }

    @Test
    void followersOfALeaderThatIsLeftAlone_followTheFirstOfThem() throws IOException {
        List<Entry> local = List.of(directory(""), file("a", 1, 0644, 99), file("b", 1, 0644, 99));
        List<Entry> remote =
                List.of(
                        directory(""),
                        file("a", 1, 0644, 10),
                        link("b", "a", 1, 10),
                        link("c", "a", 1, 10),
                        link("d", "a", 1, 10));
        Actions actions = planner("-aHu").plan(new MergedPairs(local, remote));
        assertInstanceOf(Action.CreateFile.class, actions.next());
        Action.CreateLink link = assertInstanceOf(Action.CreateLink.class, actions.next());
        assertEquals(RelPath.literal("c"), link.leader());
        assertEquals(RelPath.literal("c"), link.remote().leader());
    }

    @Test
    void linksTheTargetHasBesides_areNoReasonToAct() throws IOException {
        List<Entry> local =
                List.of(directory(""), file("a"), link("b", "a", 1, 10), link("c", "a", 1, 10));
        List<Entry> remote = List.of(directory(""), file("b"), link("c", "b", 1, 10));
        assertEquals(List.of("Delete a"), without(plan(planner("-aH", "--delete"), local, remote)));
    }

    @Test
    void modesOfNewFiles_areMaskedWherePermissionsAreNotKept() throws IOException {
        List<Entry> local = List.of(directory(""), file("old", 1, 0600, 9));
        List<Entry> remote =
                List.of(directory(""), file("new", 1, 06777, 10), file("old", 1, 0777, 10));
        assertEquals(
                List.of("new 0755/0777", "old 00/00"),
                modes(new RunFlags(List.of("-rlt")).planner(022), local, remote));
        assertEquals(
                List.of("new 0750/0777", "old 0700/0777"),
                modes(new RunFlags(List.of("-rltE")).planner(027), local, remote));
        assertEquals(
                List.of("new 06777/07777", "old 0777/07777"),
                modes(new RunFlags(List.of("-a")).planner(022), local, remote));
    }

    @Test
    void whatTakesThePlaceOfAnother_hasItsModeWherePermissionsAreNotKept() throws IOException {
        List<Entry> local =
                List.of(directory(""), file("a", 1, 04711, 9), symlink("b", "x"), special("c", 1));
        List<Entry> remote =
                List.of(directory(""), special("a", 2), special("b", 2), special("c", 2));
        assertEquals(
                List.of("a 04711/07777", "b 0600/0777", "c 0600/07777"),
                modes(new RunFlags(List.of("-rltD")).planner(022), local, remote));
        assertEquals(
                List.of("a 0600/07777", "b 0600/07777", "c 0600/07777"),
                modes(new RunFlags(List.of("-a")).planner(022), local, remote));
    }

    private static Entry special(String path, int minor) {
        return Trees.special(path, Kind.CHARACTER_DEVICE, minor);
    }

    private static List<String> modes(Planner planner, List<Entry> local, List<Entry> remote)
            throws IOException {
        List<String> modes = new ArrayList<>();
        Actions actions = planner.plan(new MergedPairs(local, remote));
        for (Action next = actions.next(); next != null; next = actions.next()) {
            if (next instanceof Action.CreateFile create) {
                modes.add(mode(create, create.wanted()));
            } else if (next instanceof Action.ReplaceContent content) {
                modes.add(mode(content, content.wanted()));
            } else if (next instanceof Action.Replace replace
                    && replace.create() instanceof Action.CreateSpecial create) {
                modes.add(mode(create, create.wanted()));
            }
        }
        return modes;
    }

    private static String mode(Action action, Wanted wanted) {
        return action.path()
                + " 0"
                + Integer.toOctalString(wanted.mode())
                + "/0"
                + Integer.toOctalString(wanted.modeMask());
    }

    @Test
    void entriesBelowWhatIsNoDirectory_areReportedAndNotMade() throws IOException {
        List<Entry> local = List.of(directory(""), directory("d"));
        List<Entry> remote = List.of(directory(""), file("d"), file("d/x"));
        assertTrue(plan(planner("-a"), local, remote).contains("Blocked d/x"));
    }

    @Test
    void brake_stopsAboveThePercentage_andWhenARootIsEmptied() {
        var policy =
                new Policy.Deletion(
                        true,
                        Policy.Timing.DURING,
                        false,
                        new Policy.MaxDelete.Percent(50),
                        false,
                        false,
                        false);
        assertEquals(new Brake.Verdict.Go(), Brake.check(policy, 5, 10, 3));
        assertEquals(new Brake.Verdict.TooManyDeletes(6, 10, 50), Brake.check(policy, 6, 10, 3));
        assertEquals(new Brake.Verdict.EmptiedRoot(10), Brake.check(policy, 10, 10, 0));
        assertEquals(new Brake.Verdict.Go(), Brake.check(Policy.Deletion.NONE, 10, 10, 0));
        assertEquals(new Brake.Verdict.Go(), Brake.check(policy, 0, 0, 0));
    }
}
