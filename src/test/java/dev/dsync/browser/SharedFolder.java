package dev.dsync.browser;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.process.Ports;
import dev.dsync.process.ShareProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A folder and the {@code dsync share} that hands it out, one after the other if need be. */
final class SharedFolder implements AutoCloseable {
    private static final Instant EPOCH = Instant.parse("2025-06-01T09:30:00Z");

    private final Path home;
    private final Path path;
    private final String address;
    private @Nullable ShareProcess process;
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
        process = ShareProcess.open(home, address, path, options);
    }

    private ShareProcess process() {
        return Objects.requireNonNull(process);
    }

    String url() {
        return process().url();
    }

    String pin() throws IOException {
        return process().pin();
    }

    boolean isShared() {
        return process().running().process().isAlive();
    }

    /** Ends the share at once, as a machine does that loses its power. */
    void kill() {
        if (process != null) {
            process.close();
            process.running().process().onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
