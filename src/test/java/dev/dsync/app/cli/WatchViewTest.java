package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.app.control.Status;
import dev.dsync.engine.mesh.Links;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.io.wire.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a watch says of its peers, and how often. */
final class WatchViewTest {
    private static final String FULL = "cannot write into the destination: No space left on device";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final WatchView view =
            new WatchView(new Console(out, err, Map.of(), 0, System::nanoTime, new Cancellation()));

    private static Ending full(boolean byPeer) {
        return new Ending.Refused(Message.Reason.NO_SPACE, "into the destination", byPeer);
    }

    private void assertSaid(String onOut, String onErr) {
        assertEquals(onOut, out.toString(StandardCharsets.UTF_8));
        assertEquals(onErr, err.toString(StandardCharsets.UTF_8));
        out.reset();
        err.reset();
    }

    private Status.Peer peer(boolean isLinked) {
        return view.peer(new Links.Peer("b", true, isLinked, false, new Links.Work(0, 0, 0, 0, 0)));
    }

    @Test
    void lostPeer_isTold_andThatItIsBack() {
        view.linked("b");
        view.lost("b", new Ending.Lost("reset"));
        assertEquals("connection lost: reset", peer(false).error());
        view.linked("b");
        assertEquals("", peer(true).error());
        assertSaid("b: linked\nb: linked\n", "dsync: b: connection lost: reset\n");
    }

    @Test
    void fullDisk_isToldOnce_untilEverythingWasTaken() {
        view.linked("b");
        for (int i = 0; i < 3; i++) {
            view.lost("b", full(false));
            assertEquals(Status.Reach.UNREACHABLE, peer(false).reach());
            view.linked("b");
            view.happened("b", new SyncEvent.Stood(null, false, null, 0, false));
            assertEquals(FULL, peer(true).error());
        }
        assertSaid("b: linked\n", "dsync: b: " + FULL + "\n");
        view.happened("b", new SyncEvent.Stood(null, true, null, 0, false));
        assertEquals("", peer(true).error());
        view.lost("b", full(false));
        assertSaid("b: linked\n", "dsync: b: " + FULL + "\n");
    }

    @Test
    void fullDiskOfAPeer_isTold_untilItHasTakenEverything() {
        view.lost("b", full(true));
        view.linked("b");
        view.happened("b", new SyncEvent.Stood(null, true, null, 0, false));
        assertEquals(FULL, peer(true).error());
        assertSaid("", "dsync: b: " + FULL + "\n");
    }
}
