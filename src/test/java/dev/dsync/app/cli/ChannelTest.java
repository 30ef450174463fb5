package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.hash.Digest;
import dev.dsync.io.discover.Announcement;
import dev.dsync.io.discover.ShareMarks;
import dev.dsync.io.discover.Sighting;
import dev.dsync.io.trust.DeviceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChannelTest {
    private static final DeviceId DEVICE = new DeviceId(new Digest(1, 2, 3, 4));

    private final Channel channel = new Channel(482);
    private final List<Integer> tried = new ArrayList<>();

    private void hear(int number, int port) throws UnknownHostException {
        ShareMarks marks = ShareMarks.make(List.of(), DEVICE, new SecureRandom());
        channel.hear(
                new Sighting(
                        new Announcement("x", DEVICE, "0.1.0", marks, OptionalInt.of(number)),
                        List.of(InetAddress.getByAddress(new byte[] {10, 0, 0, 9})),
                        port));
    }

    @Test
    void impostors_arePassedOver() throws IOException {
        hear(481, 1);
        hear(482, 2);
        hear(482, 2);
        hear(482, 3);
        assertEquals(
                7,
                channel.tryHeard(
                        place -> {
                            tried.add(place.port());
                            if (place.port() < 3) {
                                throw new IOException("it does not know the code");
                            }
                            return 7;
                        }));
        assertEquals(List.of(2, 3), tried);
    }

    @Test
    void manyImpostors_getEightGuesses() throws IOException {
        for (int port = 1; port <= 20; port++) {
            hear(482, port);
        }
        assertThrows(
                IOException.class,
                () ->
                        channel.tryHeard(
                                place -> {
                                    tried.add(place.port());
                                    throw new IOException("it does not know the code");
                                }));
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8), tried);
    }
}
