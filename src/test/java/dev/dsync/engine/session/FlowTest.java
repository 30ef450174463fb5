package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.transport.PipeConnection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowTest {
    private final PipeConnection.Pair pipe = PipeConnection.pair(10_000);
    private final Flow flow = new Flow(pipe.dialler(), 0);

    private void hear(int bytes) throws IOException {
        pipe.listener().write(new byte[bytes], 0, bytes);
        pipe.dialler().read(new byte[bytes], 0, bytes);
    }

    private void say(int bytes) throws IOException {
        pipe.dialler().write(new byte[bytes], 0, bytes);
    }

    private void assertSeen(boolean flows, boolean oneSided) {
        flow.look(true, 0);
        assertEquals(flows, flow.flows());
        assertEquals(oneSided, flow.isOneSided());
    }

    @Test
    void onlyWhatCrossedSinceTheLastLook_counts() throws IOException {
        assertSeen(false, false);
        hear(1);
        assertSeen(true, true);
        say(1000);
        assertSeen(true, false);
        hear(5);
        say(1000);
        assertSeen(true, false);
        assertSeen(false, false);
    }

    @Test
    void pings_areNoSignOfLife() throws IOException {
        say(20);
        assertSeen(false, false);
        hear(1);
        say(20);
        assertSeen(true, true);
    }

    private boolean isStuck(boolean nothingWaits, long nowNanos) {
        flow.look(nothingWaits, nowNanos);
        return flow.isStuck(Duration.ofNanos(75));
    }

    @Test
    void peerThatTakesNothingOfWhatWaits_isStuckThoughItSpeaks() throws IOException {
        assertFalse(isStuck(true, 1000));
        assertFalse(isStuck(false, 1074));
        say(1);
        assertFalse(isStuck(false, 1080));
        hear(500);
        assertFalse(isStuck(false, 1154));
        hear(500);
        assertTrue(isStuck(false, 1155));
    }
}
