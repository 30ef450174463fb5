package dev.dsync.app.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.fs.FileSystem;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path directory;

    private String state() {
        return directory + "/state";
    }

    private static Shared share(Shared.Status status, Runnable stop) {
        return new Shared() {
            @Override
            public Status status() {
                return status;
            }

            @Override
            public void stop() {
                stop.run();
            }

            @Override
            public void stalled(IOException why) {
                throw new IllegalStateException(why);
            }
        };
    }

    private ControlServer serve(Shared shared) throws IOException {
        ControlPlace place = ControlPlace.ofShare(state(), "", shared.status().id());
        return ControlServer.open(FileSystem.ofThisMachine(), place, new Random(1), shared);
    }

    @Test
    void share_isFoundAndTellsHowItIs() throws IOException {
        assertEquals(List.of(), ControlPlace.ofShares(state(), ""));
        Shared.Status one = new Shared.Status("0a", List.of("/a", "/b \"ü\""), "http://x/", 5, 2);
        Shared.Status two = new Shared.Status("1b", List.of("/c"), "http://y/", 0, 0);
        try (ControlServer _ = serve(share(one, () -> {}));
                ControlServer _ = serve(share(two, () -> {}))) {
            List<ControlPlace> places = ControlPlace.ofShares(state(), "");
            assertEquals(2, places.size());
            try (ControlClient client = ControlClient.open(places.getFirst(), PATIENCE)) {
                assertEquals(one, client.shared());
                assertThrows(IOException.class, client::rescan);
            }
            try (ControlClient client = ControlClient.open(places.getLast(), PATIENCE)) {
                assertEquals(two, client.shared());
            }
        }
        assertEquals(List.of(), ControlPlace.ofShares(state(), ""));
    }

    @Test
    void stop_endsIt() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Shared.Status status = new Shared.Status("0a", List.of("/a"), "http://x/", 0, 0);
        ControlPlace place = ControlPlace.ofShare(state(), "", "0a");
        try (ControlServer _ = serve(share(status, stopped::countDown));
                SocketChannel guest =
                        SocketChannel.open(UnixDomainSocketAddress.of(place.path()))) {
            guest.write(ByteBuffer.wrap("{\"do\":\"stop\"}\n".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(100);
            guest.read(answer);
            String said = new String(answer.array(), StandardCharsets.UTF_8).strip();
            assertTrue(said.startsWith("{\"ok\":true}"), said);
            stopped.await();
        }
    }
}
