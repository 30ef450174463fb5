package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.io.transport.PipeConnection;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private final PipeConnection.Pair pipe = PipeConnection.pair(10_000);
    private final Traffic traffic = new Traffic(pipe.dialler());

    private void hear(int bytes) throws IOException {
        pipe.listener().write(new byte[bytes], 0, bytes);
        pipe.dialler().read(new byte[bytes], 0, bytes);
    }

    private void say(int bytes) throws IOException {
        pipe.dialler().write(new byte[bytes], 0, bytes);
    }

    private void assertSeen(boolean flows, boolean oneSided) {
        traffic.look();
        assertEquals(flows, traffic.flows());
        assertEquals(oneSided, traffic.isOneSided());
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
}
