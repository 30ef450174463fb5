package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.assertFails;
import static dev.dsync.io.fs.RootContractTest.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.process.Command;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files of an XFS, mounted for the test, on which two may share blocks. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharedBlocksIT implements CopyContract {
    /** XFS is not made smaller than 300 MiB. */
    private static final long DISK_BYTES = 320L << 20;

    /** What the file system writes of its own account. */
    private static final long SLACK_BYTES = 1 << 20;

    private static final int CONTENT_BYTES = 16 << 20;

    private @Nullable Path place;
    private @Nullable Root root;
    private @Nullable Directory top;

    @BeforeAll
    void mount(@TempDir Path directory) throws IOException {
        Precondition.root();
        Path image = directory.resolve("disk");
        try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
            disk.setLength(DISK_BYTES);
        }
        Path mkfs = Precondition.program("mkfs.xfs");
        Command.of(mkfs + "", "-q", "-m", "reflink=1", image + "").run().succeeded();
        Path made = Files.createDirectory(directory.resolve("place"));
        boolean mounted =
                Command.of("mount", "-t", "xfs", "-o", "loop", image + "", made + "")
                                .run()
                                .exitCode()
                        == 0;
        Precondition.require(mounted, "the kernel mounts no XFS from a file");
        place = made;
    }

    @AfterAll
    void unmount() throws IOException {
        if (place != null) {
            Command.of("umount", place + "").run().succeeded();
        }
    }

    @BeforeEach
    void open() throws IOException {
        byte[] path = String.valueOf(place).getBytes(StandardCharsets.UTF_8);
        root = FileSystem.ofThisMachine().openRoot(path);
        top = root().open(RelPath.ROOT);
    }

    @AfterEach
    void close() throws IOException {
        RootContractTest.removeContents(top());
        top().close();
        root().close();
    }

    private Root root() {
        return Objects.requireNonNull(root);
    }

    @Override
    public Directory top() {
        return Objects.requireNonNull(top);
    }

    private static byte[] noise() {
        byte[] bytes = new byte[CONTENT_BYTES];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static byte[] content(ReadableFile file) throws IOException {
        byte[] bytes = new byte[(int) file.stat().size()];
        assertEquals(bytes.length, file.read(0, bytes, 0, bytes.length));
        return bytes;
    }

    private long usableBytes() throws IOException {
        root().syncFileSystem();
        return root().usableBytes();
    }

    /** Builds a file by this, and returns how much less can be written afterwards. */
    private long taken(Building building) throws IOException {
        try (WritableFile source = top().createFile(name("source"));
                WritableFile file = top().createFile(name("f"))) {
            source.write(0, noise(), 0, CONTENT_BYTES);
            long before = usableBytes();
            building.build(file, source);
            long after = usableBytes();
            assertArrayEquals(noise(), content(source));
            return before - after;
        }
    }

    @FunctionalInterface
    private interface Building {
        void build(WritableFile file, ReadableFile source) throws IOException;
    }

    @Test
    void cloneFrom_takesNoSpace() throws IOException {
        long taken =
                taken(
                        (file, source) -> {
                            assertTrue(file.cloneFrom(source));
                            assertArrayEquals(noise(), content(file));
                        });
        assertTrue(taken < SLACK_BYTES, "taken " + taken);
    }

    @Test
    void cloneFrom_overContent_leavesThatOfTheSource() throws IOException {
        long taken =
                taken(
                        (file, source) -> {
                            file.write(CONTENT_BYTES, new byte[MIB], 0, MIB);
                            assertTrue(file.cloneFrom(source));
                            assertArrayEquals(noise(), content(file));
                        });
        assertTrue(taken < SLACK_BYTES, "taken " + taken);
    }

    @Test
    void copyFrom_alignedRange_takesNoSpace() throws IOException {
        long taken = taken((file, source) -> file.copyFrom(4096, source, 8192, 15 << 20));
        assertTrue(taken < SLACK_BYTES, "taken " + taken);
    }

    @Test
    void copyFrom_rangeOutOfStep_takesItsSpace() throws IOException {
        long taken = taken((file, source) -> file.copyFrom(4096, source, 8193, 15 << 20));
        assertTrue(taken >= 15 << 20, "taken " + taken);
    }

    @Test
    void copyFrom_diskThatIsFull_hasNoSpace() throws IOException {
        long left = 8 << 20;
        Path filler = Path.of(place + "", "filler");
        // Extents of unlinked files may still be on their way back; what counts is that not all
        // fits.
        String bytes = Long.toString(usableBytes() - CONTENT_BYTES - left);
        Command.of("fallocate", "-l", bytes, filler + "").run().succeeded();
        taken(
                (file, source) ->
                        assertFails(
                                Reason.NO_SPACE,
                                () -> file.copyFrom(0, source, 1, CONTENT_BYTES - 1)));
    }
}
