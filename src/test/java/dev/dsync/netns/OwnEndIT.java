package dev.dsync.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who dials a port of this machine where nobody listens may be given that very port as its near
 * end, and TCP connects it with itself. Here there is at first no other port to be given.
 */
@Tag("netns")
@Tag("root")
final class OwnEndIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PORT = "20000";

    @TempDir private Path directory;

    private Command watch(Network network, String name, String... options) throws IOException {
        Path key = directory.resolve("key");
        Files.writeString(key, "7".repeat(64) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path folder = Files.createDirectory(directory.resolve(name));
        return network.on("a", Image.program().toString(), "watch", folder.toString())
                .plus("--share", "s", "--key-file", key.toString())
                .plus(options)
                .with("DSYNC_HOME", directory.resolve("home-" + name).toString());
    }

    private static void nearEnds(Network network, String first, String last) throws IOException {
        String range = "echo " + first + " " + last + " >/proc/sys/net/ipv4/ip_local_port_range";
        network.on("a", "sh", "-c", range).run().succeeded();
    }

    @Test
    void ownEnd_isNobody_andLeavesThePortToThePeer() throws IOException {
        try (Network network = Network.open()) {
            network.join("a");
            nearEnds(network, PORT, PORT);
            String[] dialling = {"--listen", "127.0.0.1:30001", "--peers", "127.0.0.1:" + PORT};
            try (Command.Running dialler = watch(network, "x", dialling).start()) {
                dialler.awaitLine("127.0.0.1:" + PORT + ": ", SOON);
                assertEquals(
                        Optional.of(
                                "dsync: 127.0.0.1:20000: cannot connect to 127.0.0.1:20000:"
                                        + " Connection refused"),
                        dialler.stderrSoFar().lines().findFirst());
                nearEnds(network, PORT, "20999");
                String[] listening = {"--listen", "127.0.0.1:" + PORT};
                try (Command.Running peer = watch(network, "y", listening).start()) {
                    dialler.awaitLine(": linked", SOON);
                    assertTrue(peer.process().isAlive(), peer::stderrSoFar);
                }
            }
        }
    }
}
