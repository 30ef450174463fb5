package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.trust.Grant;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links that stand for what they lead to, as far as whoever asks may see that. */
final class FollowedLinksTest {
    private static final Scope.Links ALL = new Scope.Links(true, false, false);

    private final Scenario scenario = new Scenario(3);

    FollowedLinksTest() throws IOException {
        scenario.following(ALL);
        scenario.source.directory("d").file("d/f", "content", 100);
        new MemoryTree(scenario.from, "secret").file("key", "secret", 100);
    }

    /** Pulls from a share, as a peer does. */
    private Ending.Done pulled() throws IOException {
        byte[] path = "a".getBytes(StandardCharsets.UTF_8);
        TypedPath here = TypedPath.literal("b/");
        try (SharePremises share = SharePremises.open(scenario.from, path, Grant.READ_ONLY)) {
            Session listener = Session.listen(new TrustedGreeting(), share, _ -> {});
            Session dialler =
                    Session.pull(
                            new TrustedGreeting(),
                            scenario.request(
                                    Message.Role.TARGET,
                                    ".",
                                    TargetPlace.placement(scenario.to, here)),
                            rename -> TargetPlace.open(scenario.to, here, false, false, rename),
                            scenario.told::add);
            try (VirtualRun run =
                    new VirtualRun(
                                    dialler,
                                    listener,
                                    scenario.clock,
                                    scenario.random,
                                    scenario.latency,
                                    scenario.jobs)
                            .toEnd()) {
                return assertInstanceOf(Ending.Done.class, run.ending(), run.ending().toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "../secret/key",
        "/secret/key",
        "/a/d/f",
        "../a/d/f",
        "d/../../secret/key",
        "up",
        ".dsync/key",
        "d/hidden",
        "../secret",
    })
    void linksOutOfAShare_areProblemsAndNothingIsRead(String target) throws IOException {
        scenario.source
                .link("up", "../secret/key")
                .directory(".dsync")
                .file(".dsync/key", "secret", 1)
                .link("d/hidden", "../.dsync/key")
                .link("l", target);
        Ending.Done done = pulled();
        assertTrue(done.problems() > 0, done.toString());
        assertEquals(List.of("d", "d/f"), List.copyOf(scenario.target.look().keySet()));
    }

    @ParameterizedTest
    @CsvSource({"true, false, false", "false, true, false", "false, false, true"})
    void whicheverLinksAreFollowed_nothingOutsideAShareIsRead(
            boolean all, boolean directories, boolean unsafe) throws IOException {
        scenario.following(new Scope.Links(all, directories, unsafe));
        scenario.source.link("l", "../secret").link("k", "../secret/key");
        pulled();
        String look = scenario.target.look().toString();
        assertTrue(!look.contains("secret/key=") && !look.contains("l/key"), look);
        String kept = scenario.target.look().getOrDefault("k", "");
        assertTrue(kept.isEmpty() || kept.startsWith("SYMLINK"), kept);
    }

    @Test
    void linksWithinAShare_standForWhatTheyLeadTo() throws IOException {
        scenario.source
                .link("f", "d/./f")
                .link("d2", "d/../d/")
                .link("d/g", "../f")
                .link("chain", "d2/g");
        assertEquals(0, pulled().problems());
        assertEquals(
                new TreeSet<>(List.of("chain", "d", "d/f", "d/g", "d2", "d2/f", "d2/g", "f")),
                scenario.target.look().keySet());
        assertEquals("content", scenario.target.read("chain"));
        assertEquals("content", scenario.target.read("d2/g"));
    }

    @Test
    void linksRoundInCircles_areProblems() throws IOException {
        scenario.source
                .link("self", "self")
                .link("d/up", "..")
                .directory("e")
                .link("d/e", "../e")
                .link("e/d", "../d");
        try (VirtualRun run = scenario.push().toEnd()) {
            assertInstanceOf(Ending.Done.class, run.ending());
        }
        assertEquals(
                new TreeSet<>(List.of("d", "d/e", "d/f", "e", "e/d", "e/d/f")),
                scenario.target.look().keySet());
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }

    @Test
    void whoeverIsNoPeerOfAShare_mayFollowThemAnywhere() throws IOException {
        scenario.source.link("l", "../secret").link("k", "/secret/key");
        try (VirtualRun run = scenario.pull().toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals("secret", scenario.target.read("l/key"));
        assertEquals("secret", scenario.target.read("k"));
    }

    @Test
    void listenerThatDoesNotFollowThem_isNotPulledFrom() throws IOException {
        Optional<Ending> ending =
                scenario.pulledFrom(
                        Agreed.without(Message.Feature.LINKS, scenario.profile, RelPath.ROOT),
                        "a/");
        Ending.Refused refused = assertInstanceOf(Ending.Refused.class, ending.orElseThrow());
        assertEquals(Message.Reason.UNSUPPORTED, refused.reason());
    }

    @ParameterizedTest
    @CsvSource({
        "d/f, d/f",
        "l, d/f",
        "to-d/f, d/f",
        "to-d/up/l, d/f",
        "to-d, d",
        "to-d/up, ''",
    })
    void path_leadsWhereItsLinksLead(String typed, String path) throws IOException {
        try (Root root = tangled()) {
            FileSystem share = FileSystem.beneath(scenario.from, root);
            byte[] found = share.followed(bytes(typed)).bytes();
            assertEquals(path, new String(found, StandardCharsets.UTF_8));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "out, OUTSIDE",
        "absolute, OUTSIDE",
        "missing, NOT_FOUND",
        "round, SYMLINK",
        "l/x, NOT_DIRECTORY",
        "d/f/.., OUTSIDE",
    })
    void pathThatLeadsNowhere_isNone(String typed, FsException.Reason reason) throws IOException {
        scenario.source.link("round", "round").link("missing", "nothing");
        try (Root root = tangled()) {
            FileSystem share = FileSystem.beneath(scenario.from, root);
            FsException e = assertThrows(FsException.class, () -> share.followed(bytes(typed)));
            assertEquals(reason, e.reason());
        }
    }

    private Root tangled() throws IOException {
        scenario.source
                .link("l", "d/f")
                .link("to-d", "d")
                .link("d/up", "..")
                .link("out", "d/../../secret")
                .link("absolute", "/a/d/f");
        return scenario.from.openRoot(bytes("a"));
    }
}
