package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.render.Figures;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.Scope;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.plan.Policy.MaxDelete;
import dev.dsync.core.plan.Policy.Timing;
import dev.dsync.core.tree.Profile;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.wire.Message.ReportLevel;
import dev.dsync.io.wire.Message.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OrderTest {
    private static final List<String> PROFILE_LETTERS =
            List.of("p", "E", "t", "O", "J", "o", "g", "l", "b", "s", "H", "X", "c");

    @TempDir private Path home;

    private Order order(Map<String, String> environment, String... args)
            throws UsageException, IOException, InvalidRuleException {
        PushCommand push = new PushCommand("push");
        List<String> all = new ArrayList<>(Arrays.asList(args));
        Main.parse(new CommandLine(push.spec()), all);
        return push.order(
                Settings.read(
                        FileSystem.ofThisMachine(),
                        home.resolve("config.toml").toString(),
                        environment));
    }

    private Order order(String flags) throws UsageException, IOException, InvalidRuleException {
        String[] args = (flags.isEmpty() ? "A B" : flags + " A B").split(" ", -1);
        return order(Map.of(), args);
    }

    private Order quoted(String... flags) throws UsageException, IOException, InvalidRuleException {
        List<String> args = new ArrayList<>(List.of(flags));
        args.addAll(List.of("A", "B"));
        return order(Map.of(), args.toArray(String[]::new));
    }

    @Test
    void moreSourcesThanARequestNames_areRefusedHere() throws Exception {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 65_536; i++) {
            many.add("A/" + i);
        }
        many.add("B");
        assertEquals(65_536, order(Map.of(), many.toArray(String[]::new)).run().sources().size());
        many.add("B");
        UsageException tooMany =
                assertThrows(
                        UsageException.class, () -> order(Map.of(), many.toArray(String[]::new)));
        String message = String.valueOf(tooMany.getMessage());
        assertTrue(message.startsWith("cannot take 65537 sources at once: at most 65536"), message);
    }

    @Test
    void sourcesWithLongNames_areRefusedByTheirLength() throws Exception {
        String directory = "d".repeat(200) + "/";
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 8000; i++) {
            many.add(directory + i);
        }
        many.add("B");
        order(Map.of(), many.toArray(String[]::new)); // only the last name travels
        many.addFirst("-R");
        assertThrows(UsageException.class, () -> order(Map.of(), many.toArray(String[]::new)));
    }

    /** A letter for each field that counts; O, J and E as the fields mean it, b for devices. */
    private static String letters(Profile p) {
        boolean[] fields = {
            p.permissions(),
            p.executability(),
            p.modified(),
            p.directoryModified(),
            p.linkModified(),
            p.owner(),
            p.group(),
            p.links(),
            p.devices(),
            p.specials(),
            p.hardLinks(),
            p.xattrs() != Profile.Namespaces.NONE,
            p.content()
        };
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            if (fields[i]) {
                letters.append(PROFILE_LETTERS.get(i));
            }
        }
        return letters.toString();
    }

    @Test
    void whatIsKept_followsTheFlags() throws Exception {
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put("", "r ptOJoglbs");
        kept.put("-a", "r ptOJoglbs");
        kept.put("-v --delete", "r ptOJoglbs");
        kept.put("-r", "r ");
        kept.put("-rt", "r tOJ");
        kept.put("-l", " l");
        kept.put("-d", "d ");
        kept.put("-D", " bs");
        kept.put("-p -g -o", " pog");
        kept.put("--devices", "r ptOJoglbs");
        kept.put("--no-r", " ptOJoglbs");
        kept.put("--no-recursive", " ptOJoglbs");
        kept.put("--no-o --no-g", "r ptOJlbs");
        kept.put("-a --no-D", "r ptOJogl");
        kept.put("--no-D -a", "r ptOJoglbs");
        kept.put("-r --no-r", " ");
        kept.put("-rE", "r E");
        kept.put("-E", "r ptOJoglbs");
        kept.put("--no-p -E", "r EtOJoglbs");
        kept.put("-O", "r ptJoglbs");
        kept.put("-J", "r ptOoglbs");
        kept.put("-O --no-O", "r ptOJoglbs");
        kept.put("-rO", "r ");
        kept.put("-H", "r ptOJoglbsH");
        kept.put("-c", "r ptOJoglbsc");
        kept.put("--no-specials", "r ptOJoglb");
        for (Map.Entry<String, String> one : kept.entrySet()) {
            RunOptions run = order(one.getKey()).run();
            String scope =
                    (run.scope().recursive() ? "r" : "") + (run.scope().directories() ? "d" : "");
            assertEquals(one.getValue(), scope + " " + letters(run.profile()), one.getKey());
        }
    }

    private static Policy.Deletion deleting(Timing timing, MaxDelete most) {
        return new Policy.Deletion(true, timing, false, most, false, false, false);
    }

    @Test
    void policies_followTheFlags() throws Exception {
        MaxDelete any = new MaxDelete.Unlimited();
        Map<String, Policy.Deletion> deletions = new LinkedHashMap<>();
        deletions.put("", Policy.Deletion.NONE);
        deletions.put("--delete", deleting(Timing.DURING, any));
        deletions.put("--delete --no-delete", Policy.Deletion.NONE);
        deletions.put("--delete-after --no-delete", Policy.Deletion.NONE);
        deletions.put("--del", deleting(Timing.DURING, any));
        deletions.put("--delete --delete-before", deleting(Timing.BEFORE, any));
        deletions.put("--delete-delay", deleting(Timing.DELAY, any));
        deletions.put("--delete-after", deleting(Timing.AFTER, any));
        deletions.put(
                "--delete-excluded",
                new Policy.Deletion(true, Timing.DURING, true, any, false, false, false));
        deletions.put(
                "--del --max-delete=7 --ignore-errors --force",
                new Policy.Deletion(
                        true, Timing.DURING, false, new MaxDelete.Count(7), true, true, false));
        deletions.put("--del --max-delete=-1", deleting(Timing.DURING, new MaxDelete.Count(0)));
        deletions.put("--del --max-delete 50%", deleting(Timing.DURING, new MaxDelete.Percent(50)));
        deletions.put("--del --max-delete=3 --no-max-delete", deleting(Timing.DURING, any));
        for (Map.Entry<String, Policy.Deletion> one : deletions.entrySet()) {
            assertEquals(
                    one.getValue(), order(one.getKey()).run().policy().deletion(), one.getKey());
        }
        assertEquals(
                new Policy.Comparison(true, true, true, 2, false),
                order("-I --size-only -c --modify-window=2").run().policy().comparison());
        assertEquals(Policy.Comparison.DEFAULT, order("").run().policy().comparison());
        assertEquals(
                new Policy.Selection(true, true, true, OptionalLong.of(1536), OptionalLong.of(3)),
                order("-u --existing --ignore-existing --max-size=1.5k --min-size 3")
                        .run()
                        .policy()
                        .selection());
        assertEquals(Policy.Selection.ALL, order("-u --no-u").run().policy().selection());
    }

    @Test
    void filesAreSentWhole_withinOneMachineOrWhereSaid() throws Exception {
        for (Map.Entry<String, Boolean> one :
                Map.of(
                                "A B", true,
                                "A h:B", false,
                                "A h::s/B", false,
                                "-W A h:B", true,
                                "--whole-file A h:B", true,
                                "-W --no-W A h:B", false,
                                "--no-whole-file A B", false,
                                "--no-W -W A B", true)
                        .entrySet()) {
            String[] args = one.getKey().split(" ", -1);
            assertEquals(one.getValue(), order(Map.of(), args).run().wholeFiles(), one.getKey());
        }
    }

    @Test
    void theRest_followsTheFlags() throws Exception {
        Map<String, Function<Order, Object>> set = new LinkedHashMap<>();
        set.put("-n", order -> order.run().dryRun());
        set.put("--mkpath", order -> order.run().makePath());
        set.put("--numeric-ids", order -> order.run().attributes().numericIds());
        set.put("-x", order -> order.run().scope().oneFileSystem());
        set.put("-R", order -> order.run().scope().relative());
        set.put("--json", order -> order.view().json());
        set.put("--stats", order -> order.view().info().figures() > 1);
        set.put("--debug", order -> order.view().debug());
        set.put("-q", order -> order.view().quiet());
        for (Map.Entry<String, Function<Order, Object>> one : set.entrySet()) {
            assertEquals(true, one.getValue().apply(order(one.getKey())), one.getKey());
            assertEquals(false, one.getValue().apply(order("")), one.getKey());
            String negation = " --no-" + one.getKey().replaceFirst("^-+", "");
            assertEquals(false, one.getValue().apply(order(one.getKey() + negation)), negation);
        }
        assertEquals(2, order("-vv").view().verbose());
        assertEquals(2, order("-ii").view().itemize());
        assertEquals(0, order("-vq").view().verbose());
        assertEquals(Figures.GROUPED, order("").view().figures());
        assertEquals(Figures.PLAIN, order("--no-h").view().figures());
        assertEquals(Figures.THOUSANDS, order("-h").view().figures());
        assertEquals(Figures.BINARY, order("-hh").view().figures());
        assertEquals(OptionalInt.empty(), order("-z").run().compressionLevel());
        assertEquals(OptionalInt.of(0), order("--no-z").run().compressionLevel());
        assertEquals(OptionalInt.of(19), order("-z --zl 19").run().compressionLevel());
        assertEquals(OptionalInt.of(19), order("--zl 19 -z").run().compressionLevel());
        assertEquals(OptionalInt.empty(), order("--zl 0 -z").run().compressionLevel());
        assertEquals(OptionalInt.empty(), order("--no-compress -z").run().compressionLevel());
        assertEquals("log", order("--log-file=log").view().logFile());
        assertEquals(
                new RunOptions.Reach(
                        List.of("ssh", "-p", "2", "-i", "a b"),
                        "/opt/dsync",
                        OptionalInt.of(9),
                        "k",
                        OptionalInt.of(7),
                        OptionalInt.of(0)),
                quoted(
                                "-essh -p 2 -i \"a b\"",
                                "--dsync-path=/opt/dsync",
                                "--port=9",
                                "--timeout=7",
                                "--contimeout=0",
                                "--key-file=k")
                        .run()
                        .reach());
        assertEquals(RunOptions.Reach.STANDARD, order("").run().reach());
    }

    @Test
    void reports_areNoMoreThanIsShown() throws Exception {
        Map<String, ReportLevel> levels = new LinkedHashMap<>();
        levels.put("", ReportLevel.PROBLEMS);
        levels.put("--stats", ReportLevel.PROBLEMS);
        levels.put("-v", ReportLevel.CHANGES);
        levels.put("-i", ReportLevel.CHANGES);
        levels.put("--json", ReportLevel.CHANGES);
        levels.put("--log-file=x", ReportLevel.CHANGES);
        levels.put("-q --log-file=x", ReportLevel.CHANGES);
        levels.put("-ii", ReportLevel.ALL);
        levels.put("-vv", ReportLevel.ALL);
        levels.put("-iiq", ReportLevel.PROBLEMS);
        for (Map.Entry<String, ReportLevel> one : levels.entrySet()) {
            assertEquals(one.getValue(), order(one.getKey()).run().report(), one.getKey());
        }
    }

    @Test
    void rules_keepTheOrderInWhichTheyWereGiven() throws Exception {
        Path file = Files.writeString(home.resolve("rules"), "x\n# no\ny\n");
        List<String> rules =
                quoted(
                                "-f+ a",
                                "--exclude",
                                "-v",
                                "--include=b",
                                "--exclude-from=" + file,
                                "-f",
                                "P c",
                                "-FF")
                        .run()
                        .scope()
                        .rules();
        assertEquals(
                List.of(
                        "+ a",
                        "- -v",
                        "+ b",
                        "- x",
                        "- y",
                        "-r c",
                        ": /.rsync-filter",
                        "- .rsync-filter"),
                rules);
        Scope none = quoted("--exclude=a", "-F", "--no-exclude", "--no-F").run().scope();
        assertEquals(List.of(), none.rules());
        assertThrows(InvalidRuleException.class, () -> quoted("-fnonsense x"));
        assertThrows(IOException.class, () -> quoted("--exclude-from=" + home + "/none"));
    }

    @Test
    void locationsAndOptions_mayBeMixed() throws Exception {
        RunOptions run = order(Map.of(), "A", "-n", "B", "--", "-n", "C").run();
        assertEquals("[A, B, -n] C", run.sources() + " " + run.destination());
        assertTrue(run.dryRun());
        assertTrue(run.isLocal());
        assertEquals(Role.SOURCE, run.ownRole());
        assertEquals(Role.TARGET, order(Map.of(), "h:a", "b").run().ownRole());
        assertEquals(Role.SOURCE, order(Map.of(), "a", "h:b").run().ownRole());
        assertFalse(order(Map.of(), "a", "h:b").run().isLocal());
    }

    @Test
    void whatCannotBeMeant_isAUsageError() {
        for (String flags :
                List.of(
                        "-r --no-r --delete",
                        "-l --delete-excluded",
                        "--delete-before --delete-after",
                        "--max-size=x",
                        "--min-size=",
                        "--max-delete=x",
                        "--max-delete=101%",
                        "--max-delete=%",
                        "--modify-window=-2",
                        "--modify-window=99999999999",
                        "--zl=23",
                        "--zl=-1",
                        "--port=0",
                        "--dsync-path=",
                        "-e",
                        "--delete=yes",
                        "--no-max-size=3")) {
            assertThrows(UsageException.class, () -> order(flags), flags);
        }
        assertThrows(UsageException.class, () -> order(Map.of(), "A", "B", "--exclude"));
        assertThrows(UsageException.class, () -> order(Map.of(), "A"));
    }

    @Test
    void everyOption_hasItsNegation() throws Exception {
        for (RunFlag flag : RunFlag.all()) {
            for (String negation : flag.negations()) {
                order(negation);
            }
        }
        assertEquals("", letters(order("--no-a").run().profile()));
    }

    @Test
    void optionsThatChangeNothing_areNamed() throws Exception {
        Map<String, Integer> notes = new LinkedHashMap<>();
        notes.put("-S", 1);
        notes.put("-z", 1);
        notes.put("-E", 1);
        notes.put("-E --no-p", 0);
        notes.put("-O -J --no-t", 2);
        notes.put("--max-delete=3", 1);
        notes.put("--max-delete=3 --delete", 0);
        notes.put("--ignore-errors", 1);
        notes.put("-e ssh --dsync-path=d --port=3 --key-file=k", 4);
        notes.put("-n --delete -c", 0);
        for (Map.Entry<String, Integer> one : notes.entrySet()) {
            assertEquals(one.getValue(), order(one.getKey()).view().notes().size(), one.getKey());
        }
        assertEquals(
                List.of(), order(Map.of(), "-e", "ssh", "--port=3", "a", "h:b").view().notes());
        assertEquals(List.of(), order(Map.of("DSYNC_PORT", "3"), "a", "b").view().notes());
        assertEquals(
                1, order(Map.of("DSYNC_PORT", "3"), "--port=4", "a", "b").view().notes().size());
    }
}
