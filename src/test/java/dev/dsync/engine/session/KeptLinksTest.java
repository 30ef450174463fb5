package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.Xattrs;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links at the target that stand for directories, where the source has directories. */
final class KeptLinksTest {
    private static Scenario scenario() throws IOException {
        Scenario scenario = new Scenario(9);
        scenario.following(new Scope.Links(false, false, false, true));
        scenario.source.directory("p").file("p/f", "new", 200);
        scenario.source.directory("r");
        scenario.target.directory("r").file("r/f", "old!", 100);
        return scenario;
    }

    private static long problems(Scenario scenario, boolean push) throws IOException {
        scenario.told.clear();
        try (VirtualRun run = scenario.run(push).toEnd()) {
            return assertInstanceOf(Ending.Done.class, run.ending(), run.ending().toString())
                    .problems();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheSourceHas_isPutWhereTheLinkLeads(boolean push) throws IOException {
        Scenario scenario = scenario();
        scenario.target.link("p", "./r");
        assertEquals(0, problems(scenario, push));
        Map<String, String> after = scenario.target.look();
        assertTrue(after.getOrDefault("r/f", "nothing").contains("new"), after.toString());
        assertTrue(after.getOrDefault("p", "nothing").endsWith("./r"), after.toString());
        assertEquals(0, problems(scenario, push));
        assertEquals(after, scenario.target.look());
    }

    @Test
    void attributeThatALinkedDirectoryCannotHave_isToldOfIt() throws IOException {
        Scenario scenario = scenario();
        scenario.profile = scenario.profile.withXattrs(Profile.Namespaces.ALL);
        scenario.target.link("p", "./r");
        byte[] much = new byte[Entry.Xattrs.Told.BYTES_MAX];
        scenario.source.at(
                "p",
                (directory, name) -> directory.xattrs(name).set(Xattrs.Key.of("user.a"), much));
        assertEquals(1, problems(scenario, true));
        assertEquals(RelPath.literal("p"), scenario.problems().getFirst().path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "/b/r", ".", ".dsync/r", "r/../../b/r"})
    void linkThatLeadsOut_orToItself_staysAndNothingIsPutThere(String target) throws IOException {
        Scenario scenario = scenario();
        MemoryTree out = new MemoryTree(scenario.to, "out").file("f", "untouched", 1);
        scenario.target.directory(".dsync").directory(".dsync/r").link("p", target);
        Map<String, String> before = out.look();
        assertEquals(1, problems(scenario, true), scenario.problems().toString());
        assertEquals(before, out.look());
        Map<String, String> after = scenario.target.look();
        assertTrue(after.getOrDefault("p", "nothing").endsWith(target), after.toString());
        assertTrue(after.getOrDefault("r/f", "gone").contains("old!"), after.toString());
    }

    @Test
    void linkThatLeadsNowhere_givesWay() throws IOException {
        Scenario scenario = scenario();
        scenario.target.link("p", "nowhere");
        assertEquals(0, problems(scenario, true));
        assertTrue(scenario.target.look().containsKey("p/f"));
    }

    @Test
    void withoutTheOption_linksGiveWay() throws IOException {
        Scenario scenario = scenario();
        scenario.scope = Scope.ALL;
        scenario.target.link("p", "r");
        assertEquals(0, problems(scenario, true));
        Map<String, String> after = scenario.target.look();
        assertTrue(after.containsKey("p/f"), after.toString());
        assertTrue(after.getOrDefault("r/f", "gone").contains("old!"), after.toString());
    }

    @Test
    void listenerThatDoesNotKnowOfIt_isNotPushedTo() throws IOException {
        Scenario scenario = scenario();
        Optional<Ending> ending =
                scenario.pushedTo(
                        Agreed.without(Message.Feature.KEPT_LINKS, scenario.profile, RelPath.ROOT),
                        "a/");
        assertInstanceOf(Ending.Refused.class, ending.orElseThrow());
    }

    /** What is below a link that is looked at, before and after something happens to it. */
    private static void assertLost(Change change) throws IOException {
        Scenario scenario = scenario();
        scenario.target.directory("other").file("other/f", "another's", 1).link("p", "r");
        RelPath p = RelPath.literal("p");
        try (Root root = scenario.to.openRoot("b".getBytes(StandardCharsets.UTF_8));
                Directory top = root.open(RelPath.ROOT)) {
            Stat stat = top.stat(Name.literal("r"));
            LinkedRoot linked =
                    new LinkedRoot(
                            root,
                            Map.of(
                                    p,
                                    new LinkedRoot.Kept(
                                            p,
                                            top.readLink(p.name()),
                                            RelPath.literal("r"),
                                            stat.object())));
            try (Directory opened = linked.open(p)) {
                assertEquals(stat.inode(), opened.stat().inode());
            }
            assertTrue(linked.isLinked(p));
            change.happen(top);
            assertThrows(FsException.class, () -> linked.open(p));
            assertThrows(FsException.class, () -> linked.open(RelPath.literal("p/q")));
        }
    }

    private static LinkTarget other() throws IOException {
        try {
            return LinkTarget.of("other".getBytes(StandardCharsets.UTF_8));
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }

    /** Something that happens in a directory. */
    private interface Change {
        void happen(Directory top) throws IOException;
    }

    @Test
    void linkThatLeadsElsewhereMeanwhile_isNotFollowed() throws IOException {
        assertLost(
                top -> {
                    top.unlink(Name.literal("p"));
                    top.makeSymlink(Name.literal("p"), other());
                });
    }

    @Test
    void directoryThatIsAnotherMeanwhile_isNotTakenForIt() throws IOException {
        assertLost(
                top -> {
                    top.rename(
                            Name.literal("r"),
                            top,
                            Name.literal("aside"),
                            Directory.RenameMode.NO_REPLACE);
                    top.rename(
                            Name.literal("other"),
                            top,
                            Name.literal("r"),
                            Directory.RenameMode.NO_REPLACE);
                });
    }

    @Test
    void directoryInPlaceOfTheLink_isNotTakenForIt() throws IOException {
        assertLost(
                top -> {
                    top.unlink(Name.literal("p"));
                    top.makeDirectory(Name.literal("p"), 0755);
                });
    }
}
