package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.assertFails;
import static dev.dsync.io.fs.RootContractTest.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FileSystem.LastLink;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.process.Precondition;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the machine's own file system shows. */
final class LinuxFileSystemTest {
    @TempDir Path temporary;

    private Directory open() throws IOException {
        try (Root root = FileSystem.ofThisMachine().openRoot(bytes(temporary.toString()))) {
            return root.open(RelPath.ROOT);
        }
    }

    private static byte[] bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void open_onAnotherSystem_refusesByName() {
        for (String[] other :
                new String[][] {
                    {"Mac OS X", "aarch64"}, {"Windows 11", "amd64"}, {"Linux", "riscv64"}
                }) {
            FsException refusal =
                    assertThrows(FsException.class, () -> LinuxFileSystem.open(other[0], other[1]));
            assertEquals(Reason.UNSUPPORTED, refusal.reason());
            assertTrue(String.valueOf(refusal.getMessage()).contains(other[0]));
            assertTrue(String.valueOf(refusal.getMessage()).contains(other[1]));
        }
    }

    @Test
    void path_relative_isSeenFromTheWorkingDirectory() throws IOException {
        FileSystem system = FileSystem.ofThisMachine();
        long inode =
                system.stat(bytes(Path.of("").toAbsolutePath().toString()), LastLink.FOLLOWED)
                        .inode();
        assertEquals(inode, system.stat(bytes("."), LastLink.ITSELF).inode());
        try (Root root = system.openRoot(bytes("."))) {
            assertEquals(inode, root.stat().inode());
        }
    }

    @Test
    void stat_agreesWithJavas() throws IOException {
        Path file = Files.write(temporary.resolve("f"), new byte[5000]);
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.ofEpochSecond(1_234_567_890, 123_456_789)));
        try (Directory top = open()) {
            Stat stat = top.stat(name("f"));
            assertEquals(Files.getAttribute(file, "unix:mode"), stat.mode() | 0100000);
            assertEquals(Files.getAttribute(file, "unix:ino"), stat.inode());
            assertEquals(Files.getAttribute(file, "unix:nlink"), stat.links());
            assertEquals(Files.getAttribute(file, "unix:uid"), stat.uid());
            assertEquals(Files.getAttribute(file, "unix:gid"), stat.gid());
            assertEquals(5000, stat.size());
            assertEquals(8192, stat.allocated());
            assertEquals(1_234_567_890, stat.modified().seconds());
            assertEquals(123_456_789, stat.modified().nanos());
            FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
            assertEquals(
                    changed.toInstant(),
                    Instant.ofEpochSecond(stat.changed().seconds(), stat.changed().nanos()));
        }
    }

    @Test
    void copyFrom_anotherFileSystem_copiesAndKeepsHoles() throws IOException {
        Path memory = Path.of("/dev/shm");
        Precondition.require(Files.isWritable(memory), "/dev/shm cannot be written to");
        Path elsewhere = Files.createTempDirectory(memory, "dsync");
        try (Directory top = open();
                Root root = FileSystem.ofThisMachine().openRoot(bytes(elsewhere.toString()));
                Directory other = root.open(RelPath.ROOT)) {
            Precondition.require(
                    other.stat().device() != top.stat().device(),
                    "/dev/shm is where temporary files are");
            copiesFrom(other, top);
            RootContractTest.removeContents(top);
            copiesFrom(top, other);
        } finally {
            Files.deleteIfExists(elsewhere.resolve("f"));
            Files.delete(elsewhere);
        }
    }

    private static void copiesFrom(Directory there, Directory here) throws IOException {
        byte[] noise = new byte[400_001];
        new Random(1).nextBytes(noise);
        try (WritableFile source = there.createFile(name("f"));
                WritableFile file = here.createFile(name("g"))) {
            source.write(1 << 20, noise, 0, noise.length);
            source.truncate(8 << 20);
            assertFalse(file.cloneFrom(source));
            file.copyFrom(1, source, 5, (8 << 20) - 5);
            assertEquals((8 << 20) - 4, file.stat().size());
            assertTrue(file.stat().allocated() < 1 << 20);
            byte[] read = new byte[noise.length];
            assertEquals(read.length, file.read((1 << 20) - 4, read, 0, read.length));
            assertArrayEquals(noise, read);
        }
        there.unlink(name("f"));
        here.unlink(name("g"));
    }

    @Test
    void copyFrom_fileWithFewerBytesThanItSays_fails() throws IOException {
        try (Directory top = open();
                Root root = FileSystem.ofThisMachine().openRoot(bytes("/sys/kernel"));
                Directory kernel = root.open(RelPath.ROOT);
                ReadableFile source = kernel.openFile(name("uevent_seqnum"));
                WritableFile file = top.createFile(name("f"))) {
            assertTrue(source.stat().size() >= 4096);
            EOFException e =
                    assertThrows(EOFException.class, () -> file.copyFrom(0, source, 0, 4096));
            assertTrue(String.valueOf(e.getMessage()).startsWith("the file copied from ends at "));
        }
    }

    @Test
    void copyFrom_fileOfAnotherGate_isABug() throws IOException {
        MemoryFileSystem memory = new MemoryFileSystem(InstantSource.fixed(Instant.EPOCH));
        try (Directory top = open();
                Root root = memory.openRoot(bytes("/"));
                Directory other = root.open(RelPath.ROOT);
                WritableFile here = top.createFile(name("f"));
                WritableFile there = other.createFile(name("f"))) {
            assertThrows(IllegalArgumentException.class, () -> here.copyFrom(0, there, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> there.copyFrom(0, here, 0, 0));
            assertThrows(IllegalArgumentException.class, () -> here.cloneFrom(there));
            assertThrows(IllegalArgumentException.class, () -> there.cloneFrom(here));
        }
    }

    @Test
    void openFile_readsWithoutLeavingAnAccessTime() throws IOException {
        Path file = Files.write(temporary.resolve("f"), new byte[5000]);
        FileTime old = FileTime.from(Instant.ofEpochSecond(1000));
        Files.setAttribute(file, "lastAccessTime", old);
        try (Directory top = open();
                ReadableFile opened = top.openFile(name("f"))) {
            assertEquals(5000, opened.read(0, new byte[5000], 0, 5000));
        }
        assertEquals(old, Files.getAttribute(file, "lastAccessTime"));
    }

    @Test
    @Tag("root")
    void makeSpecial_devices_keepTheirNumbers() throws IOException {
        try (Directory top = open()) {
            int[][] numbers = {{0, 0}, {1, 3}, {8, 255}, {8, 256}, {4095, 1_048_575}};
            for (Kind kind : new Kind[] {Kind.CHARACTER_DEVICE, Kind.BLOCK_DEVICE}) {
                for (int[] number : numbers) {
                    top.makeSpecial(name("d"), kind, 0604, number[0], number[1]);
                    Stat stat = top.stat(name("d"));
                    assertEquals(kind, stat.kind());
                    assertEquals(0604, stat.mode());
                    assertEquals(number[0], stat.deviceMajor());
                    assertEquals(number[1], stat.deviceMinor());
                    top.unlink(name("d"));
                }
            }
            top.makeSpecial(name("null"), Kind.CHARACTER_DEVICE, 0666, 1, 3);
            assertFails(Reason.UNSUPPORTED, () -> top.openFile(name("null")));
        }
    }

    @Test
    @Tag("root")
    void setOwner_ofALink_leavesItsTarget() throws IOException {
        try (Directory top = open()) {
            top.createFile(name("f")).close();
            top.makeSymlink(name("l"), RootContractTest.target("f"));
            top.setOwner(name("l"), 7, 8);
            assertEquals(7, top.stat(name("l")).uid());
            assertEquals(8, top.stat(name("l")).gid());
            assertEquals(0, top.stat(name("f")).uid());
            try (WritableFile file = top.openForWriting(name("f"))) {
                file.setOwner(-1, 9);
                assertEquals(0, file.stat().uid());
                assertEquals(9, file.stat().gid());
            }
        }
    }

    @Test
    @Tag("root")
    void setOwner_ofADirectoryItself_changesOnlyWhatIsGiven() throws IOException {
        try (Directory top = open()) {
            top.makeDirectory(name("d"), 0755);
            try (Directory d = top.openDirectory(name("d"))) {
                d.setOwner(7, -1);
                d.setOwner(-1, 8);
                assertEquals(7, d.stat().uid());
                assertEquals(8, d.stat().gid());
            }
        }
    }
}
