package dev.dsync.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file that several peers lack, between real processes. */
final class SwarmIT {
    private static final Duration SOON = Duration.ofMinutes(4);
    private static final int PEERS = 4;
    private static final int BYTES = 64 << 20;

    @TempDir private Path directory;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Command.Running> running = new ArrayList<>();

    private Path root(int peer) {
        return directory.resolve("peer " + peer);
    }

    private Command.Running start(int peer) throws IOException {
        Files.createDirectories(root(peer));
        List<String> others = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            if (i != peer) {
                others.add("127.0.0.1:" + ports.get(i));
            }
        }
        return Command.of(Image.program().toString(), "watch", root(peer).toString())
                .plus("--share", "s")
                .plus("--key-file", directory.resolve("key").toString())
                .plus("--listen", "127.0.0.1:" + ports.get(peer))
                .plus("--peers", String.join(",", others))
                .with("DSYNC_HOME", directory.resolve("home of " + peer).toString())
                .start();
    }

    private static long linked(Command.Running watch) {
        return watch.stdoutSoFar().lines().filter(line -> line.endsWith(": linked")).count();
    }

    /** Bytes a process has written so far: to connections, and a little to its index. */
    private static long written(Command.Running watch) throws IOException {
        Path io = Path.of("/proc", String.valueOf(watch.process().pid()), "io");
        String line =
                Files.readAllLines(io).stream()
                        .filter(l -> l.startsWith("wchar:"))
                        .findAny()
                        .orElseThrow();
        return Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }

    @AfterEach
    void stop() {
        running.forEach(Command.Running::close);
    }

    @Test
    void seeder_sendsAFileAboutOnce_toThreePeers() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "7".repeat(64) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        for (int i = 0; i < PEERS; i++) {
            ports.add(Ports.free());
        }
        for (int i = 0; i < PEERS; i++) {
            running.add(start(i));
        }
        Eventually.eventually(
                "all are linked",
                SOON,
                () -> running.stream().allMatch(watch -> linked(watch) >= PEERS - 1));
        byte[] noise = new byte[BYTES];
        new Random(1).nextBytes(noise);
        Path beside = Files.write(directory.resolve("noise"), noise);
        long before = written(running.getFirst());
        Files.move(beside, root(0).resolve("noise"), StandardCopyOption.ATOMIC_MOVE);
        Eventually.eventually(
                "all have it",
                SOON,
                () -> {
                    for (int i = 1; i < PEERS; i++) {
                        if (!Files.exists(root(i).resolve("noise"))) {
                            return false;
                        }
                    }
                    return true;
                });
        double times = (double) (written(running.getFirst()) - before) / BYTES;
        for (int i = 1; i < PEERS; i++) {
            assertEquals(-1, Files.mismatch(root(0).resolve("noise"), root(i).resolve("noise")));
        }
        assertTrue(times >= 1 && times <= 1.5, "sent " + times + " times its bytes");
    }
}
