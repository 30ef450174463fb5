package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.render.Figures;
import dev.dsync.app.render.ItemLines;
import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListOnlyTest {
    @TempDir private Path home;

    private static List<String> shown(List<Location> locations) {
        return locations.stream().map(Location::toString).toList();
    }

    @Test
    void aDestinationIsNotNeeded_andDoesNotCount() throws Exception {
        RunOptions alone = Orders.typed(home, "--list-only host:a/").run();
        assertEquals(List.of("host:a/"), shown(alone.sources()));
        assertTrue(ListOnly.is(alone));
        RunOptions several = Orders.typed(home, "--list-only a b c").run();
        assertEquals(List.of("a", "b"), shown(several.sources()));
        assertTrue(ListOnly.is(several));
        assertFalse(ListOnly.is(Orders.typed(home, "--list-only --no-list-only a b").run()));
        assertThrows(UsageException.class, () -> Orders.typed(home, "--no-list-only a"));
    }

    @Test
    void nothingIsTouched_andNothingLeftOutByWhatIsThere() throws Exception {
        Order order = Orders.typed(home, "--list-only --delete -u --max-size=1 --no-D -rl a b");
        assertTrue(order.run().dryRun());
        assertTrue(order.view().lists());
        assertEquals(Policy.DEFAULT, order.run().policy());
        assertTrue(order.run().profile().devices() && order.run().profile().modified());
    }

    @Test
    void lines_haveRsyncsColumns() {
        ItemLines lines = new ItemLines(Direction.RECEIVED);
        Attributes attributes = new Attributes(01640, new Timestamp(1000, 5), 0, 0);
        Entry file =
                new Entry.FileEntry(RelPath.literal("d/f"), attributes, 4321, null, null, null);
        Item item = new Item.Changed(file, Change.created(Change.Update.TRANSFER), 0);
        assertEquals(
                Optional.of("-rw-r----T          4,321 1970/01/01 00:16:40 d/f"),
                lines.listed(item, Figures.GROUPED, ZoneOffset.UTC));
        assertEquals(
                Optional.of("-rw-r----T        4321 1970/01/01 01:16:40 d/f"),
                lines.listed(item, Figures.PLAIN, ZoneOffset.ofHours(1)));
        assertEquals(
                Optional.empty(),
                lines.listed(new Item.Unchanged(file), Figures.PLAIN, ZoneOffset.UTC));
    }
}
