package dev.dsync.browser;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Image;
import dev.dsync.process.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A folder and the {@code dsync share} that hands it out, one after the other if need be. */
final class SharedFolder implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Instant EPOCH = Instant.parse("2025-06-01T09:30:00Z");

    private final Path home;
    private final Path path;
    private final String address;
    private Command.@Nullable Running process;
    private int made;

    /** An empty folder, not shared yet. */
    SharedFolder(Path scratch, String name) throws IOException {
        home = scratch.resolve("home");
        path = Files.createDirectories(scratch.resolve(name));
        address = "127.0.0.1:" + Ports.free();
    }

    Path path() {
        return path;
    }

    /** Makes a file, each a day younger than the one before. */
    void add(String name, byte[] content) throws IOException {
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        made++;
        Files.setLastModifiedTime(file, FileTime.from(EPOCH.plus(Duration.ofDays(made))));
    }

    /** Makes a file whose name need be no text. */
    void add(byte[] name, byte[] content) throws IOException, IllegalNameException {
        FileSystem system = FileSystem.ofThisMachine();
        byte[] place = path.toString().getBytes(StandardCharsets.UTF_8);
        try (Root root = system.openRoot(place);
                Directory directory = root.open(RelPath.ROOT);
                WritableFile file = directory.createFile(Name.of(name))) {
            file.write(0, content, 0, content.length);
        }
    }

    /** Bytes that do not get smaller. */
    static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Shares it, and returns once there is a link. */
    void share(String... options) throws IOException {
        List<String> argv = new ArrayList<>(List.of(Image.program().toString(), "share"));
        argv.addAll(List.of("--listen", address));
        argv.addAll(Arrays.asList(options));
        argv.add(path.toString());
        Command.Running started = Command.of(argv).with("DSYNC_HOME", home.toString()).start();
        process = started;
        Eventually.eventually(
                "there is a link",
                DEADLINE,
                () -> !started.process().isAlive() || started.stdoutSoFar().contains("\n"));
        if (!started.process().isAlive()) {
            throw new IOException("dsync share does not start: " + started.stderrSoFar());
        }
    }

    /** What it has printed. */
    String said() {
        return process == null ? "" : process.stdoutSoFar();
    }

    String url() {
        return said().lines().findFirst().orElseThrow();
    }

    boolean isShared() {
        return process != null && process.process().isAlive();
    }

    /** Ends the share at once, as a machine does that loses its power. */
    void kill() {
        if (process != null) {
            process.close();
            process.process().onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
