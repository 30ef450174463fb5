package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.render.Figures;
import dev.dsync.app.render.Tally;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.SyncEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFiguresTest {
    private static final Attributes PLAIN = new Attributes(0644, new Timestamp(0, 0), 0, 0);
    private static final long MIB = 1 << 20;
    private static final PlanSummary PLAN =
            new PlanSummary(3, KindCounts.NONE, KindCounts.NONE, 0, 2, 4 * MIB, 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    @TempDir private Path home;

    private static Item sent(String path, long size) {
        Entry entry = new Entry.FileEntry(RelPath.literal(path), PLAIN, size, null, null, null);
        return new Item.Changed(entry, Change.created(Change.Update.TRANSFER), size);
    }

    /** Two files of 1 and 3 MiB, at a MiB a second, and a file that is deleted. */
    private Ending run(Runs.Watcher watcher) {
        watcher.connected(new FakeConnection(1500, 50));
        watcher.tell(new SyncEvent.Listed(new KindCounts(4, 1, 0, 0, 0), 8 * MIB, List.of()));
        watcher.tell(new SyncEvent.Planned(PLAN));
        watcher.tell(
                new SyncEvent.Settled(
                        List.of(new Item.Deleted(RelPath.literal("old"), Kind.FILE))));
        for (int i = 0; i < 4; i++) {
            clock.addAndGet(1_000_000_000);
            watcher.tell(new SyncEvent.Moved(MIB));
            if (i == 0) {
                watcher.tell(new SyncEvent.Settled(List.of(sent("a", MIB))));
            }
        }
        watcher.tell(new SyncEvent.Settled(List.of(sent("b", 3 * MIB))));
        return new Ending.Done(PLAN, 4 * MIB, 0, false, Unkept.NONE);
    }

    private String push(int columns, String flags) {
        out.reset();
        err.reset();
        clock.set(0);
        List<byte[]> argv =
                Arrays.stream(("push " + flags + " A/ B/").split(" +", -1))
                        .map(arg -> arg.getBytes(StandardCharsets.UTF_8))
                        .toList();
        Console console =
                new Console(
                        out,
                        err,
                        Map.of("DSYNC_HOME", home.toString()),
                        columns,
                        clock::get,
                        new Cancellation());
        Runs runs = (options, watcher) -> run(watcher);
        assertEquals(ExitCode.OK, Main.run(argv, console, new Assembly(runs)));
        return out.toString(StandardCharsets.UTF_8).replace("\r", "<");
    }

    @Test
    void progress_namesFilesAndGivesFiguresOfEach() {
        String shown =
                """
                sending incremental file list
                deleting old
                a
                <      1,048,576 100% 1024.00kB/s    0:00:01 (xfr#1, to-chk=1/5)
                b
                <      3,145,728 100% 1024.00kB/s    0:00:03 (xfr#2, to-chk=0/5)
                """;
        assertEquals(shown, push(0, "--progress"));
        assertEquals(shown, push(0, "-P"));
        assertEquals(
                shown.replaceAll("(?m)^[a-z]$\n|^d.*\n", ""),
                push(0, "--progress --info=name0,del0"));
        assertEquals(
                """
                sending incremental file list
                deleting old
                a
                b
                """,
                push(0, "--progress -n"));
        assertEquals("", push(0, "--progress --no-progress"));
        assertEquals("", push(0, "--progress -q"));
        assertFalse(push(0, "--progress --json").contains("xfr"));
    }

    @Test
    void progress2_isOneLineOfTheWholeRun() {
        assertEquals(
                "<      1,048,576  25% 1024.00kB/s    0:00:03 (xfr#0, to-chk=2/5)"
                        + "<      2,097,152  50% 1024.00kB/s    0:00:02 (xfr#1, to-chk=1/5)"
                        + "<      3,145,728  75% 1024.00kB/s    0:00:01 (xfr#1, to-chk=1/5)"
                        + "<      4,194,304 100% 1024.00kB/s    0:00:00 (xfr#1, to-chk=1/5)"
                        + "<      4,194,304 100% 1024.00kB/s    0:00:04 (xfr#2, to-chk=0/5)\n",
                push(0, "--info=progress2"));
        assertEquals(
                "<          4.00M 100% 1024.00kB/s    0:00:04 (xfr#2, to-chk=0/5)",
                push(0, "-i -hh --info=progress2").lines().toList().getLast());
        assertEquals(
                List.of("*deleting   old", ">f+++++++++ a", ">f+++++++++ b"),
                push(0, "-i -hh --info=progress2")
                        .lines()
                        .filter(line -> !line.startsWith("<"))
                        .toList());
    }

    @Test
    void barOnATerminal_givesWayToWhatWasAskedFor() {
        push(100, "");
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("left"));
        push(100, "--progress");
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("left"));
        for (String flags : List.of("--info=progress2", "--no-progress", "--info=progress0")) {
            push(100, flags);
            assertEquals("", err.toString(StandardCharsets.UTF_8), flags);
        }
    }

    @Test
    void wordsOfInfo_tellWhatVerboseDoes() throws Exception {
        assertEquals("deleting old\na\nb\n", push(0, "--info=name"));
        assertEquals("deleting old\n", push(0, "--info=DEL1"));
        assertEquals("sending incremental file list\n", push(0, "--info=flist,copy2"));
        assertEquals(3, push(0, "--info=stats").lines().count());
        assertEquals(3, push(0, "--stats --info=stats1").lines().count());
        assertTrue(push(0, "--info=stats2").contains("Number of files"));
        assertEquals("", push(0, "-v --info=none"));
        assertEquals("", push(0, "-v --info=name2,name0,stats0 --info=flist0,del0"));
        assertEquals(2, Orders.of(home, "--info=name9").view().info().names());
        assertTrue(Orders.of(home, "--info=name2").view().showsUnchanged());
        assertFalse(Orders.of(home, "--info=name").view().showsUnchanged());
        assertTrue(Orders.of(home, "--info=progress2").view().showsChanges());
        assertEquals(1, Orders.of(home, "-v --info=copy,skip").view().notes().size());
        assertEquals(0, Orders.of(home, "-v --info=copy,del").view().notes().size());
    }

    @Test
    void aProblem_standsOnALineOfItsOwn() {
        ProgressFigures figures = new ProgressFigures(Figures.PLAIN, true, 0);
        assertEquals("", figures.close());
        Tally tally = new Tally(0);
        tally.add(new SyncEvent.Planned(PLAN), 0);
        assertFalse(figures.isDue(tally, 999_999_999));
        assertTrue(figures.isDue(tally, 1_000_000_000));
        figures.draw(tally, 1_000_000_000);
        assertFalse(figures.isDue(tally, 1_900_000_000));
        assertEquals("\n", figures.close());
        assertEquals("", figures.close());
    }
}
