package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.engine.session.Ending;
import dev.dsync.io.wire.Message.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for others. */
final class LockWaitTest {
    private static final Ending BUSY = new Ending.Refused(Reason.ROOT_BUSY, "b/", true);
    private static final Ending OTHER = new Ending.Refused(Reason.NO_SUCH_PATH, "b/", true);

    @TempDir Path home;

    private final Cancellation cancellation = new Cancellation();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Carries out a run that would end so, one time after the other. */
    private int ran(String flags, Queue<Ending> endings) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(out, err, Map.of(), 0, System::nanoTime, cancellation);
        Runs runs = (_, _) -> endings.remove();
        return PushCommand.carryOut(Orders.of(home, flags), new Assembly(runs), console).exitCode();
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aRunThatWaits_beginsWhenNobodyElseWrites() throws Exception {
        Queue<Ending> endings = new ArrayDeque<>(List.of(BUSY, BUSY, OTHER));
        int exitCode = ran("--wait-lock", endings);
        assertTrue(endings.isEmpty());
        assertEquals(1, told().split("waiting until", -1).length - 1, told());
        assertEquals(exitCode, ran("", new ArrayDeque<>(List.of(OTHER))));
    }

    @Test
    void aRunThatDoesNotWait_endsWith42() throws Exception {
        for (String flags : List.of("", "--wait-lock --no-wait-lock")) {
            assertEquals(ExitCode.ROOT_BUSY, ran(flags, new ArrayDeque<>(List.of(BUSY))));
            assertFalse(told().contains("waiting until"), told());
        }
    }

    @Test
    void aRunThatIsEndedWhileItWaits_beginsNoMore() throws Exception {
        cancellation.cancel();
        Queue<Ending> endings = new ArrayDeque<>(List.of(BUSY, OTHER));
        assertEquals(ExitCode.INTERRUPTED, ran("-q --wait-lock", endings));
        assertEquals(List.of(OTHER), List.copyOf(endings));
        assertFalse(told().contains("waiting until"), told());
    }
}
