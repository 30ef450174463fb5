package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.mesh.FolderScan.Depth;
import dev.dsync.io.fs.ChangeHints.Hint;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PendingTest {
    private static final RelPath A = RelPath.literal("a");
    private static final RelPath B = RelPath.literal("b");
    private static final Duration LONG = Duration.ofHours(1);

    private static long millis(long count) {
        return Duration.ofMillis(count).toNanos();
    }

    private final Pending pending = new Pending(0);
    private final long start = millis(60_000);

    @Test
    void firstChangeAfterCalm_isDueSoon() {
        pending.add(new Hint.Changed(A), start);
        assertEquals(Duration.ofMillis(50), pending.untilDue(LONG, start));
        assertEquals(Map.of(), pending.take(start + millis(49)));
        assertEquals(Map.of(A, Depth.NAME), pending.take(start + millis(50)));
        assertEquals(LONG, pending.untilDue(LONG, start + millis(51)));
    }

    @Test
    void windowGrowsUnderAStream_andShrinksAfterCalm() {
        long now = start;
        long last = 0;
        for (int i = 0; i < 8; i++) {
            pending.add(new Hint.Changed(A), now);
            Duration wait = pending.untilDue(LONG, now);
            assertEquals(true, wait.toNanos() >= last, "shrank to " + wait);
            last = wait.toNanos();
            now += last;
            assertEquals(1, pending.take(now).size());
        }
        assertEquals(millis(500), last);
        now += millis(5_000);
        pending.add(new Hint.Changed(A), now);
        pending.take(now + millis(500));
        now += millis(10_000);
        pending.add(new Hint.Changed(A), now);
        assertEquals(Duration.ofMillis(50), pending.untilDue(LONG, now));
    }

    @Test
    void fileBeingWritten_waitsUntilItIsClosed() {
        pending.add(new Hint.Written(A), start);
        pending.add(new Hint.Changed(B), start);
        assertEquals(Map.of(B, Depth.NAME), pending.take(start + millis(1_900)));
        pending.add(new Hint.Written(A), start + millis(1_900));
        assertEquals(Map.of(), pending.take(start + millis(3_000)));
        pending.add(new Hint.Closed(A), start + millis(3_000));
        assertEquals(Map.of(A, Depth.NAME), pending.take(start + millis(3_200)));
    }

    @Test
    void rules_areHeededInAllThatIsBesideAndBelowThem() {
        RelPath rules = RelPath.literal("d/.dsyncignore");
        pending.add(new Hint.Changed(rules), start);
        assertEquals(
                Map.of(rules, Depth.NAME, RelPath.literal("d"), Depth.TREE),
                pending.take(start + millis(50)));
        RelPath top = RelPath.literal(".dsyncignore");
        pending.again(top, Duration.ofMillis(1), start + millis(60));
        assertEquals(
                Map.of(top, Depth.NAME, RelPath.ROOT, Depth.TREE),
                pending.take(start + millis(70)));
    }

    @Test
    void fileThatIsNeverClosed_isLookedAtAllTheSame() {
        for (long at = 0; at <= 10_000; at += 500) {
            pending.add(new Hint.Written(A), start + millis(at));
        }
        assertEquals(Map.of(A, Depth.NAME), pending.take(start + millis(10_000)));
    }

    @Test
    void moved_isLookedAtAtBothEnds_andBelowTheNewName() {
        pending.add(new Hint.Moved(A, B), start);
        assertEquals(Map.of(A, Depth.NAME, B, Depth.TREE), pending.take(start + millis(50)));
    }

    @Test
    void overflow_meansEverythingAtOnce() {
        pending.add(new Hint.Changed(A), start);
        pending.add(new Hint.Overflow(), start);
        assertEquals(Duration.ZERO, pending.untilDue(LONG, start));
        assertEquals(Map.of(RelPath.ROOT, Depth.TREE), pending.take(start));
        assertEquals(Map.of(), pending.take(start + millis(1_000)));
    }

    @Test
    void again_doesNotPutOffWhatIsDueBefore() {
        pending.add(new Hint.Changed(A), start);
        pending.again(A, Duration.ofSeconds(5), start);
        assertEquals(Map.of(A, Depth.NAME), pending.take(start + millis(50)));
    }

    @Test
    void heldPath_wakesNobody_untilItIsLetGo() {
        pending.add(new Hint.Changed(A), start);
        assertEquals(Map.of(A, Depth.NAME), pending.take(start + millis(50)));
        pending.hold(A);
        assertEquals(LONG, pending.untilDue(LONG, start));
        assertEquals(Map.of(), pending.take(start + millis(1_000)));
        assertFalse(pending.isEmpty());
        pending.again(A, Duration.ofMillis(100), start + millis(1_000));
        assertEquals(Map.of(A, Depth.NAME), pending.take(start + millis(1_100)));
        assertTrue(pending.isEmpty());
    }
}
