package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.wire.Message;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Listings that were equal from the start: remembered once, and then without opening an index. */
final class EqualListingTest {
    private final Scenario scenario = new Scenario(7).deleting().remembering();

    EqualListingTest() throws IOException {
        AgreedListingTest.fill(scenario, 0, 1500);
        run(true);
        run(false);
    }

    private VirtualRun run(boolean push) throws IOException {
        VirtualRun run = scenario.run(push).toEnd();
        run.close();
        assertEquals(scenario.source.look(), scenario.target.look());
        return run;
    }

    @Test
    void listingThatWasEqualFromTheStart_isRemembered() throws IOException {
        scenario.sourceIndexes.lose();
        scenario.targetIndexes.lose();
        run(false);
        assertTrue(scenario.sourceIndexes.opened() > 0);
        scenario.source.file(AgreedListingTest.path(1), "changed", 5001);
        VirtualRun run = run(false);
        assertEquals(1, run.sent(Message.ChangesRequest.class));
        assertEquals(0, run.sent(Message.PageRequests.class));
    }

    @Test
    void equalListings_openNoIndexOnceTheyAreRemembered() throws IOException {
        scenario.sourceIndexes.opened();
        scenario.targetIndexes.opened();
        run(true);
        run(false);
        assertEquals(0, scenario.sourceIndexes.opened() + scenario.targetIndexes.opened());
    }

    @Test
    void moreThanAQuarterOfOtherEntries_isTakenFromPages() throws IOException {
        for (int i = 0; i < 500; i++) {
            scenario.source.file(AgreedListingTest.path(i), "changed", 5000 + i);
        }
        VirtualRun run = run(true);
        assertEquals(1, run.sent(Message.ChangesRequest.class));
        assertTrue(run.sent(Message.PageRequests.class) > 0);
    }

    @Test
    void smallListings_openNoIndex() throws IOException {
        Scenario small = new Scenario(2).deleting().remembering();
        AgreedListingTest.fill(small, 0, 100);
        for (int i = 0; i < 2; i++) {
            small.source.file(AgreedListingTest.path(i), "x", 9000 + i);
            small.push().toEnd().close();
        }
        assertEquals(small.source.look(), small.target.look());
        assertEquals(0, small.sourceIndexes.opened() + small.targetIndexes.opened());
    }
}
