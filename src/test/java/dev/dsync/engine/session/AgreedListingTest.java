package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.RecordChange;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs between two that remember which listing they agreed on last. */
final class AgreedListingTest {
    private static final int FILES = 1200;

    private final Scenario scenario = new Scenario(1).deleting().remembering();

    AgreedListingTest() throws IOException {
        fill(scenario, 0, FILES);
    }

    static void fill(Scenario scenario, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            if (i % 100 == 0) {
                scenario.source.directory("d" + i / 100);
            }
            scenario.source.file(path(i), "content " + i, i);
        }
    }

    static String path(int file) {
        return "d" + file / 100 + "/file" + file;
    }

    private VirtualRun run(boolean push) throws IOException {
        return end(scenario.run(push));
    }

    private VirtualRun end(VirtualRun run) throws IOException {
        run.toEnd();
        assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        assertInstanceOf(Ending.Done.class, run.listenerEnding());
        run.close();
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
        if (!scenario.dryRun) {
            assertEquals(scenario.source.look(), scenario.target.look());
        }
        return run;
    }

    private static void expectChanges(VirtualRun run) {
        assertEquals(1, run.sent(Message.ChangesRequest.class));
        assertEquals(0, run.sent(Message.PageRequests.class));
    }

    private static void expectPages(VirtualRun run) {
        assertEquals(0, run.sent(Message.ChangesRequest.class));
        assertTrue(run.sent(Message.PageRequests.class) > 0);
    }

    /** Asked for changes in vain. */
    private static void expectBoth(VirtualRun run) {
        assertEquals(1, run.sent(Message.ChangesRequest.class));
        assertTrue(run.sent(Message.PageRequests.class) > 0);
    }

    private void change(int seed) throws IOException {
        scenario.source.file(path(seed), "changed " + seed, 5000 + seed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void changedAddedDeletedMoved_onlyTheirRecordsTravel(boolean push) throws IOException {
        run(push);
        change(7);
        scenario.source.file("d3/added", "new", 9000).remove(path(500)).link("a link", "d3/added");
        scenario.source.at(
                "d9",
                (directory, name) ->
                        directory.rename(
                                name, directory, Name.literal("moved"), RenameMode.NO_REPLACE));
        VirtualRun second = run(push);
        expectChanges(second);
        assertEquals(1, second.sent(Message.Changes.class));
        expectChanges(afterChange(8, push));
        expectPages(afterChange(9, !push));
        expectChanges(afterChange(10, !push));
    }

    private VirtualRun afterChange(int file, boolean push) throws IOException {
        change(file);
        return run(push);
    }

    @Test
    void onlyTheTargetChanged_needsNothingOfTheSource() throws IOException {
        run(true);
        scenario.target.file(path(3), "edited here", 70_000).remove(path(4));
        VirtualRun run = run(true);
        assertEquals(0, run.sent(Message.ChangesRequest.class));
        assertEquals(0, run.sent(Message.PageRequests.class));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void baseLostOnOneSide_isAskedForInVainOrNotAtAll(boolean atSource) throws IOException {
        run(true);
        (atSource ? scenario.sourceIndexes : scenario.targetIndexes).lose();
        change(1);
        VirtualRun run = run(true);
        if (atSource) {
            expectBoth(run);
        } else {
            expectPages(run);
        }
        expectChanges(afterChange(2, true));
    }

    @Test
    void sourceThatCouldNotKeepTheLast_isAskedInVain() throws IOException {
        run(true);
        scenario.sourceIndexes.busy(true);
        change(1);
        expectChanges(run(true));
        scenario.sourceIndexes.busy(false);
        expectBoth(afterChange(2, true));
        expectChanges(afterChange(3, true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void baseWithPagesMissing_isForgotten(boolean atSource) throws IOException {
        run(true);
        KeptIndexes damaged = atSource ? scenario.sourceIndexes : scenario.targetIndexes;
        damaged.loseLeaves();
        change(1);
        expectBoth(run(true));
        expectChanges(afterChange(2, true));
    }

    @Test
    void otherSelectionOrProfile_isAnotherBase() throws IOException {
        run(true);
        scenario.scope = new Scope(true, false, false, false, List.of("- *.o"));
        change(1);
        expectPages(run(true));
        scenario.scope = Scope.ALL;
        scenario.profile = Scenario.ARCHIVE_LINKS;
        change(2);
        expectPages(run(true));
        scenario.profile = Scenario.ARCHIVE;
        expectChanges(afterChange(3, true));
    }

    @Test
    void dryRun_asksButRemembersNothing() throws IOException {
        run(true);
        change(1);
        scenario.dryRun = true;
        expectChanges(run(true));
        change(2);
        expectChanges(run(true));
        scenario.dryRun = false;
        expectChanges(run(true));
    }

    @Test
    void lyingSource_isAskedForPages() throws IOException {
        run(true);
        change(1);
        change(700);
        VirtualRun run = end(scenario.push().lying(AgreedListingTest::withoutTheLast));
        expectBoth(run);
        expectChanges(afterChange(2, true));
        change(3);
        expectBoth(end(scenario.push().lying(AgreedListingTest::gone)));
    }

    private static Message withoutTheLast(Message message) {
        return message instanceof Message.Changes told
                ? new Message.Changes(
                        true, told.changes().subList(0, told.changes().size() - 1), told.last())
                : message;
    }

    private static Message gone(Message message) {
        return message instanceof Message.Changes told
                ? new Message.Changes(
                        true,
                        told.changes().stream()
                                .<RecordChange>map(one -> new RecordChange.Gone(one.path()))
                                .filter(one -> !one.path().isRoot())
                                .toList(),
                        told.last())
                : message;
    }

    /** A target that has asked for changes. */
    private Solo target() throws IOException {
        run(true);
        Solo solo = new Solo(scenario.target(), scenario.clock);
        solo.say(new TrustedGreeting().opening());
        Placement contents = new Placement(List.of(RelPath.ROOT), List.of(), false, false, null);
        solo.say(scenario.request(Role.SOURCE, "b/", contents));
        PageRoot root = new PageRoot(new Sha256().finish(), 2, FILES + 13, 0);
        List<Message> asked =
                solo.say(
                        new Message.ListingRoot(
                                root,
                                KindCounts.NONE,
                                0,
                                true,
                                List.of(),
                                Map.of(),
                                Map.of(),
                                null,
                                List.of(),
                                Stakes.NONE));
        assertInstanceOf(Message.ChangesRequest.class, asked.getLast());
        return solo;
    }

    private static Message changes(boolean last, RecordChange... changes) {
        return new Message.Changes(true, List.of(changes), last);
    }

    private static RecordChange gone(String path) {
        return new RecordChange.Gone(RelPath.literal(path));
    }

    static Stream<List<Message>> notForATarget() {
        RecordChange garbage =
                new RecordChange.Listed(RelPath.literal("a"), 1, new Slice(new byte[] {7, 7}));
        RecordChange[] many =
                IntStream.range(0, 2 * FILES + 30)
                        .mapToObj(i -> gone("x" + (10_000 + i)))
                        .toArray(RecordChange[]::new);
        return Stream.of(
                List.of(changes(false, garbage)),
                List.of(changes(false, gone("b")), changes(true, gone("a"))),
                List.of(changes(false, gone("b")), changes(false, gone("b"))),
                List.of(changes(false, many)),
                List.of(changes(true), changes(true)),
                List.of(new Message.PageAnswers(List.of())),
                List.of(new Message.Pages(List.of(), true)),
                List.of(new Message.Credit(1)));
    }

    @ParameterizedTest
    @MethodSource("notForATarget")
    void changesNoSourceMayTell_endTheSession(List<Message> messages) throws IOException {
        Solo solo = target();
        NavigableMap<String, String> before = scenario.target.look();
        for (Message message : messages) {
            solo.say(message);
        }
        Ending.Broken broken = assertInstanceOf(Ending.Broken.class, solo.ending());
        String name = messages.getLast().getClass().getSimpleName();
        assertTrue(broken.what().contains(name), broken.what());
        solo.close();
        assertEquals(before, scenario.target.look());
        assertEquals(0, scenario.to.openHandles());
    }

    /** A session that has announced its listing, to a peer that may be hostile. */
    private Solo source(Scope scope) throws IOException {
        scenario.scope = scope;
        Solo solo = new Solo(scenario.source(), scenario.clock);
        solo.say(new TrustedGreeting().opening());
        solo.say(
                scenario.request(
                        Role.TARGET, "a/", new Placement(List.of(), List.of(), false, true, null)));
        return solo;
    }

    @Test
    void onlyTheListingAgreedOnLastUnderTheseTerms_isComparedWith() throws IOException {
        List<PageRoot> bases = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            change(i);
            end(
                    scenario.pull()
                            .lying(
                                    message -> {
                                        if (message instanceof Message.ListingRoot root) {
                                            bases.add(root.root());
                                        }
                                        return message;
                                    }));
        }
        change(2);
        PageRoot latest = bases.getLast();
        PageRoot other = new PageRoot(latest.name(), 0, latest.entries(), latest.bytes());
        for (PageRoot base : List.of(bases.getFirst(), other)) {
            try (Solo solo = source(Scope.ALL)) {
                assertEquals(
                        List.of(new Message.Changes(false, List.of(), true)),
                        solo.say(new Message.ChangesRequest(base)));
            }
        }
        Scope excluding = new Scope(true, false, false, false, List.of("- file7*"));
        try (Solo solo = source(excluding)) {
            assertEquals(
                    List.of(new Message.Changes(false, List.of(), true)),
                    solo.say(new Message.ChangesRequest(latest)));
        }
        try (Solo solo = source(Scope.ALL)) {
            Message.ChangesRequest asking = new Message.ChangesRequest(latest);
            Message.Changes told =
                    assertInstanceOf(Message.Changes.class, solo.say(asking).getLast());
            assertEquals(
                    List.of(RelPath.literal(path(2))),
                    told.changes().stream().map(RecordChange::path).toList());
            solo.say(asking);
            assertInstanceOf(Ending.Broken.class, solo.ending());
        }
    }

    @Test
    void manyChanges_comeInSeveralMessages_withinTheWindow() throws IOException {
        fill(scenario, FILES, 18_000);
        run(true);
        String name = "n".repeat(180);
        for (int i = 0; i < 4000; i++) {
            scenario.source.file("d1/" + name + i, "", 10_000 + i);
        }
        VirtualRun run = run(true);
        expectChanges(run);
        assertTrue(run.sent(Message.Changes.class) > 2);
    }

    @Test
    void twentyChangesAmongTwentyThousand_costLittleEachWay() throws IOException {
        fill(scenario, FILES, 20_000);
        run(false);
        for (int i = 0; i < 20; i++) {
            scenario.source.file(path(i * 997), "" + i, 50_000 + i);
        }
        VirtualRun run = run(false);
        expectChanges(run);
        assertTrue(run.bytesToListener() < 3000, "to the source: " + run.bytesToListener());
        assertTrue(run.bytesToDialler() < 3000, "to the target: " + run.bytesToDialler());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void treesThatChangeAtRandom_endEqual(long seed) throws IOException {
        Scenario random = new Scenario(seed).deleting().remembering();
        random.profile = Scenario.ARCHIVE_LINKS;
        random.source.directory("many");
        for (int i = 0; i < 1050; i++) {
            random.source.file("many/" + i, "", i);
        }
        RandomTree source = new RandomTree(random.source, random.random, 0);
        RandomTree target = new RandomTree(random.target, random.random, 1_000_000);
        int changes = 0;
        for (int run = 0; run < 8; run++) {
            source.change(12);
            target.change(run % 3);
            switch (random.random.nextInt(8)) {
                case 0 -> random.sourceIndexes.lose();
                case 1 -> random.targetIndexes.lose();
                case 2 -> random.targetIndexes.loseLeaves();
                case 3 -> random.sourceIndexes.loseLeaves();
                default -> {}
            }
            try (VirtualRun virtual = random.run(seed % 2 == 0).toEnd()) {
                assertEquals(0, assertInstanceOf(Ending.Done.class, virtual.ending()).problems());
                changes += virtual.sent(Message.ChangesRequest.class);
            }
            assertEquals(random.source.look(), random.target.look(), "seed " + seed);
        }
        assertTrue(changes > 1, "asked for changes: " + changes);
    }
}
