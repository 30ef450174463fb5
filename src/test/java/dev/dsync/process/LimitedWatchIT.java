package dev.dsync.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch whose user has all the queues of the kernel that a user may have. */
final class LimitedWatchIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Begins a command in a user namespace of its own, in which there is none left. */
    private static final List<String> WITHOUT_QUEUES =
            List.of(
                    "unshare",
                    "--user",
                    "--map-root-user",
                    "sh",
                    "-c",
                    "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$@\"",
                    "sh");

    @TempDir private Path directory;

    @BeforeEach
    void begin() throws IOException {
        boolean can = Command.of(WITHOUT_QUEUES).plus("true").run().exitCode() == 0;
        Precondition.require(can, "no user namespace can be had");
        Path key = Files.writeString(directory.resolve("key"), "7".repeat(64) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private Command.Running start(Command begun, String name, int port, int other)
            throws IOException {
        Command.Running started =
                begun.plus(Image.program().toString(), "watch")
                        .plus(Files.createDirectories(directory.resolve(name)).toString())
                        .plus("--share", "s")
                        .plus("--key-file", directory.resolve("key").toString())
                        .plus("--listen", "127.0.0.1:" + port)
                        .plus("--peers", "127.0.0.1:" + other)
                        .with("DSYNC_HOME", directory.resolve(name + "-home").toString())
                        .start();
        started.awaitLine("listening on ", SOON);
        return started;
    }

    @Test
    void itLooksNowAndThen_andSaysWhatToDo() throws IOException {
        int one = Ports.free();
        int other = Ports.free();
        try (Command.Running limited = start(Command.of(WITHOUT_QUEUES), "a", one, other);
                Command.Running _ = start(Command.of("env"), "b", other, one)) {
            limited.awaitLine("fs.inotify.max_user_instances is ", SOON);
            limited.awaitLine("sysctl -w fs.inotify.max_user_instances=", SOON);
            Files.writeString(directory.resolve("a/f"), "seen\n", StandardCharsets.UTF_8);
            Eventually.eventually(
                    "the file is found", SOON, () -> Files.exists(directory.resolve("b/f")));
        }
    }
}
