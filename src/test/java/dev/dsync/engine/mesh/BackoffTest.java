package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.engine.session.Ending;
import dev.dsync.io.wire.Message;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How often a peer is dialled that was away, or that refuses. */
final class BackoffTest {
    private static final Ending FULL =
            new Ending.Refused(Message.Reason.NO_SPACE, "into the destination", true);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Backoff backoff = new Backoff(new SplittableRandom(1));

    private void assertPause(long least, long most) {
        for (int i = 0; i < 100; i++) {
            long pause = backoff.pauseMillis();
            assertTrue(least <= pause && pause < most, () -> "pause: " + pause);
        }
    }

    @Test
    void pause_growsWhileNobodyIsThere() {
        assertPause(250, 750);
        backoff.failed();
        assertPause(500, 1500);
        for (int i = 0; i < 20; i++) {
            backoff.failed();
        }
        assertPause(15_000, 45_000);
    }

    @Test
    void lostLink_isSoughtAtOnce() {
        backoff.failed();
        backoff.failed();
        backoff.ended(new Ending.Lost("reset"), SHORT);
        assertPause(250, 750);
        backoff.failed();
        backoff.ended(new Ending.Refused(Message.Reason.SILENT, "", false), SHORT);
        assertPause(250, 750);
        backoff.failed();
        backoff.ended(new Ending.Refused(Message.Reason.CANCELLED, "", true), SHORT);
        assertPause(250, 750);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            backoff.failed();
        }
    }

    @Test
    void placeWithoutALink_isHopelessSoon() {
        fail(11);
        assertFalse(backoff.isHopeless());
        backoff.reset();
        backoff.ended(new Ending.Lost("reset"), SHORT);
        assertTrue(backoff.isHopeless(), "a link that ends at once is none");
    }

    @Test
    void placeThatHadALink_isHopelessAfterADay() {
        backoff.ended(new Ending.Lost("reset"), Duration.ofMinutes(2));
        fail(2_879);
        assertFalse(backoff.isHopeless());
        fail(1);
        assertTrue(backoff.isHopeless());
    }

    @Test
    void refusedLink_isSoughtLessAndLessOften_unlessItHasLived() {
        for (int i = 0; i < 20; i++) {
            backoff.ended(FULL, SHORT);
        }
        assertPause(15_000, 45_000);
        backoff.ended(FULL, Duration.ofHours(1));
        assertPause(500, 1500);
        backoff.ended(new Ending.Failed(Ending.Part.FILES, "broken"), SHORT);
        assertPause(1000, 3000);
    }
}
