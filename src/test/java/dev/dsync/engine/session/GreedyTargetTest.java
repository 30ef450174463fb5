package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Placement;
import dev.dsync.io.wire.Message.Role;
import dev.dsync.io.wire.Message.Wish;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Targets that ask for more than a source could hold. */
final class GreedyTargetTest {
    private final Scenario scenario = new Scenario(1);

    GreedyTargetTest() throws IOException {
        scenario.source.file("f", "0123456789", 10);
    }

    private static Wish wish(String path) {
        return new Wish(0, RelPath.literal(path), 10, new Timestamp(10, 0));
    }

    @Test
    void wishesForLongPaths_areFewerThanWouldFillMemory() throws IOException {
        Session session =
                Session.listen(new TrustedGreeting(), new OperatorPremises(scenario.from), _ -> {});
        try (Solo solo = new Solo(session, scenario.clock)) {
            solo.say(new TrustedGreeting().opening());
            Placement anywhere = new Placement(List.of(), false, true, null);
            solo.say(scenario.request(Role.TARGET, "a/", anywhere));
            solo.say(new Message.Fetch(List.of(wish("f"))));
            assertFalse(solo.hasEnded());
            String path = String.join("/", Collections.nCopies(16, "x".repeat(250)));
            solo.say(new Message.Fetch(Collections.nCopies(1000, wish(path))));
            String what = assertInstanceOf(Ending.Broken.class, solo.ending()).what();
            assertTrue(what.contains("beyond what may wait"), what);
        }
        assertEquals(0, scenario.from.openHandles());
    }
}
