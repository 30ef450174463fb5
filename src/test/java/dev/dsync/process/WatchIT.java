package dev.dsync.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three watches as processes on one machine, each with the other two as peers. */
final class WatchIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int INTERRUPTED = 20;

    @TempDir private Path directory;
    private final List<Peer> peers = new ArrayList<>();

    /** One of them. */
    private final class Peer {
        private final String name;
        private final int port;
        private final Path root;
        private Command.@Nullable Running process;

        Peer(String name) throws IOException {
            this.name = name;
            this.port = Ports.free();
            this.root = Files.createDirectories(directory.resolve(name));
        }

        void start() throws IOException {
            List<String> others =
                    peers.stream()
                            .filter(peer -> !peer.name.equals(name))
                            .map(peer -> "127.0.0.1:" + peer.port)
                            .toList();
            Command.Running started =
                    Command.of(Image.program().toString(), "watch", root.toString())
                            .plus("--share", "s")
                            .plus("--key-file", directory.resolve("key").toString())
                            .plus("--listen", "127.0.0.1:" + port)
                            .plus("--peers", String.join(",", others))
                            .with("DSYNC_HOME", directory.resolve(name + "-home").toString())
                            .start();
            process = started;
            started.awaitLine("listening on ", SOON);
        }

        void kill() throws IOException {
            running().process().destroyForcibly();
            running().finish(SOON);
        }

        Command.Running running() {
            return Objects.requireNonNull(process);
        }

        Path write(String path, byte[] content) throws IOException {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        }

        /** Names in a directory of it. */
        List<String> names(String path) throws IOException {
            try (Stream<Path> files = Files.list(root.resolve(path))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.startsWith("file"))
                        .toList();
            }
        }

        /** What stands at each path: content or target. */
        Map<String, String> tree() throws IOException {
            Map<String, String> tree = new TreeMap<>();
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    String at = root.relativize(path).toString();
                    if (Files.isSymbolicLink(path)) {
                        tree.put(at, "-> " + Files.readSymbolicLink(path));
                    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                        tree.put(at, "directory");
                    } else {
                        tree.put(at, digest(path));
                    }
                }
            }
            return tree;
        }
    }

    private static String digest(Path path) throws IOException {
        try {
            var sha = java.security.MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(Files.readAllBytes(path)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void name() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "7".repeat(64) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        for (String name : List.of("a", "b", "c")) {
            peers.add(new Peer(name));
        }
    }

    @AfterEach
    void stop() {
        for (Peer peer : peers) {
            Command.Running running = peer.process;
            if (running != null) {
                running.close();
            }
        }
    }

    /** Waits until all are as the first is, and that has what is expected. */
    private void assertEqual(String when, Peer first, String... paths) throws IOException {
        Eventually.eventually(
                when,
                SOON,
                () -> {
                    try {
                        Map<String, String> tree = first.tree();
                        return tree.keySet().containsAll(List.of(paths))
                                && tree.keySet().stream().noneMatch(p -> p.contains(".dsync-"))
                                && peers.get(0).tree().equals(tree)
                                && peers.get(1).tree().equals(tree)
                                && peers.get(2).tree().equals(tree);
                    } catch (java.nio.file.NoSuchFileException | java.io.UncheckedIOException e) {
                        return false; // it was being replaced
                    }
                });
    }

    private static byte[] noise(int bytes, long seed) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    @Test
    void threePeers_staySynchronized_throughKillsAndConflicts() throws IOException {
        Peer a = peers.get(0);
        Peer b = peers.get(1);
        Peer c = peers.get(2);
        a.write("first", "first\n".getBytes(StandardCharsets.UTF_8));
        a.start();
        b.write("of b/file", "b\n".getBytes(StandardCharsets.UTF_8));
        b.start();
        c.start();
        assertEqual("what was there before is everywhere", c, "first", "of b/file");

        a.write("large", noise(40 << 20, 1));
        for (int i = 0; i < 50; i++) {
            a.write("folder/" + i, noise(10_000, i));
        }
        c.kill();
        b.write("while c is away", new byte[] {1});
        c.start();
        assertEqual("c catches up", c, "large", "folder/49", "while c is away");

        byte[] edited = noise(40 << 20, 1);
        edited[12_345_678] ^= 1;
        b.write("large", edited);
        Files.createSymbolicLink(c.root.resolve("link"), Path.of("folder/7"));
        Files.move(a.root.resolve("folder"), a.root.resolve("moved"));
        assertEqual("edits of all three are everywhere", b, "link", "moved/49", "large");
        assertEquals(-1, Files.mismatch(b.root.resolve("large"), a.root.resolve("large")));
        Files.delete(c.root.resolve("first"));
        Eventually.eventually(
                "a delete arrives", SOON, () -> !Files.exists(a.root.resolve("first")));

        c.kill();
        a.write("of b/file", "a's\n".getBytes(StandardCharsets.UTF_8));
        c.write("of b/file", "c's\n".getBytes(StandardCharsets.UTF_8));
        c.start();
        assertEqual("a conflict is settled alike", c, "of b/file");
        Eventually.eventually("both values are there", SOON, () -> b.names("of b").size() == 2);
        assertEqual("and everywhere", b);
        assertEquals(2, b.names("of b").size());
    }

    @Test
    void interrupted_ends() throws IOException {
        Peer a = peers.getFirst();
        a.start();
        a.running().process().destroy();
        assertEquals(INTERRUPTED, a.running().finish(SOON).exitCode());
    }
}
