package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The user of a share or its server killed while content travels: a server serves on, a user is
 * told, and the same command finishes the run.
 */
class TlsKillIT {

    private static final int STREAM = 12;
    private static final int ROUNDS = 2;
    private static final String LISTENING = "listening on 127.0.0.1:";

    @TempDir private Path directory;

    private Command dsync(String command, String... arguments) {
        return Command.of(Image.program().toString(), command)
                .plus("--key-file", directory.resolve("key").toString())
                .plus(arguments)
                .with("DSYNC_HOME", directory.resolve("home") + "");
    }

    private Command.Running serve(int port) throws IOException {
        Command.Running server =
                dsync("serve", "-v", "--listen", "127.0.0.1:" + port)
                        .plus("--share", "m=" + directory.resolve("place"))
                        .start();
        server.awaitLine(LISTENING, TransferKill.SOON);
        return server;
    }

    private static int port(Command.Running server) {
        return Integer.parseInt(server.after(LISTENING));
    }

    /** Waits until the server has said the end of one more session. */
    private static void heardOf(int sessions, Command.Running server) throws IOException {
        Eventually.eventually(
                "the server has noticed",
                TransferKill.SOON,
                () -> server.stderrSoFar().lines().count() >= sessions);
    }

    @Test
    void killedOnEitherSide_isNoticedByTheOther_andFinishedByTheNextRun() throws IOException {
        Files.createDirectories(directory.resolve("place"));
        Path key = Files.writeString(directory.resolve("key"), "5".repeat(64) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Command.Running server = serve(0);
        try {
            int port = port(server);
            String share = "dsync://127.0.0.1:" + port + "/m/";
            Command push = dsync("push", directory.resolve("place/A") + "/", share + "to/B/");
            Command pull = dsync("pull", share + "A/", directory.resolve("place/to/B") + "/");
            TransferKill kills =
                    new TransferKill(directory.resolve("place"), RandomKill.seed(), push);
            for (int round = 0; round < ROUNDS; round++) {
                for (Command command : List.of(push, pull)) {
                    int said = (int) server.stderrSoFar().lines().count();
                    Optional<Finished> killed =
                            kills.killed(command, run -> Optional.of(run.process().toHandle()));
                    heardOf(said + 1, server);
                    killed.ifPresent(end -> assertEquals(Finished.KILLED, end.exitCode()));
                    kills.assertFinishedBy(command);
                    heardOf(said + 2, server);
                    kills.assertSays("lost: ", server.stderrSoFar());

                    ProcessHandle victim = server.process().toHandle();
                    Optional<Finished> left = kills.killed(command, run -> Optional.of(victim));
                    server.finish(TransferKill.SOON);
                    server = serve(port);
                    left.ifPresent(
                            end -> {
                                assertEquals(STREAM, end.exitCode(), end.stderr());
                                kills.assertSays("connection lost", end.stderr());
                            });
                    kills.assertFinishedBy(command);
                }
            }
            int hits = kills.hits();
            assertTrue(hits > 2 * ROUNDS, () -> hits + " hits, " + kills.withSeed());
        } finally {
            server.close();
        }
    }
}
