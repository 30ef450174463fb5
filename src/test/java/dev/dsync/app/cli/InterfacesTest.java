package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InterfacesTest {
    private static final InetAddress DOCKER = address("172.17.0.1");
    private static final InetAddress WIRELESS = address("192.168.1.20");
    private static final InetAddress PUBLIC = address("198.51.100.7");
    private static final InetAddress SIX = address("2001:db8::7");

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void addressThatReachesOthers_isFirst() {
        assertEquals(
                List.of(WIRELESS, DOCKER, PUBLIC, SIX),
                Interfaces.ordered(List.of(SIX, PUBLIC, DOCKER, WIRELESS), List.of(WIRELESS)));
        assertEquals(
                List.of(WIRELESS, SIX, DOCKER),
                Interfaces.ordered(List.of(DOCKER, SIX, WIRELESS), List.of(SIX, WIRELESS)));
    }

    @Test
    void withoutAnyNetwork_localOnesOfTheOldKindAreFirst() {
        assertEquals(
                List.of(DOCKER, WIRELESS, PUBLIC, SIX),
                Interfaces.ordered(List.of(SIX, PUBLIC, DOCKER, WIRELESS), List.of()));
    }

    @Test
    void machine_hasAnAddressAndItsOwnName() throws IOException {
        assertTrue(!Interfaces.addresses(Optional.empty()).isEmpty());
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertEquals(Set.of(name), Interfaces.names(Optional.empty()));
    }

    @Test
    void addressThatIsReachedForSure_isFirst() throws IOException {
        InetAddress hotspot = address("10.42.0.1");
        assertEquals(hotspot, Interfaces.addresses(Optional.of(hotspot)).getFirst());
    }
}
