package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.plan.Policy;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.ReportLevel;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Flights counted on the pipe: where nothing but messages takes time, and each the same, the time
 * of a run is the number of its round trips, greeting and last word included.
 */
final class FlightsTest {
    private static final long LATENCY_NANOS = 10_000_000;

    private final Scenario scenario = new Scenario(1).deleting().withLatency(LATENCY_NANOS);

    FlightsTest() throws IOException {}

    private void fill(MemoryTree tree, int files) throws IOException {
        for (int i = 0; i < files; i++) {
            if (i % 100 == 0) {
                tree.directory("d" + i / 100);
            }
            tree.file("d" + i / 100 + "/file" + i, "content " + i, i);
        }
    }

    private VirtualRun run(boolean push) throws IOException {
        VirtualRun run = scenario.run(push).toEnd();
        assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        run.close();
        assertEquals(scenario.source.look(), scenario.target.look());
        return run;
    }

    private static double flights(VirtualRun run) {
        return run.elapsedNanos() / (2.0 * LATENCY_NANOS);
    }

    @ParameterizedTest
    @CsvSource({"true, 3", "false, 2.5"})
    void nothingChanged_isOneComparison(boolean push, double flights) throws IOException {
        fill(scenario.source, 2000);
        run(push);
        VirtualRun again = run(push);
        assertEquals(flights, flights(again));
        assertEquals(
                0,
                again.sent(Message.PageRequests.class) + again.sent(Message.StreamRequest.class));
        assertTrue(again.bytesToListener() + again.bytesToDialler() < 1000);
    }

    @Test
    void nothingChanged_isOneComparisonWhateverIsToldOrSent() throws IOException {
        fill(scenario.source, 300);
        run(true);
        scenario.report = ReportLevel.ALL;
        assertEquals(0, run(true).sent(Message.PageRequests.class));
        scenario.policy =
                new Policy(
                        Scenario.DELETE,
                        new Policy.Comparison(true, false, false, -1, false),
                        Policy.Selection.ALL);
        VirtualRun everything = run(true);
        assertEquals(0, everything.sent(Message.PageRequests.class));
        assertEquals(300, ((Ending.Done) everything.ending()).done().transferredFiles());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void emptyTarget_isSentAllPagesAtOnce(boolean push) throws IOException {
        fill(scenario.source, 2000);
        VirtualRun run = run(push);
        assertEquals(1, run.sent(Message.StreamRequest.class));
        assertEquals(0, run.sent(Message.PageRequests.class));
        assertTrue(flights(run) <= 5, "flights: " + flights(run));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFewChanges_takeAsManyFlightsAsThePagesHaveLevels(boolean push) throws IOException {
        fill(scenario.source, 3000);
        run(push);
        for (int i = 0; i < 3000; i += 700) {
            scenario.source.file("d" + i / 100 + "/file" + i, "other content " + i, 9000 + i);
        }
        VirtualRun run = run(push);
        assertEquals(0, run.sent(Message.StreamRequest.class));
        assertTrue(flights(run) <= 6, "flights: " + flights(run));
        assertTrue(
                run.bytesToListener() + run.bytesToDialler() < 40_000,
                () -> "bytes: " + (run.bytesToListener() + run.bytesToDialler()));
    }

    @ParameterizedTest
    @CsvSource({"true, 4", "false, 3.5"})
    void aFewChangesSinceWhatBothRemember_takeFourFlightsBehindTheGreeting(
            boolean push, double flights) throws IOException {
        fill(scenario.remembering().source, 3000);
        run(push);
        for (int i = 0; i < 3000; i += 700) {
            scenario.source.file("d" + i / 100 + "/file" + i, "other content " + i, 9000 + i);
        }
        VirtualRun run = run(push);
        assertEquals(1, run.sent(Message.ChangesRequest.class));
        assertEquals(0, run.sent(Message.PageRequests.class));
        assertEquals(flights, flights(run) - 1);
    }
}
