package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.render.ProgressLine;
import dev.dsync.app.render.Tally;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.io.fs.FsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunViewTest {
    private static final Attributes PLAIN = new Attributes(0644, new Timestamp(0, 0), 0, 0);
    private static final KindCounts LISTED = new KindCounts(2, 1, 1, 0, 0);
    private static final PlanSummary PLAN =
            new PlanSummary(
                    4, new KindCounts(1, 0, 1, 0, 0), new KindCounts(1, 0, 0, 0, 0), 0, 1, 1000, 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();
    private final Cancellation cancellation = new Cancellation();

    @TempDir private Path home;

    private static Entry file(String path) {
        return new Entry.FileEntry(RelPath.literal(path), PLAIN, 1000, null, null, null);
    }

    private static Entry link(String path) {
        try {
            LinkTarget target = LinkTarget.of("to".getBytes(StandardCharsets.UTF_8));
            return new Entry.SymlinkEntry(RelPath.literal(path), PLAIN, target, null);
        } catch (IllegalNameException e) {
            throw new AssertionError(e);
        }
    }

    private static Problem problem() {
        return new Problem(RelPath.literal("p\n"), Problem.Kind.READ_CONTENT, "Permission denied");
    }

    /** A run in which one of everything happens. */
    private Ending run(Runs.Watcher watcher, boolean fails) {
        watcher.connected(new FakeConnection(1500, 50));
        watcher.tell(new SyncEvent.Listed(LISTED, 4000, List.of()));
        watcher.tell(new SyncEvent.Planned(PLAN));
        clock.addAndGet(500_000_000);
        watcher.tell(new SyncEvent.Moved(400));
        clock.addAndGet(500_000_000);
        watcher.tell(
                new SyncEvent.Settled(
                        List.of(
                                new Item.Deleted(RelPath.literal("old"), Kind.FILE),
                                new Item.Changed(
                                        file("new"), Change.created(Change.Update.TRANSFER), 1000),
                                new Item.Changed(link("l"), Change.created(Change.Update.LOCAL), 0),
                                new Item.Unchanged(file("same")))));
        if (fails) {
            watcher.tell(new SyncEvent.Settled(List.of(new Item.Failed(problem()))));
        }
        return new Ending.Done(PLAN, 1000, fails ? 1 : 0, false, Unkept.NONE);
    }

    private int main(Runs runs, OutputStream stdout, int columns, String flags) {
        List<byte[]> argv =
                Arrays.stream(("push " + flags + " A/ B/").split(" +", -1))
                        .map(arg -> arg.getBytes(StandardCharsets.UTF_8))
                        .toList();
        Console console =
                new Console(
                        stdout,
                        err,
                        Map.of("DSYNC_HOME", home.toString()),
                        columns,
                        clock::get,
                        cancellation);
        return Main.run(argv, console, new Assembly(runs));
    }

    private int push(String flags) {
        return main((options, watcher) -> run(watcher, false), out, 0, flags);
    }

    private int failingPush(String flags) {
        return main((options, watcher) -> run(watcher, true), out, 0, flags);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutFlags_successIsSilent() {
        assertEquals(ExitCode.OK, push(""));
        assertEquals("", out() + err());
        assertEquals(ExitCode.OK, push("-q -v -i --stats --json"));
        assertEquals("", out() + err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-m", "-d", "--delete-before", "--delete --delete-after"})
    void verbose_saysWhenAllIsListedAtFirst(String flags) {
        assertEquals(ExitCode.OK, push("-v " + flags));
        assertTrue(out().startsWith("building file list ... done\n"), out());
    }

    @Test
    void verboseWithoutDirectories_speaksOfNoList() {
        assertEquals(ExitCode.OK, push("-v --no-r"));
        assertFalse(out().contains("file list"), out());
    }

    @Test
    void verbose_namesWhatChanges() {
        assertEquals(ExitCode.OK, push("-v"));
        assertEquals(
                """
                sending incremental file list
                deleting old
                new
                l -> to

                sent 1,500 bytes  received 50 bytes  1,550.00 bytes/sec
                total size is 4,000  speedup is 2.58
                """,
                out());
        out.reset();
        push("-vv");
        assertTrue(out().contains("\nsame is uptodate\n"), out());
    }

    @Test
    void itemize_showsLettersAlone() {
        assertEquals(ExitCode.OK, push("-i"));
        assertEquals(
                """
                *deleting   old
                >f+++++++++ new
                cL+++++++++ l -> to
                """,
                out());
        out.reset();
        push("-iin");
        assertTrue(out().contains("\n.f          same\n"), out());
    }

    @Test
    void stats_standBetweenEmptyLines() {
        assertEquals(ExitCode.OK, push("--stats -n --no-h"));
        List<String> lines = out().lines().toList();
        assertEquals("", lines.getFirst());
        assertEquals("Number of files: 4 (reg: 2, dir: 1, link: 1)", lines.get(1));
        assertEquals("", lines.get(14));
        assertEquals("sent 1500 bytes  received 50 bytes  1550.00 bytes/sec", lines.get(15));
        assertEquals("total size is 4000  speedup is 2.58 (DRY RUN)", lines.get(16));
        assertEquals(17, lines.size());
    }

    @Test
    void problems_areToldOnStderr_andCountedAtTheEnd() {
        assertEquals(ExitCode.PARTIAL, failingPush(""));
        assertEquals("", out());
        assertEquals(
                """
                dsync: cannot read p\\#012: Permission denied; allow reading it and run again
                dsync: cannot take everything: 1 path failed; see the messages above
                """,
                err());
        err.reset();
        failingPush("-q");
        assertEquals(2, err().lines().count());
    }

    @Test
    void json_isOneObjectALine() {
        assertEquals(ExitCode.PARTIAL, failingPush("--json -v"));
        assertEquals(
                """
                {"v":1,"event":"start","sources":["A/"],"destination":"B/","dryRun":false}
                {"v":1,"event":"plan","actions":4,"created":{"files":1,"directories":0,"symlinks":1,"devices":0,"specials":0},"deleted":{"files":1,"directories":0,"symlinks":0,"devices":0,"specials":0},"deletesSkipped":0,"transferredFiles":1,"transferredBytes":1000}
                {"v":1,"event":"progress","contentBytes":400}
                {"v":1,"event":"delete","path":"old","kind":"file"}
                {"v":1,"event":"file","path":"new","kind":"file","size":1000,"change":">f+++++++++","literalBytes":1000}
                {"v":1,"event":"file","path":"l","kind":"symlink","target":"to","change":"cL+++++++++","literalBytes":0}
                {"v":1,"event":"problem","kind":"read-content","path":"p\\\\#012","reason":"Permission denied","message":"cannot read p\\\\#012: Permission denied; allow reading it and run again"}
                {"v":1,"event":"summary","exitCode":23,"message":"cannot take everything: 1 path failed; see the messages above","problems":1,"dryRun":false,"listed":{"files":2,"directories":1,"symlinks":1,"devices":0,"specials":0},"created":{"files":1,"directories":0,"symlinks":1,"devices":0,"specials":0},"deleted":{"files":1,"directories":0,"symlinks":0,"devices":0,"specials":0},"transferredFiles":1,"totalBytes":4000,"transferredBytes":1000,"literalBytes":1000,"matchedBytes":0,"sentBytes":1500,"receivedBytes":50,"elapsedMillis":1000}
                """,
                out());
    }

    @Test
    void whatPreventsARun_isToldInBothForms() {
        Runs full =
                (options, watcher) -> {
                    throw new FsException(FsException.Reason.NO_SPACE);
                };
        assertEquals(ExitCode.NO_SPACE, main(full, out, 0, "--json"));
        assertTrue(out().lines().toList().getLast().contains("\"exitCode\":44"), out());
        assertTrue(err().startsWith("dsync: cannot write: No space"), err());
        err.reset();
        Runs buggy =
                (options, watcher) -> {
                    throw new IllegalStateException("bug");
                };
        assertEquals(ExitCode.STREAM, main(buggy, out, 0, ""));
        assertFalse(err().contains("\tat "), err());
        assertEquals(ExitCode.STREAM, main(buggy, out, 0, "--debug"));
        assertTrue(err().contains("\tat "), err());
        Runs hungry =
                (options, watcher) -> {
                    throw new OutOfMemoryError("no");
                };
        assertEquals(ExitCode.MEMORY, main(hungry, out, 0, ""));
    }

    /** Standard output on which nothing can be written. */
    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        };
    }

    private int pushTo(OutputStream stdout) {
        AtomicBoolean cancelled = new AtomicBoolean();
        cancellation.onCancel(() -> cancelled.set(true));
        Runs cancellable =
                (options, watcher) -> {
                    Ending ending = run(watcher, false);
                    return cancelled.get() ? new Ending.Cancelled() : ending;
                };
        int exitCode = main(cancellable, stdout, 0, "-v");
        assertTrue(cancelled.get());
        return exitCode;
    }

    @Test
    void closedStdout_endsTheRun() {
        assertEquals(ExitCode.INTERRUPTED, pushTo(failing("Broken pipe")));
        assertEquals("", err());
    }

    @Test
    void stdoutThatCannotBeWritten_isNamed() {
        assertEquals(ExitCode.FILE_IO, pushTo(failing("No space left on device")));
        assertEquals(
                "dsync: cannot write standard output: No space left on device; send it elsewhere"
                        + " and run the same command again\n",
                err());
    }

    @Test
    void cancellation_reachesWhatComesLater() {
        AtomicLong ended = new AtomicLong();
        cancellation.onCancel(ended::incrementAndGet);
        cancellation.cancel();
        cancellation.cancel();
        cancellation.onCancel(ended::incrementAndGet);
        assertEquals(2, ended.get());
    }

    @Test
    void log_hasTimeAndProcess() throws IOException {
        Path log = home.resolve("log");
        assertEquals(ExitCode.PARTIAL, failingPush("-q --log-file=" + log));
        List<String> lines = Files.readAllLines(log);
        String head = "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[\\d+\\] ";
        assertTrue(lines.stream().allMatch(line -> line.matches(head + ".*")), lines::toString);
        assertTrue(lines.get(1).endsWith("] >f+++++++++ new"), lines::toString);
        assertTrue(lines.getLast().endsWith("sent 1500 bytes  received 50 bytes"), lines::toString);
        failingPush("-q --log-file=" + log);
        assertEquals(2L * lines.size(), Files.readAllLines(log).size());
        assertEquals("", out());
        assertEquals(ExitCode.FILE_IO, push("--log-file=" + home + "/none/log"));
    }

    @Test
    void lines_standWhereTheBarWas() {
        OutputStream terminal = err;
        assertEquals(
                ExitCode.PARTIAL, main((options, watcher) -> run(watcher, true), terminal, 60, ""));
        String screen = shown(err());
        assertEquals(
                """
                dsync: cannot read p\\#012: Permission denied; allow reading it and run again
                dsync: cannot take everything: 1 path failed; see the messages above
                """,
                screen);
        err.reset();
        main((options, watcher) -> run(watcher, false), terminal, 60, "-i");
        assertEquals("*deleting   old\n>f+++++++++ new\ncL+++++++++ l -> to\n", shown(err()));
    }

    /** What is left on a terminal on which this was printed. */
    private static String shown(String printed) {
        StringBuilder shown = new StringBuilder();
        for (String line : printed.split("\n", -1)) {
            String last = line.substring(line.lastIndexOf('\r') + 1);
            shown.append(last.replaceAll("\u001b\\[\\??7?[Klh]", "")).append('\n');
        }
        return shown.deleteCharAt(shown.length() - 1).toString();
    }

    @Test
    void timeLeft_changesSlowlyWhenTheRateDoes() {
        Tally tally = new Tally(0);
        long all = 100_000_000;
        tally.add(
                new SyncEvent.Planned(
                        new PlanSummary(1, KindCounts.NONE, KindCounts.NONE, 0, 1, all, 0)),
                0);
        ProgressLine line = new ProgressLine(100);
        long now = 0;
        int before = -1;
        for (int i = 0; i < 50; i++) {
            now += 100_000_000;
            // 1 MB a second, but in lumps
            tally.add(new SyncEvent.Moved(i % 2 == 0 ? 200_000 : 0), now);
            String drawn = line.draw(tally, 0, now);
            int left = secondsLeft(drawn);
            if (i > 10) {
                assertTrue(Math.abs(left - before) <= 12, before + " s, then " + drawn);
            }
            before = left;
        }
    }

    private static int secondsLeft(String drawn) {
        Matcher left = Pattern.compile("(\\d+):(\\d\\d) left").matcher(drawn);
        assertTrue(left.find(), drawn);
        return 60 * Integer.parseInt(left.group(1)) + Integer.parseInt(left.group(2));
    }

    @Test
    void onATerminal_aBarComesAndGoes() {
        assertEquals(ExitCode.OK, main((options, watcher) -> run(watcher, false), out, 100, ""));
        assertEquals("", out());
        String bar = err();
        assertTrue(bar.contains(" 40% 400/1.00K"), bar);
        assertTrue(bar.contains("1.55K on the wire"), bar);
        assertTrue(bar.endsWith("\r\u001b[K"), bar);
        for (String drawn : bar.split("\r", -1)) {
            assertTrue(drawn.replaceAll("\u001b\\[\\??7?[Klh]", "").length() < 100, drawn);
        }
        err.reset();
        main((options, watcher) -> run(watcher, false), out, 100, "-q");
        main((options, watcher) -> run(watcher, false), out, 100, "-n");
        assertEquals("", err());
    }
}
