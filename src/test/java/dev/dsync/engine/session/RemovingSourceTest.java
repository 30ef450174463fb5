package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Xattrs;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.ReportLevel;
import dev.dsync.io.wire.Message.Request;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RemovingSourceTest {
    private static final int SEEDS = 20;
    private static final Policy.Deletion REMOVING =
            new Policy.Deletion(
                    false,
                    Policy.Timing.DURING,
                    false,
                    new Policy.MaxDelete.Unlimited(),
                    false,
                    false,
                    true);

    private static Scenario scenario(long seed) throws IOException {
        Scenario scenario = new Scenario(seed);
        scenario.profile = Scenario.ARCHIVE_LINKS;
        scenario.policy =
                new Policy(REMOVING, scenario.policy.comparison(), scenario.policy.selection());
        scenario.report = ReportLevel.ALL;
        scenario.source.directory("d").file("d/new", "new", 1).file("same", "same", 2);
        scenario.source.file("one", "linked", 3).link("l", "same");
        scenario.source.link(RelPath.literal("one"), RelPath.literal("two"));
        scenario.target.file("same", "same", 2);
        return scenario;
    }

    private interface Doing {
        void run() throws IOException;
    }

    /** Does something when the target says that it has finished. */
    private static UnaryOperator<Message> atTheEnd(Doing doing) {
        return message -> {
            if (message instanceof Message.Finished) {
                try {
                    doing.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return message;
        };
    }

    @Test
    void whatArrived_isGoneFromTheSource() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Scenario scenario = scenario(seed);
            try (VirtualRun run = scenario.run(seed % 2 == 0).toEnd()) {
                assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
                assertInstanceOf(Ending.Done.class, run.listenerEnding());
            }
            assertEquals(Set.of("d"), scenario.source.look().keySet());
            assertEquals(
                    Set.of("d", "d/new", "l", "one", "same", "two"),
                    scenario.target.look().keySet());
        }
    }

    @Test
    void dryRun_removesNothing() throws IOException {
        for (boolean push : List.of(true, false)) {
            Scenario scenario = scenario(1);
            scenario.dryRun = true;
            var before = scenario.source.look();
            try (VirtualRun run = scenario.run(push).toEnd()) {
                assertInstanceOf(Ending.Done.class, run.ending());
            }
            assertEquals(before, scenario.source.look());
        }
    }

    @Test
    void fileThatChangedSinceItWasListed_stays() throws IOException {
        for (boolean push : List.of(true, false)) {
            Scenario scenario = scenario(2);
            UnaryOperator<Message> edit =
                    atTheEnd(() -> scenario.source.file("d/new", "NEW", 1).file("two", "x", 9));
            try (VirtualRun run = scenario.run(push).lying(edit).toEnd()) {
                // both names of the linked file
                assertEquals(3, assertInstanceOf(Ending.Done.class, run.ending()).problems());
            }
            assertEquals(Set.of("d", "d/new", "one", "two"), scenario.source.look().keySet());
            List<Problem> told = scenario.problems();
            assertEquals(3, told.size(), told::toString);
            assertEquals(
                    "at the source, it has changed since it was listed", told.getFirst().reason());
        }
    }

    /** Where it goes it would be lost. */
    @Test
    void fileThatCouldNotGetAllItHas_stays() throws IOException {
        for (boolean push : List.of(true, false)) {
            Scenario scenario = scenario(7);
            scenario.profile = scenario.profile.withXattrs(Profile.Namespaces.ALL);
            byte[] much = new byte[Entry.Xattrs.Told.BYTES_MAX];
            for (String path : List.of("d/new", "same")) {
                scenario.source.at(
                        path,
                        (directory, name) ->
                                directory.xattrs(name).set(Xattrs.Key.of("user.a"), much));
            }
            try (VirtualRun run = scenario.run(push).toEnd()) {
                assertEquals(2, assertInstanceOf(Ending.Done.class, run.ending()).problems());
            }
            assertEquals(Set.of("d", "d/new", "same"), scenario.source.look().keySet());
            assertEquals("new", scenario.target.read("d/new"));
        }
    }

    @Test
    void runThatDoesNotEndWell_removesNothing() throws IOException {
        for (boolean push : List.of(true, false)) {
            Scenario scenario = scenario(3);
            var before = scenario.source.look();
            UnaryOperator<Message> ending =
                    message ->
                            message instanceof Message.Finished
                                    ? new Message.Refuse(Message.Reason.FILE_IO, "")
                                    : message;
            try (VirtualRun _ = scenario.run(push).lying(ending).toEnd()) {
                assertTrue(scenario.target.look().containsKey("d/new"));
            }
            assertEquals(before, scenario.source.look());
        }
    }

    @Test
    void whatWasNotListed_orIsADirectory_isNotRemoved() throws IOException {
        Scenario scenario = scenario(4);
        Attributes attributes = new Attributes(0644, new Timestamp(1, 0), 0, 0);
        List<Item> lies = new ArrayList<>();
        lies.add(
                new Item.Unchanged(
                        new Entry.FileEntry(
                                RelPath.literal("late"), attributes, 1, null, null, null)));
        lies.add(
                new Item.Unchanged(
                        new Entry.FileEntry(
                                RelPath.literal("d"), attributes, 1, null, null, null)));
        lies.add(
                new Item.Unchanged(
                        new Entry.DirectoryEntry(
                                RelPath.literal("one"), attributes, Listed.ALL, null)));
        UnaryOperator<Message> lie =
                message -> message instanceof Message.Report ? new Message.Report(lies) : message;
        try (VirtualRun run = scenario.push().lying(lie)) {
            assertTrue(run.go(1));
            while (run.step()) {
                if (!scenario.source.look().containsKey("late")
                        && scenario.target.look().containsKey("d/new")) {
                    scenario.source.file("late", "late", 1);
                }
            }
        }
        assertEquals(
                Set.of("d", "d/new", "l", "late", "one", "same", "two"),
                scenario.source.look().keySet());
    }

    @Test
    void moreThanWasListed_isNoReport() throws IOException {
        Scenario scenario = scenario(5);
        List<Item> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Attributes attributes = new Attributes(0644, new Timestamp(1, 0), 0, 0);
            RelPath path = RelPath.literal("x" + i);
            many.add(
                    new Item.Unchanged(new Entry.FileEntry(path, attributes, 1, null, null, null)));
        }
        UnaryOperator<Message> lie =
                message -> message instanceof Message.Report ? new Message.Report(many) : message;
        try (VirtualRun run = scenario.push().lying(lie).toEnd()) {
            Ending.Broken broken = assertInstanceOf(Ending.Broken.class, run.ending());
            assertTrue(broken.what().contains("more than was listed"), broken.what());
        }
    }

    @Test
    void share_letsOnlyThoseRemoveWhoMayDelete() throws IOException {
        Scenario scenario = scenario(6);
        Request request = scenario.request(Role.TARGET, "", Message.Placement.NONE);
        byte[] path = "a".getBytes(StandardCharsets.UTF_8);
        try (SharePremises share = SharePremises.open(scenario.from, path, Grant.READ_ONLY)) {
            Refusal refusal = assertThrows(Refusal.class, () -> share.source(request));
            assertEquals(Message.Reason.VERB_NOT_GRANTED, refusal.reason());
        }
        try (SharePremises share = SharePremises.open(scenario.from, path, Grant.READ_WRITE);
                SourceFiles files = share.source(request)) {
            assertEquals(1, files.placement().tops().size());
        }
    }
}
