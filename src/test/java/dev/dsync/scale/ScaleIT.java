package dev.dsync.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.process.Precondition;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pushes with the heap every run has, {@code -Xmx160m}, of what would not fit into it. Sizes are
 * set by {@code -Ddsync.scale.entries} and {@code -Ddsync.scale.bytes}.
 */
@Tag("slow")
class ScaleIT {
    private static final int ENTRIES = Integer.getInteger("dsync.scale.entries", 1_000_000);
    private static final long BYTES = Long.getLong("dsync.scale.bytes", 10L << 30);
    private static final int WIDE = 200_000;
    private static final int FILES_PER_DIRECTORY = 1000;
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    /** Both sides are in one process here; each may have so much. */
    private static final long RESIDENT_KB = (2 * 256) << 10;

    /** What an inode and its name need where they are kept in memory. */
    private static final long MEMORY_PER_ENTRY = 3000;

    private static final Path IN_MEMORY = Path.of("/dev/shm");

    @TempDir Path onDisk;
    private Path place = Path.of("");

    @BeforeEach
    void choosePlace() throws IOException {
        boolean roomy =
                Files.isWritable(IN_MEMORY) && availableBytes() > 2L * ENTRIES * MEMORY_PER_ENTRY;
        place = Files.createTempDirectory(roomy ? IN_MEMORY : onDisk, "dsync-scale-").toRealPath();
    }

    @AfterEach
    void clear() throws IOException {
        TreeSpec.remove(place);
    }

    private static long availableBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** A run, and the most memory it had resident. */
    private record Measured(Finished finished, long residentKb) {}

    private Measured push(String... flags) throws IOException {
        String program = Path.of(System.getProperty("dsync.image", ""), "bin", "dsync").toString();
        Command command =
                Command.of(program, "push")
                        .plus(flags)
                        .plus(place + "/A/", place + "/B/")
                        .with("DSYNC_HOME", onDisk.resolve("home").toString());
        try (Command.Running running = command.start()) {
            long most = 0;
            while (!ended(running)) {
                most = Math.max(most, running.kib("VmHWM").orElse(0));
            }
            Measured measured = new Measured(running.finish(DEADLINE).succeeded(), most);
            assertTrue(measured.residentKb <= RESIDENT_KB, () -> "resident: " + measured);
            return measured;
        }
    }

    private static boolean ended(Command.Running running) throws IOException {
        try {
            return running.process().waitFor(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Empty files, so many in each of so many directories. */
    private void build(int directories, int files) throws IOException {
        FileTime time = FileTime.from(1_000_000_000, TimeUnit.SECONDS);
        for (int d = 0; d < directories; d++) {
            Path directory = Files.createDirectories(place.resolve("A/directory" + d));
            for (int f = 0; f < files; f++) {
                Files.createFile(directory.resolve("file-" + f));
            }
            Files.setLastModifiedTime(directory, time);
        }
    }

    /** How many entries there are below, and what they are, whatever order they come in. */
    private record Sum(long entries, long ofEntries) {}

    private static Sum sum(Path root) throws IOException {
        long[] sums = new long[2];
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes is) {
                        return visitFile(path, is);
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes is) {
                        long mixed =
                                root.relativize(path).toString().hashCode() * 0x9E3779B97F4A7C15L;
                        sums[0]++;
                        sums[1] += (mixed ^ is.lastModifiedTime().to(TimeUnit.NANOSECONDS)) * 31;
                        return FileVisitResult.CONTINUE;
                    }
                });
        return new Sum(sums[0], sums[1]);
    }

    private void assertPushed(long entries) throws IOException {
        push();
        Sum there = sum(place.resolve("A"));
        assertEquals(entries, there.entries());
        assertEquals(there, sum(place.resolve("B")));
        assertEquals("", push("-i").finished().stdout());
    }

    @Test
    void aMillionEntries_arePushed_andFoundUnchanged() throws IOException {
        int directories = Math.max(1, ENTRIES / FILES_PER_DIRECTORY);
        build(directories, FILES_PER_DIRECTORY);

        assertPushed(1L + directories + (long) directories * FILES_PER_DIRECTORY);
    }

    @Test
    void oneDirectoryOfManyEntries_isPushed_andFoundUnchanged() throws IOException {
        build(1, WIDE);

        assertPushed(2L + WIDE);
    }

    @Test
    void hugeSparseFile_keepsItsHoles_andGetsSomeForRunsOfZeros() throws IOException {
        Precondition.program("cmp");
        Path source = Files.createDirectories(place.resolve("A")).resolve("sparse");
        long zeros = 8 << 20;
        try (FileChannel file =
                FileChannel.open(
                        source,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.SPARSE,
                        StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap("begin".getBytes(StandardCharsets.UTF_8)), 0);
            file.write(ByteBuffer.allocate((int) zeros), BYTES / 4);
            file.write(ByteBuffer.wrap("end".getBytes(StandardCharsets.UTF_8)), BYTES - 3);
        }
        assertTrue(allocatedBytes(source) >= zeros);

        push();

        Path target = place.resolve("B/sparse");
        Command.of("cmp", source.toString(), target.toString()).within(DEADLINE).run().succeeded();
        assertTrue(allocatedBytes(target) <= 64 << 10, () -> "allocated at the target: " + target);
        assertEquals("", push("-i").finished().stdout());
    }

    private static long allocatedBytes(Path file) throws IOException {
        String kilobytes = Command.of("du", "-k", file.toString()).run().succeeded().stdout();
        return Long.parseLong(kilobytes.split("\\s", 2)[0]) << 10;
    }
}
