package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.filter.IgnoreRules;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.wire.Limits;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What either side's ignore files ignore is unknown: neither listed, nor replaced, nor deleted. */
final class IgnoreFilesTest {
    private static final Scope.Ignores OWN = new Scope.Ignores(true, false);

    private final Scenario scenario = new Scenario(5).deleting();

    IgnoreFilesTest() throws IOException {
        heed(OWN);
    }

    private void heed(Scope.Ignores ignores) {
        scenario.scope = scope(ignores, false, List.of());
    }

    private static Scope scope(Scope.Ignores ignores, boolean relative, List<String> rules) {
        return new Scope(
                true,
                false,
                false,
                relative,
                false,
                rules,
                false,
                false,
                Scope.Missing.FAILS,
                false,
                Scope.Links.NONE,
                ignores);
    }

    private void run(boolean push) throws IOException {
        run(push, "a/", "b/");
    }

    /** Runs once for show and once in earnest, which tell the same. */
    private void run(boolean push, String from, String to) throws IOException {
        scenario.dryRun = true;
        List<String> shown = once(push, from, to);
        scenario.dryRun = false;
        assertEquals(shown, once(push, from, to));
    }

    private List<String> once(boolean push, String from, String to) throws IOException {
        scenario.told.clear();
        try (VirtualRun run = push ? scenario.push(from, to) : scenario.pull(from, to)) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.toEnd().ending());
            assertEquals(0, done.problems(), scenario.problems().toString());
        }
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
        return scenario.told.stream()
                .filter(SyncEvent.Settled.class::isInstance)
                .flatMap(event -> ((SyncEvent.Settled) event).items().stream())
                .map(Item::toString)
                .map(item -> item.replaceAll("literal=\\d+", ""))
                .sorted()
                .toList();
    }

    private String there() throws IOException {
        return String.join(" ", scenario.target.look().keySet());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheSourceIgnores_isNeitherTakenNorDeleted(boolean push) throws IOException {
        scenario.source
                .file(".dsyncignore", "*.o\n/out/\n!keep.o\n", 1)
                .file("x.o", "theirs", 1)
                .file("keep.o", "k", 1)
                .directory("out")
                .file("out/f", "f", 1)
                .directory("d")
                .file("d/y.o", "y", 1);
        scenario.target
                .file("x.o", "ours", 2)
                .file("gone", "", 1)
                .directory("out")
                .file("out/mine", "m", 1)
                .directory("old")
                .file("old/z.o", "z", 1)
                .file("old/z", "z", 1);
        run(push);
        assertEquals(".dsyncignore d keep.o old old/z.o out out/mine x.o", there());
        assertEquals("ours", scenario.target.read("x.o"));
        run(push);
        assertEquals(".dsyncignore d keep.o old old/z.o out out/mine x.o", there());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheTargetIgnores_isNeitherReplacedNorMadeNorDeleted(boolean push) throws IOException {
        scenario.source
                .file("conf", "theirs", 1)
                .file("new.o", "n", 1)
                .directory("build")
                .file("build/f", "f", 1)
                .file("kind", "file", 1);
        scenario.target
                .file(".dsyncignore", "conf\n*.o\nbuild\nkind\n", 1)
                .file("conf", "ours", 2)
                .file("own.o", "o", 1)
                .directory("build")
                .file("build/mine", "m", 1)
                .directory("kind")
                .file("kind/x", "x", 1);
        // the source lacks the file of ignores, which itself is deleted once
        scenario.policy = Policy.DEFAULT;
        run(push);
        assertEquals(".dsyncignore build build/mine conf kind kind/x own.o", there());
        assertEquals("ours", scenario.target.read("conf"));
        scenario.deleting();
        run(push);
        assertEquals("build build/mine conf kind kind/x own.o", there());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ignoreFileThatComes_saysAtOnceWhatMayCome(boolean push) throws IOException {
        scenario.source.file(".dsyncignore", "#\n", 5).file("x.o", "theirs", 1);
        scenario.target
                .file(".dsyncignore", "*.o\n", 1)
                .file("x.o", "ours", 2)
                .file("y.o", "ours", 2);
        run(push);
        assertEquals("theirs", scenario.target.read("x.o"));
        assertEquals(".dsyncignore x.o y.o", there());
        run(push);
        assertEquals(".dsyncignore x.o", there());
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void ignoreFileThatStays_goesOnCounting(boolean update, boolean ignoreExisting)
            throws IOException {
        scenario.source.file(".dsyncignore", "#\n", 1).file("x.o", "theirs", 9);
        scenario.target.file(".dsyncignore", "*.o\n", 5).file("x.o", "ours", 2);
        scenario.policy =
                new Policy(
                        Scenario.DELETE,
                        Policy.DEFAULT.comparison(),
                        new Policy.Selection(
                                update,
                                false,
                                ignoreExisting,
                                Policy.DEFAULT.selection().maxSize(),
                                Policy.DEFAULT.selection().minSize()));
        run(true);
        assertEquals("ours", scenario.target.read("x.o"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linksToWhatIsNotTaken_areFilesOfTheirOwn(boolean push) throws IOException {
        scenario.profile = Scenario.ARCHIVE_LINKS;
        scenario.source
                .file("a", "theirs", 1)
                .link(RelPath.literal("a"), RelPath.literal("b"))
                .link(RelPath.literal("a"), RelPath.literal("c"));
        scenario.target.file(".dsyncignore", "a\n", 1).file("a", "ours", 1);
        scenario.policy = Policy.DEFAULT;
        run(push);
        assertEquals("ours", scenario.target.read("a"));
        assertEquals("theirs", scenario.target.read("b"));
        assertEquals("theirs", scenario.target.read("c"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNamed_isTakenWhateverIsIgnored(boolean push) throws IOException {
        new MemoryTree(scenario.from, "x")
                .file(".dsyncignore", "a\nb.o\n", 1)
                .file("b.o", "b", 1)
                .directory("a")
                .file("a/.dsyncignore", "*.c", 1)
                .file("a/f.c", "", 1)
                .file("a/f.o", "", 1);
        scenario.target.file(".dsyncignore", "a\n/a/f.o\nb.o\n", 1);
        run(push, "x/a", "b/");
        assertEquals(".dsyncignore a a/.dsyncignore", there());
        run(push, "x/b.o", "b/");
        assertEquals(".dsyncignore a a/.dsyncignore b.o", there());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatLeadsToWhatIsNamed_isPassed(boolean push) throws IOException {
        scenario.scope = scope(OWN, true, List.of());
        new MemoryTree(scenario.from, "x")
                .file(".dsyncignore", "out/\n*.o\n", 1)
                .directory("out")
                .directory("out/d")
                .file("out/d/f.o", "", 1)
                .file("out/d/f", "", 1);
        run(push, "x/./out/d", "b/");
        assertEquals("out out/d out/d/f", there());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gitsFileThatIsNone_saysNothing(boolean push) throws IOException {
        heed(new Scope.Ignores(true, true));
        scenario.source
                .file("rules", "*.o\n", 1)
                .link(".gitignore", "rules")
                .file("a.o", "a", 1)
                .directory("d")
                .link("d/.gitignore", "nowhere")
                .file("d/b.o", "b", 1);
        scenario.target
                .directory(".gitignore")
                .directory("d")
                .link("d/.gitignore", "../rules")
                .file("d/gone.o", "g", 1);
        run(push);
        assertEquals(".gitignore a.o d d/.gitignore d/b.o rules", there());
    }

    @Test
    void gitsFilesCountBehindOwnOnes() throws IOException {
        heed(new Scope.Ignores(true, true));
        scenario.source
                .file(".gitignore", "*.o\n!a.o\n", 1)
                .file(".dsyncignore", "a.o\n!b.o\n", 1)
                .file("a.o", "", 1)
                .file("b.o", "", 1)
                .file("c.o", "", 1);
        run(true);
        assertEquals(".dsyncignore .gitignore b.o", there());
        heed(new Scope.Ignores(false, true));
        run(true);
        assertEquals(".dsyncignore .gitignore a.o b.o", there());
        heed(Scope.Ignores.NONE);
        run(true);
        assertEquals(".dsyncignore .gitignore a.o b.o c.o", there());
    }

    @Test
    void rulesAndIgnoreFiles_leaveOutEachForItself() throws IOException {
        scenario.policy =
                new Policy(
                        new Policy.Deletion(
                                true,
                                Policy.Timing.DURING,
                                true,
                                new Policy.MaxDelete.Unlimited(),
                                false,
                                false,
                                false),
                        Policy.DEFAULT.comparison(),
                        Policy.DEFAULT.selection());
        scenario.scope = scope(OWN, false, List.of("+ *.o", "- *.c"));
        scenario.source
                .file(".dsyncignore", "*.o\n", 1)
                .file("a.o", "", 1)
                .file("a.c", "", 1)
                .file("a", "", 1);
        scenario.target.file("b.o", "", 1).file("b.c", "", 1);
        run(true);
        assertEquals(".dsyncignore a b.o", there());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachSourceIgnoresForItself(boolean push) throws IOException {
        new MemoryTree(scenario.from, "c").file(".dsyncignore", "*.c\n", 1).file("x.o", "", 1);
        scenario.source.file(".dsyncignore", "*.o\n", 1).file("a.o", "", 1).file("a.c", "", 1);
        scenario.target.file("b.o", "", 1).file("b.c", "", 1).file("b.x", "", 1);
        List<TypedPath> paths = List.of(TypedPath.literal("a/"), TypedPath.literal("c/"));
        SourceFiles files = SourceFiles.open(scenario.from, paths, scenario.scope);
        Session pushing =
                Session.push(
                        new TrustedGreeting(),
                        scenario.request(Message.Role.SOURCE, "b/", files.placement()),
                        files,
                        scenario.told::add);
        try (VirtualRun run =
                new VirtualRun(
                        pushing,
                        scenario.target(),
                        scenario.clock,
                        scenario.random,
                        scenario.latency,
                        scenario.jobs)) {
            assertInstanceOf(Ending.Done.class, run.toEnd().ending());
        }
        assertEquals(".dsyncignore a.c b.c b.o x.o", there());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ignoreFilesThatMakeNoSense_deleteNothing(boolean push) throws IOException {
        scenario.source
                .directory("d")
                .file("d/.dsyncignore", "x".repeat((1 << 20) + 1), 1)
                .file("d/f", "", 1);
        scenario.target.directory("d").file("d/g", "", 1).file("h", "", 1);
        try (VirtualRun run = scenario.run(push)) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.toEnd().ending());
            assertTrue(done.problems() > 0, done.toString());
        }
        assertEquals("d d/g h", there());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moreThanTravels_deletesNothing(boolean push) throws IOException {
        String much = "x".repeat(Limits.IGNORE_FILES_MAX / 2) + "\n";
        scenario.source
                .file(".dsyncignore", much, 1)
                .directory("d")
                .file("d/.dsyncignore", much, 1)
                .file("f", "", 1);
        scenario.target.file("g", "", 1);
        try (VirtualRun run = scenario.run(push)) {
            Ending.Refused refused = assertInstanceOf(Ending.Refused.class, run.toEnd().ending());
            assertEquals(Message.Reason.INVALID_RULE, refused.reason());
        }
        assertEquals("g", there());
        scenario.policy = Policy.DEFAULT;
        run(push);
        assertEquals(".dsyncignore d d/.dsyncignore f g", there());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listenerThatDoesNotHeedThem_isLeft(boolean own) throws IOException {
        heed(new Scope.Ignores(own, !own));
        Optional<Ending> ending =
                scenario.pushedTo(
                        Agreed.without(Message.Feature.IGNORES, scenario.profile, RelPath.ROOT),
                        "a/");
        Ending.Refused refused = assertInstanceOf(Ending.Refused.class, ending.orElseThrow());
        assertEquals(Message.Reason.UNSUPPORTED, refused.reason());
    }

    @Test
    void whatIsAsked_isAnsweredInAnyOrder() throws IOException {
        IgnoreRules.Texts texts =
                new IgnoreRules.Texts(
                        new TreeMap<>(
                                Map.of(
                                        RelPath.literal(".dsyncignore"),
                                        "*.o\nout/\n",
                                        RelPath.literal("d/.dsyncignore"),
                                        "!x.o\n")));
        IgnoredNames names = new IgnoredNames(OWN, texts, List.of(RelPath.literal("out/in")));
        List<String> ignored = new ArrayList<>();
        for (String path :
                Stream.of("d/x.o", "d/y.o", "d/out/x", "out/f", "out/in/f", "x.o", "e/f/g", "d/x.o")
                        .toList()) {
            if (names.cover(RelPath.literal(path), false)) {
                ignored.add(path);
            }
        }
        assertEquals(List.of("d/y.o", "d/out/x", "x.o"), ignored);
    }
}
