package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
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

    private Command.Running start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        Command.Running running =
                Command.of(java, "-cp", classes, HotspotProcess.class.getName(), "anna")
                        .with("PATH", directory + ":" + System.getenv("PATH"))
                        .start();
        Eventually.eventually(
                "it is up", DEADLINE, () -> running.stdoutSoFar().equals("dsync-anna s3cretPw\n"));
        return running;
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
