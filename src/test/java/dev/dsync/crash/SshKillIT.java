package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import dev.dsync.process.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dsync here, the one there, or the ssh between them killed while content travels: whoever is
 * left ends by itself, and the same command finishes the run.
 */
@Tag("ssh")
@Tag("root")
class SshKillIT {

    private static final int STREAM = 12;

    @TempDir private Path directory;

    private enum Side {
        HERE,
        THERE,
        BETWEEN
    }

    /** What ssh is told to start: dsync, and its last words and exit code into files. */
    private Path remoteProgram() throws IOException {
        Path bin = Image.startedFrom(directory.resolve("bin"), Image.program());
        Path script =
                Files.writeString(
                        directory.resolve("remote"),
                        """
                        #!/bin/sh
                        cd '%s' && rm -f code
                        '%s/dsync' "$@" 2>said
                        echo $? >code.new && mv code.new code
                        """
                                .formatted(directory, bin));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Command dsync(SshServer server, Path script, String... arguments) {
        return Command.of(Image.program().toString(), arguments[0])
                .plus("-e", server.sshCommand(), "--dsync-path", script.toString())
                .plus(arguments[1], arguments[2])
                .with("DSYNC_HOME", directory.resolve("home") + "");
    }

    private static Optional<ProcessHandle> running(Stream<ProcessHandle> processes, String name) {
        return processes
                .filter(process -> process.info().command().orElse("").endsWith("/" + name))
                .findFirst();
    }

    /** Exit code and words of the side there, once it has ended. */
    private Finished remote() throws IOException {
        Path code = directory.resolve("code");
        Eventually.eventually(
                "the side there has ended", TransferKill.SOON, () -> Files.exists(code));
        return new Finished(
                Integer.parseInt(Files.readString(code).strip()),
                "",
                Files.readString(directory.resolve("said")),
                TransferKill.SOON);
    }

    @Test
    void killedAnywhere_isNoticedByTheOthers_andFinishedByTheNextRun() throws IOException {
        Path place = directory.resolve("place");
        try (SshServer server = SshServer.open(directory.resolve("sshd"), "/usr/bin:/bin")) {
            Path script = remoteProgram();
            String a = place.resolve("A") + "/";
            String b = place.resolve("to/B") + "/";
            String host = server.host() + ":";
            Command push = dsync(server, script, "push", a, host + b);
            Command pull = dsync(server, script, "pull", host + a, b);
            TransferKill kills = new TransferKill(place, RandomKill.seed(), push);
            int rounds = 0;
            for (Command command : List.of(push, pull)) {
                for (Side side : Side.values()) {
                    Optional<Finished> here =
                            kills.killed(command, run -> victim(side, run, server));
                    if (here.isPresent()) {
                        check(side, here.get(), kills);
                    }
                    kills.assertFinishedBy(command);
                    rounds++;
                }
            }
            int hits = kills.hits();
            assertTrue(hits > rounds / 2, () -> hits + " hits, " + kills.withSeed());
        }
    }

    private static Optional<ProcessHandle> victim(
            Side side, Command.Running run, SshServer server) {
        return switch (side) {
            case HERE -> Optional.of(run.process().toHandle());
            case THERE -> running(server.processes(), "java");
            case BETWEEN -> running(run.process().descendants(), "ssh");
        };
    }

    private void check(Side killed, Finished here, TransferKill kills) throws IOException {
        Finished there = remote();
        kills.assertSays("", there.stderr());
        if (killed == Side.HERE) {
            assertEquals(Finished.KILLED, here.exitCode());
        } else {
            assertEquals(STREAM, here.exitCode(), here.stderr());
            kills.assertSays("connection lost", here.stderr());
        }
        int expected = killed == Side.THERE ? Finished.KILLED : STREAM;
        assertEquals(expected, there.exitCode(), there.stderr());
    }
}
