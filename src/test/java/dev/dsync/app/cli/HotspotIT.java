package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hotspot and the process that has it, with a stand-in for {@code nmcli} on the PATH. */
class HotspotIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Keeps a file for each profile; tells the password only where secrets are asked for. */
    private static final String NMCLI =
            """
            #!/bin/sh
            cd "${0%/*}/profiles" || exit 1
            echo "$*" >>../asked
            case "$*" in
            *' hotspot '*)
                while [ "$1" != con-name ]; do shift; done
                echo s3cretPw >"$2" ;;
            'connection delete id '*) rm "$4" ;;
            *' NAME connection show') ls ;;
            *key-mgmt*) echo wpa-psk ;;
            *proto*) echo rsn ;;
            *IP4.ADDRESS*) echo 10.42.0.1/24 ;;
            --show-secrets*psk*) for name; do :; done; cat "$name" ;;
            *) exit 2 ;;
            esac
            """;

    @TempDir private Path directory;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectory(directory.resolve("profiles"));
        Path script = Files.writeString(directory.resolve("nmcli"), NMCLI);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Command share(String path) throws IOException {
        Path folder = directory.resolve("folder");
        Files.createDirectories(folder);
        return Command.of(Image.program().toString(), "share", "--hotspot", folder.toString())
                .with("DSYNC_HOME", directory.resolve("home").toString())
                .with("PATH", path + System.getenv("PATH"));
    }

    private Command.Running start() throws IOException {
        Command.Running running = share(directory + ":").start();
        running.awaitLine("http://", DEADLINE);
        List<String> lines = running.stdoutSoFar().lines().toList();
        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        String name = ("dsync-" + host.replaceAll("[^A-Za-z0-9-]", ""));
        name = name.substring(0, Math.min(name.length(), 32));
        assertEquals("join the network " + name + " with the password s3cretPw", lines.getFirst());
        assertTrue(lines.get(1).startsWith("http://10.42.0.1:"), lines.get(1));
        return running;
    }

    @Test
    void withoutNetworkManager_itSaysSo() throws IOException {
        Files.delete(directory.resolve("nmcli"));
        Finished ended = share("").run();
        assertEquals(5, ended.exitCode());
        assertEquals(
                "dsync: cannot open a hotspot: there is no nmcli on the PATH; install"
                        + " NetworkManager, or share without --hotspot\n",
                ended.stderr());
    }

    private List<String> profiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("profiles"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void signal_takesItDown() throws IOException {
        try (Command.Running running = start()) {
            assertEquals(1, profiles().size());
            running.process().destroy();
            Eventually.eventually("it is down", DEADLINE, () -> profiles().isEmpty());
        }
        assertFalse(Files.readString(directory.resolve("asked")).contains("s3cretPw"));
    }

    @Test
    void kill_leavesIt_andTheNextStartRemovesIt() throws IOException, InterruptedException {
        String left;
        try (Command.Running running = start()) {
            left = profiles().getFirst();
            running.process().destroyForcibly().waitFor();
        }
        assertEquals(List.of(left), profiles());
        try (Command.Running running = start()) {
            assertEquals(1, profiles().size());
            assertFalse(profiles().contains(left));
            running.process().destroy();
            Eventually.eventually("it is down", DEADLINE, () -> profiles().isEmpty());
        }
    }
}
