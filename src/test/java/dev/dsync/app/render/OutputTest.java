package dev.dsync.app.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Change.Time;
import dev.dsync.core.plan.Change.Update;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.session.PlannedItems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Expectations recorded from rsync 3.5.0. */
class OutputTest {
    private static final Attributes PLAIN = new Attributes(0644, new Timestamp(0, 0), 0, 0);
    private static final Wanted NOTHING =
            new Wanted(
                    0,
                    0,
                    null,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    null,
                    Namespaces.NONE,
                    null);

    private static Entry.FileEntry file(String path, @Nullable String leader) {
        RelPath linked = leader == null ? null : RelPath.literal(leader);
        return new Entry.FileEntry(RelPath.literal(path), PLAIN, 1, linked, null, null);
    }

    private static Entry.DirectoryEntry directory(String path) {
        return new Entry.DirectoryEntry(RelPath.literal(path), PLAIN, Entry.Listed.ALL, null);
    }

    private static Optional<String> item(Action action) {
        return PlannedItems.of(action).flatMap(new ItemLines(Direction.RECEIVED)::itemized);
    }

    @Test
    void changes_haveRsyncsLetters() {
        Change all =
                new Change(
                        Update.TRANSFER,
                        false,
                        true,
                        true,
                        Time.SET,
                        true,
                        true,
                        true,
                        false,
                        true);
        assertEquals("<fcstpog..x", Itemize.letters(all, Kind.FILE, Direction.SENT));
        Change again =
                new Change(
                        Update.TRANSFER,
                        false,
                        false,
                        false,
                        Time.TRANSFER,
                        false,
                        false,
                        false,
                        false,
                        false);
        assertEquals(">f..T......", Itemize.letters(again, Kind.FILE, Direction.RECEIVED));
        Change ignoringTimes =
                new Change(
                        Update.TRANSFER,
                        false,
                        false,
                        false,
                        Time.SAME,
                        false,
                        false,
                        false,
                        false,
                        false);
        assertEquals(">f.........", Itemize.letters(ignoringTimes, Kind.FILE, Direction.RECEIVED));
        assertEquals(
                "cD+++++++++",
                Itemize.letters(Change.created(Update.LOCAL), Kind.BLOCK_DEVICE, Direction.SENT));
        assertEquals(
                "cS+++++++++",
                Itemize.letters(Change.created(Update.LOCAL), Kind.FIFO, Direction.SENT));
        assertEquals(".d         ", Itemize.letters(Change.NONE, Kind.DIRECTORY, Direction.SENT));
        assertEquals("hf         ", Itemize.letters(Change.LINKED, Kind.FILE, Direction.SENT));
    }

    @Test
    void names_areEscapedAndMarkedByKind() throws Exception {
        Change created = Change.created(Update.LOCAL);
        assertEquals(
                Optional.of("cd+++++++++ ./"),
                item(new Action.CreateDirectory(directory(""), 0700, created)));
        LinkTarget target = LinkTarget.of("to\nx".getBytes(StandardCharsets.UTF_8));
        Entry.SymlinkEntry link = new Entry.SymlinkEntry(RelPath.literal("l"), PLAIN, target, null);
        assertEquals(
                Optional.of("cL+++++++++ l -> to\\#012x"),
                item(new Action.CreateSymlink(link, NOTHING, created)));
        assertEquals(
                Optional.of("*deleting   nl\\#012d/"), item(new Action.Delete(directory("nl\nd"))));
        Action hard =
                new Action.CreateLink(
                        file("b", "a"),
                        RelPath.literal("a"),
                        NOTHING,
                        Change.created(Update.LINK),
                        false);
        assertEquals(Optional.of("hf+++++++++ b => a"), item(hard));
        assertEquals(
                Optional.of("b => a"),
                PlannedItems.of(hard).flatMap(new ItemLines(Direction.SENT)::named));
    }

    @Test
    void unchangedEntries_haveEmptyLetters() {
        Action keep = new Action.Keep(file("a", null), file("a", null));
        assertEquals(Optional.of(".f          a"), item(keep));
        Action keepLink = new Action.Keep(file("b", "a"), file("b", "a"));
        assertEquals(Optional.of("hf          b"), item(keepLink));
    }

    @Test
    void linkThatOnlyFollowsItsLeader_isNotShownAsANewOne() {
        Change change =
                new Change(
                        Update.LINK,
                        false,
                        false,
                        true,
                        Time.SET,
                        false,
                        false,
                        false,
                        false,
                        false);
        for (boolean relinks : new boolean[] {false, true}) {
            Action.CreateLink link =
                    new Action.CreateLink(
                            file("b", "a"), RelPath.literal("a"), NOTHING, change, relinks);
            assertEquals(
                    Optional.of("hf.st...... b" + (relinks ? "" : " => a")),
                    item(new Action.Replace(file("b", "a"), link)));
        }
    }

    @Test
    void json_holdsNothingThatMovesATerminal() {
        JsonLines json = new JsonLines(Direction.RECEIVED);
        String nasty = "a\u009b2J\u202eb\u007f\u2028\u001b";
        Problem problem = new Problem(RelPath.literal("p"), Problem.Kind.WRITE, nasty);
        String shown = "a\\\\#302\\\\#2332J";
        for (String line :
                List.of(
                        json.problem(problem, nasty),
                        json.item(new Item.Failed(problem)),
                        json.failure(12, nasty),
                        json.start(List.of(nasty), nasty, false))) {
            assertTrue(line.contains(shown), line);
            assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7f), line);
        }
        Problem escaped = new Problem(RelPath.literal("p"), Problem.Kind.WRITE, "c\\#134");
        assertTrue(json.problem(escaped, "").contains("\"reason\":\"c\\\\#134\""));
    }

    @Test
    void numbers_areWrittenByLevel() {
        record Case(long number, String plain, String grouped, String thousands, String binary) {}
        for (Case c :
                List.of(
                        new Case(999, "999", "999", "999", "999"),
                        new Case(1000, "1000", "1,000", "1.00K", "1,000"),
                        new Case(1024, "1024", "1,024", "1.02K", "1.00K"),
                        new Case(9999, "9999", "9,999", "10.00K", "9.76K"),
                        new Case(999_999, "999999", "999,999", "1000.00K", "976.56K"),
                        new Case(123_458_789, "123458789", "123,458,789", "123.46M", "117.74M"),
                        new Case(
                                1_234_567_890_123L,
                                "1234567890123",
                                "1,234,567,890,123",
                                "1.23T",
                                "1.12T"))) {
            assertEquals(c.plain(), Figures.PLAIN.bytes(c.number()));
            assertEquals(c.grouped(), Figures.GROUPED.bytes(c.number()));
            assertEquals(c.thousands(), Figures.THOUSANDS.bytes(c.number()));
            assertEquals(c.binary(), Figures.BINARY.bytes(c.number()));
        }
    }

    @Test
    void statistics_haveRsyncsLabelsAndOrder() {
        Statistics statistics =
                new Statistics(
                        new KindCounts(3, 2, 1, 1, 1),
                        new KindCounts(3, 1, 1, 1, 1),
                        KindCounts.NONE,
                        3,
                        123_458_789,
                        123_458_788,
                        0,
                        0,
                        0,
                        Duration.ofMillis(1),
                        Duration.ZERO,
                        209,
                        50,
                        Duration.ofMillis(500),
                        true);
        assertEquals(
                List.of(
                        "Number of files: 8 (reg: 3, dir: 2, link: 1, dev: 1, special: 1)",
                        "Number of created files: 7 (reg: 3, dir: 1, link: 1, dev: 1, special: 1)",
                        "Number of deleted files: 0",
                        "Number of regular files transferred: 3",
                        "Total file size: 123,458,789 bytes",
                        "Total transferred file size: 123,458,788 bytes",
                        "Literal data: 0 bytes",
                        "Matched data: 0 bytes",
                        "File list size: 0",
                        "File list generation time: 0.001 seconds",
                        "File list transfer time: 0.000 seconds",
                        "Total bytes sent: 209",
                        "Total bytes received: 50"),
                statistics.block(Figures.GROUPED));
        assertEquals(
                List.of(
                        "sent 209 bytes  received 50 bytes  518.00 bytes/sec",
                        "total size is 123.46M  speedup is 476,674.86 (DRY RUN)"),
                statistics.closing(Figures.THOUSANDS));
        assertEquals(
                "total size is 123458789  speedup is 476674.86 (DRY RUN)",
                statistics.closing(Figures.PLAIN).get(1));
    }
}
