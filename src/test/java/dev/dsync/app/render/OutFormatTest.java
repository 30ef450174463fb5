package dev.dsync.app.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutFormatTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000_000);
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(2);
    private static final OutFormat.Setting SENT =
            new OutFormat.Setting(
                    new ItemLines(Direction.SENT),
                    Direction.SENT,
                    new OutFormat.Source(true, "a/b"),
                    42);

    private static Item.Changed file(int mode, Change.Update update) {
        Entry file =
                new FileEntry(
                        RelPath.literal("d/f"),
                        new Attributes(mode, new Timestamp(1, 5), 7, -2),
                        12345,
                        null,
                        null,
                        null);
        Change change =
                new Change(
                        update,
                        false,
                        true,
                        true,
                        Change.Time.SAME,
                        false,
                        false,
                        false,
                        false,
                        false);
        return new Item.Changed(file, change, 2048);
    }

    private static String line(String format, Item item) {
        return OutFormat.of(format).line(item, SENT, NOW, ZONE).orElse("-");
    }

    @Test
    void escapes_areWhatTheyStandFor() {
        Item file = file(0644, Change.Update.TRANSFER);
        assertEquals("<fcs....... d/f", line("%i %n%L", file));
        assertEquals("12345 12,345 12.35K 12.06K", line("%l %'l %''l %'''l", file));
        assertEquals("2048", line("%b", file));
        assertEquals("send a/b/d/f", line("%o %f", file));
        assertEquals("1970/01/01-02:00:01", line("%M", file));
        assertEquals("2001/09/09 03:46:40 [42]", line("%t [%p]", file));
        assertEquals("7:4294967294", line("%U:%G", file));
        assertEquals("100% %z %", line("100%% %z %", file));
        assertEquals("|  d/f|d/f  |d/f|", line("|%5n|%-5n|%2n|", file));
        assertEquals("", line("", file));
    }

    @Test
    void modes_areShownAsByLs() {
        assertEquals("rwxr-x--x", line("%B", file(0751, Change.Update.TRANSFER)));
        assertEquals("rwsr-S--T", line("%B", file(07740, Change.Update.TRANSFER)));
    }

    @Test
    void attributesOfFiles_areOfMatterToLettersAlone() {
        Item file = file(0644, Change.Update.ATTRIBUTES);
        assertEquals("-", line("%n", file));
        assertEquals("d/f .fcs.......", line("%n %i", file));
    }

    @Test
    void deletes_areToldInWords_unlessTheFormatTells() {
        Item gone = new Item.Deleted(RelPath.literal("x"), Kind.FILE);
        assertEquals("deleting x", line("[%n]", gone));
        assertEquals("del. x", line("%o %f", gone));
        assertEquals("*deleting  |x|0|---------", line("%i|%n|%l|%B", gone));
    }

    @Test
    void whatCannotBeGiven_isKnown() {
        assertEquals(Optional.of("%C"), OutFormat.notGiven("%n %C"));
        assertEquals(Optional.of("%h"), OutFormat.notGiven("%-10h"));
        assertEquals(Optional.empty(), OutFormat.notGiven("%i %n %z %%"));
    }
}
