package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Change.Update;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.session.SyncEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrafficTest {
    private static final long SIZE = 1_000_000;
    private static final FileEntry FILE =
            new FileEntry(
                    RelPath.literal("f"),
                    new Attributes(0644, new Timestamp(1, 0), 0, 0),
                    SIZE,
                    null,
                    null,
                    null);

    private long now;
    private final Traffic traffic = new Traffic(() -> now);

    private void planned(int files) {
        traffic.tell(
                new SyncEvent.Planned(
                        new PlanSummary(
                                files,
                                KindCounts.NONE,
                                KindCounts.NONE,
                                0,
                                files,
                                files * SIZE,
                                0)));
    }

    private void settled() {
        Item item = new Item.Changed(FILE, Change.created(Update.TRANSFER), SIZE);
        traffic.tell(new SyncEvent.Settled(List.of(item)));
    }

    private void left(long files, long bytes) {
        Links.Work work = traffic.work();
        assertEquals(files, work.files());
        assertEquals(bytes, work.bytes());
    }

    @Test
    void whatIsToCome_growsLessWithWhatArrivesAndWhatIsDone() {
        left(0, 0);
        planned(2);
        left(2, 2 * SIZE);
        traffic.tell(new SyncEvent.Moved(SIZE / 2));
        left(2, 3 * SIZE / 2);
        traffic.tell(new SyncEvent.Moved(SIZE / 2));
        settled();
        left(1, SIZE);
        settled(); // of which nothing had to come
        left(0, 0);
        planned(1);
        traffic.tell(new SyncEvent.Stood(null, false, null, 0, false));
        left(1, SIZE);
        traffic.tell(new SyncEvent.Stood(null, true, null, 0, false));
        left(0, 0);
    }

    @Test
    void rates_areThoseOfTheLastSeconds_eachWayByItself() {
        for (int i = 0; i < 300; i++) {
            now += 100_000_000;
            traffic.tell(new SyncEvent.Moved(100_000));
            traffic.tell(new SyncEvent.Given(10_000));
        }
        long in = traffic.work().receiving();
        long out = traffic.work().sending();
        assertTrue(in > 950_000 && in < 1_050_000, () -> "in: " + in);
        assertTrue(out > 95_000 && out < 105_000, () -> "out: " + out);
        now += 30_000_000_000L;
        assertTrue(traffic.work().receiving() < 100, "long past");
    }
}
