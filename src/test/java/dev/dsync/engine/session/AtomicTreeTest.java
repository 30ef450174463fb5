package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree whose place another takes at once: whoever looks sees the one or the other. */
final class AtomicTreeTest {
    private static final String EDITED = "edited: ";

    private static Policy.Writing atomic() {
        return new Policy.Writing(Optional.empty(), Optional.empty(), false, false, false, true);
    }

    private static Scenario scenario(boolean atomic) throws IOException {
        Scenario scenario = new Scenario(1).deleting();
        scenario.profile = Scenario.ARCHIVE_LINKS;
        scenario.scope = new Scope(true, false, false, false, List.of("- *.o"));
        if (atomic) {
            scenario.policy = scenario.policy.with(atomic());
        }
        scenario.source
                .directory("d")
                .directory("d/e")
                .file("d/new", "new", 10)
                .file("d/e/changed", "changed content", 20)
                .file("group", "one of two", 35)
                .link(RelPath.literal("group"), RelPath.literal("group2"))
                .at("group", (directory, name) -> directory.setMode(name, 0600))
                .file("kind", "now a file", 40)
                .file("same", "same", 30)
                .file("touched", "same content", 70)
                .at("touched", (directory, name) -> directory.setMode(name, 0640))
                .link("link", "d");
        scenario.target
                .directory("d")
                .directory("d/e")
                .directory("kind")
                .file("kind/below", "gone soon", 50)
                .file("d/e/changed", "old", 21)
                .file("d/left.o", "left out", 22)
                .file("group", "one of two", 35)
                .link(RelPath.literal("group"), RelPath.literal("group2"))
                .file("same", "same", 30)
                .file("touched", "same content", 70)
                .file("extra", "extra", 60)
                .settle();
        return scenario;
    }

    /** What a tree looks like, whatever second names its files have elsewhere. */
    private static Map<String, String> look(Scenario scenario) throws IOException {
        Map<String, String> look = new TreeMap<>(scenario.target.look());
        look.replaceAll(
                (path, is) ->
                        is.endsWith("\t" + path)
                                ? is.substring(0, is.length() - path.length())
                                : is);
        return look;
    }

    private static Map<String, String> wanted() throws IOException {
        Scenario scenario = scenario(false);
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        return look(scenario);
    }

    /** Names beside the tree. */
    private static List<String> beside(Scenario scenario) throws IOException {
        try (Root root = scenario.to.openRoot("/".getBytes(StandardCharsets.UTF_8));
                Directory top = root.open(RelPath.ROOT)) {
            return top.names().stream().map(Name::toString).toList();
        }
    }

    /** Happens before an operation on the target's file system. */
    private interface Accident {
        void happen(Scenario scenario) throws IOException;
    }

    /** Lets something happen before one operation; counts them, and looks before each. */
    private static final class Operations {
        private final Scenario scenario;
        private final int at;
        private final Accident accident;
        private final List<Map<String, String>> allowed;
        private int count;
        private boolean looking;

        Operations(
                Scenario scenario, int at, Accident accident, List<Map<String, String>> allowed) {
            this.scenario = scenario;
            this.at = at;
            this.accident = accident;
            this.allowed = allowed;
            scenario.to.setFaults((_, _) -> before());
        }

        private void before() throws IOException {
            if (looking) {
                return;
            }
            looking = true;
            try {
                if (!allowed.isEmpty()) {
                    Map<String, String> seen = look(scenario);
                    assertTrue(allowed.contains(seen), () -> "before " + count + ": " + seen);
                }
                if (count++ == at) {
                    accident.happen(scenario);
                }
            } finally {
                looking = false;
            }
        }
    }

    private static int operations(boolean push) throws IOException {
        Scenario scenario = scenario(true);
        Map<String, String> old = look(scenario);
        Operations all = new Operations(scenario, -1, _ -> {}, List.of(old, wanted()));
        try (VirtualRun run = scenario.run(push).toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        scenario.to.setFaults((_, _) -> {});
        assertEquals(wanted(), look(scenario));
        assertEquals(List.of("b"), beside(scenario));
        assertTrue(all.count > 200, all.count + " operations");
        return all.count;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverLooksAtAnyTime_seesTheOldTreeOrTheNewOne(boolean push) throws IOException {
        assertTrue(operations(push) > 0);
    }

    @Test
    void powerCutBeforeAnyOperation_leavesOneOfThem_andIsRepaired() throws IOException {
        Map<String, String> wanted = wanted();
        int count = operations(true);
        for (int at = 0; at < count; at++) {
            boolean push = at % 2 == 0;
            Scenario scenario = scenario(true);
            Map<String, String> old = look(scenario);
            Operations _ =
                    new Operations(
                            scenario,
                            at,
                            there -> {
                                there.to.powerCut();
                                throw new FsException(FsException.Reason.INPUT_OUTPUT);
                            },
                            List.of());
            try (VirtualRun run = scenario.run(push)) {
                run.toEnd();
            } catch (FsException e) {
                // so early that there is no run
            }
            scenario.to.setFaults((_, _) -> {});
            Map<String, String> seen = look(scenario);
            String when = "before operation " + at;
            assertTrue(seen.equals(old) || seen.equals(wanted), () -> when + ": " + seen);
            try (VirtualRun again = scenario.run(push).toEnd()) {
                Ending.Done done = assertInstanceOf(Ending.Done.class, again.ending(), when);
                assertEquals(0, done.problems(), () -> when + scenario.problems());
            }
            assertEquals(wanted, look(scenario), when);
            assertEquals(List.of("b"), beside(scenario), when);
            assertEquals(0, scenario.to.openHandles(), when);
        }
    }

    @Test
    void editsBeforeAnyOperation_areNotLost() throws IOException {
        List<String> paths = List.of("same", "extra", "d/e/changed", "d/left.o", "touched", "mine");
        int count = operations(true);
        int built = 0;
        for (int at = 0; at < count; at++) {
            Scenario scenario = scenario(true);
            boolean[] begun = {false};
            Operations _ =
                    new Operations(
                            scenario,
                            at,
                            there -> {
                                begun[0] = beside(there).size() > 1;
                                for (String path : paths) {
                                    there.target.file(path, EDITED + path, 500);
                                }
                            },
                            List.of());
            try (VirtualRun run = scenario.push().toEnd()) {
                assertInstanceOf(Ending.Done.class, run.ending());
            }
            scenario.to.setFaults((_, _) -> {});
            if (!begun[0]) { // it was listed so, and is what the source is another of
                continue;
            }
            built++;
            List<String> found = new ArrayList<>();
            for (String tree : beside(scenario)) {
                assertTrue(tree.equals("b") || tree.startsWith("dsync-kept-b"), tree);
                found.addAll(new MemoryTree(scenario.to, tree).look().values());
            }
            for (String path : paths) {
                assertTrue(
                        found.stream().anyMatch(is -> is.contains(EDITED + path)),
                        path + " edited before operation " + at + ": " + found);
            }
        }
        assertTrue(built > 100, built + " operations on two trees");
    }

    @Test
    void namesOfOneFile_areFilesOfTheirOwnWhereThatDoesNotCount() throws IOException {
        List<Map<String, String>> looks = new ArrayList<>();
        for (boolean atomic : List.of(false, true)) {
            Scenario scenario = scenario(atomic);
            scenario.profile = Scenario.ARCHIVE;
            scenario.source.file("group2", "another of two", 36);
            try (VirtualRun run = scenario.push().toEnd()) {
                assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
            }
            looks.add(look(scenario));
        }
        assertEquals(looks.get(0), looks.get(1));
    }

    @Test
    void treeOfWhichSomethingFailed_staysAsItWas() throws IOException {
        Scenario scenario = scenario(true);
        Map<String, String> old = look(scenario);
        scenario.from.setFaults(
                (operation, name) -> {
                    if (operation == dev.dsync.io.fs.MemoryFileSystem.Operation.OPEN_FILE
                            && name != null
                            && name.equals(Name.literal("new"))) {
                        throw new FsException(FsException.Reason.ACCESS_DENIED);
                    }
                });
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(2, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals(old, look(scenario));
        assertEquals(List.of("b"), beside(scenario));
    }

    @Test
    void treeThatIsNotThere_appearsWhole() throws IOException {
        Scenario scenario = scenario(true);
        try (VirtualRun run = scenario.push("a/", "new/").toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals(scenario.source.look(), new MemoryTree(scenario.to, "new").look());
        assertEquals(List.of("b", "new"), beside(scenario));
    }

    @Test
    void dryRun_writesNothing() throws IOException {
        Scenario scenario = scenario(true);
        scenario.dryRun = true;
        Map<String, String> old = look(scenario);
        try (VirtualRun run = scenario.push().toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        assertEquals(old, look(scenario));
        assertEquals(List.of("b"), beside(scenario));
    }

    @ParameterizedTest
    @CsvSource({"a/, /", "a/same, b/same", "a/same, b/other"})
    void whatIsNoTreeInAnother_isRefused(String source, String destination) throws IOException {
        Scenario scenario = scenario(true);
        Map<String, String> old = look(scenario);
        assertUnsupported(scenario.push(source, destination));
        assertUnsupported(scenario.pull(source, destination));
        assertEquals(old, look(scenario));
    }

    @Test
    void fileSystemWithoutExchange_isRefused() throws IOException {
        Scenario scenario = scenario(true);
        scenario.to.without(RenameMode.EXCHANGE);
        Map<String, String> old = look(scenario);
        assertUnsupported(scenario.push());
        assertEquals(old, look(scenario));
        assertEquals(List.of("b"), beside(scenario));
    }

    @Test
    void watchedTree_isRefused() throws IOException {
        Scenario scenario = scenario(true);
        scenario.target.directory(".dsync");
        assertUnsupported(scenario.push());
    }

    @Test
    void otherOptionsOfWriting_areRefused() throws IOException {
        Scenario scenario = scenario(true);
        scenario.policy =
                scenario.policy.with(
                        new Policy.Writing(
                                Optional.empty(), Optional.empty(), false, true, false, true));
        assertUnsupported(scenario.push());
        scenario.policy =
                scenario.policy.with(
                        new Policy.Writing(
                                Optional.of(new Policy.Backup("", TypedPath.literal("x"))),
                                Optional.empty(),
                                false,
                                false,
                                false,
                                true));
        assertUnsupported(scenario.push());
    }

    private static void assertUnsupported(VirtualRun begun) throws IOException {
        try (VirtualRun run = begun.toEnd()) {
            Ending.Refused refused = assertInstanceOf(Ending.Refused.class, run.ending());
            assertEquals(Message.Reason.UNSUPPORTED, refused.reason());
        }
    }

    @Test
    void listenerThatDoesNotHeedIt_isNotPushedTo() throws IOException {
        Scenario scenario = scenario(true);
        Ending ending =
                scenario.pushedTo(
                                Agreed.without(
                                        Message.Feature.ATOMIC_TREE,
                                        scenario.profile,
                                        RelPath.ROOT),
                                "a/")
                        .orElseThrow();
        assertEquals(
                Message.Reason.UNSUPPORTED,
                assertInstanceOf(Ending.Refused.class, ending).reason());
    }
}
