package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.engine.session.Ending;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopTimeTest {
    private static final LocalDateTime NOW = LocalDateTime.parse("2031-10-31T14:30:20");

    @TempDir private Path home;

    @ParameterizedTest
    @CsvSource({
        "2032-12-31T23:59, 2032-12-31T23:59",
        "2032/1/2T3:4, 2032-01-02T03:04",
        "2032/1-2, 2032-01-02T00:00",
        "32-1-2, 2032-01-02T00:00",
        "31-11-2, 2031-11-02T00:00",
        "30-1-2, 2130-01-02T00:00",
        "2001-1-1, 2001-01-01T00:00",
        "1-30, 2032-01-30T00:00",
        "10-31, 2032-10-31T00:00",
        "10-31T14:31, 2031-10-31T14:31",
        "2-29, 2032-02-29T00:00",
        "1, 2031-11-01T00:00",
        "31, 2031-12-31T00:00",
        "31T, 2031-12-31T00:00",
        "31t23:00, 2031-10-31T23:00",
        "14:00, 2031-11-01T14:00",
        "14:30, 2031-11-01T14:30",
        "T14:31, 2031-10-31T14:31",
        ":59, 2031-10-31T14:59",
        ":30, 2031-10-31T15:30",
        ":31, 2031-10-31T14:31",
        ":00, 2031-10-31T15:00"
    })
    void whatIsLeftOut_isAsSoonAsPossible(String text, String meant) {
        assertEquals(LocalDateTime.parse(meant), StopTime.parse(text).after(NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "x",
                "T5",
                "25:00",
                "1:60",
                ":60",
                "0",
                "32",
                "13-1",
                "2-30",
                "2032-2-30",
                "20301",
                "/31T",
                "2026/12/31T12",
                "1-2-3-4",
                "1:2:3",
                "-1"
            })
    void whatIsNoTime_isNone(String text) {
        assertThrows(DateTimeException.class, () -> StopTime.parse(text).after(NOW));
    }

    @Test
    void theLastThatWasGivenHolds_andTheClockIsLocal() throws Exception {
        Instant now = Instant.parse("2031-10-31T13:30:20Z");
        LimitDraft limits = new LimitDraft(now, ZoneOffset.ofHours(1));
        assertEquals(Optional.empty(), limits.end());
        limits.stopAfter("90".getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.of(now.plus(Duration.ofMinutes(90))), limits.end());
        limits.stopAt("14:31".getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.of(Instant.parse("2031-10-31T13:31:00Z")), limits.end());
    }

    @Test
    void wrongTimes_areRefused() throws Exception {
        for (String flag :
                new String[] {
                    "--stop-after=0",
                    "--stop-after=-1",
                    "--stop-after=x",
                    "--stop-at=25:00",
                    "--stop-at=2001-1-1"
                }) {
            UsageException wrong =
                    assertThrows(UsageException.class, () -> Orders.of(home, flag), flag);
            assertTrue(String.valueOf(wrong.getMessage()).startsWith("cannot use --stop-"), flag);
        }
        assertTrue(Orders.of(home, "--stop-after=1").end().isPresent());
        assertFalse(Orders.of(home, "--stop-at=1 --no-stop-at").end().isPresent());
    }

    /** Carries out a run that waits until it is ended, or not at all. */
    private PushCommand.Ran ran(Duration limit, boolean waits) throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Cancellation cancellation = new Cancellation();
        Console console = new Console(err, err, Map.of(), 0, System::nanoTime, cancellation);
        Runs runs =
                (options, watcher) -> {
                    CountDownLatch ended = new CountDownLatch(waits ? 1 : 0);
                    watcher.cancellation().onCancel(ended::countDown);
                    try {
                        assertTrue(ended.await(20, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return new Ending.Cancelled();
                };
        Order order = Orders.of(home, "");
        Instant end = Instant.now().plus(limit);
        return PushCommand.carryOut(
                new Order(order.run(), order.view(), Optional.of(end), false),
                new Assembly(runs),
                console);
    }

    @Test
    void aRunWhoseTimeIsOver_endsWith30() throws Exception {
        assertEquals(
                new PushCommand.Ran(ExitCode.TIMEOUT, null, true),
                ran(Duration.ofMillis(50), true));
        assertEquals(
                new PushCommand.Ran(ExitCode.INTERRUPTED, null, false),
                ran(Duration.ofHours(1), false));
    }
}
