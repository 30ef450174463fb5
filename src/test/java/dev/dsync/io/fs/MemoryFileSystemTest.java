package dev.dsync.io.fs;

import static dev.dsync.io.fs.RootContractTest.assertFails;
import static dev.dsync.io.fs.RootContractTest.name;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the file system in memory can do that no other is asked to: fail. */
final class MemoryFileSystemTest {
    private static final byte[] TOP = {'/'};

    private long seconds = 1_000_000;
    private final InstantSource clock = () -> Instant.ofEpochSecond(seconds, 5);
    private final MemoryFileSystem system = new MemoryFileSystem(clock);

    private Directory top() throws IOException {
        try (Root root = system.openRoot(TOP)) {
            return root.open(RelPath.ROOT);
        }
    }

    private static byte[] content(Directory directory, String name) throws IOException {
        try (ReadableFile file = directory.openFile(name(name))) {
            byte[] bytes = new byte[(int) file.stat().size()];
            assertEquals(bytes.length, file.read(0, bytes, 0, bytes.length));
            return bytes;
        }
    }

    private static WritableFile written(Directory directory, String name, int... bytes)
            throws IOException {
        WritableFile file = directory.createFile(name(name));
        for (int i = 0; i < bytes.length; i++) {
            file.write(i, new byte[] {(byte) bytes[i]}, 0, 1);
        }
        return file;
    }

    @Test
    void powerCut_forgetsNamesThatWereNotSynced() throws IOException {
        try (Directory top = top()) {
            try (WritableFile file = written(top, "f", 1, 2)) {
                file.sync();
            }
            system.powerCut();
            assertFails(Reason.INPUT_OUTPUT, top::names);
        }
        try (Directory top = top()) {
            assertEquals(List.of(), top.names());
        }
        assertEquals(0, system.openHandles());
    }

    @Test
    void powerCut_forgetsContentThatWasNotSynced() throws IOException {
        try (Directory top = top()) {
            written(top, "none", 1).close();
            try (WritableFile file = written(top, "part", 1, 2)) {
                file.syncData();
                file.write(0, new byte[] {9, 9, 9}, 0, 3);
            }
            top.sync();
        }
        system.powerCut();
        try (Directory top = top()) {
            assertEquals(List.of(name("none"), name("part")), top.names());
            assertArrayEquals(new byte[0], content(top, "none"));
            assertArrayEquals(new byte[] {1, 2}, content(top, "part"));
        }
    }

    @Test
    void powerCut_rollsBackRemovalsAndAttributes() throws IOException {
        try (Directory top = top()) {
            top.makeDirectory(name("d"), 0755);
            try (WritableFile file = written(top, "f", 1)) {
                file.sync();
            }
            top.sync();
            top.setMode(name("d"), 0700);
            top.unlink(name("f"));
        }
        system.powerCut();
        try (Directory top = top()) {
            assertEquals(0755, top.stat(name("d")).mode());
            assertArrayEquals(new byte[] {1}, content(top, "f"));
            assertEquals(1, top.stat(name("f")).links());
        }
    }

    @Test
    void powerCut_afterRenameBetweenDirectories_leavesTheFileInOneOfThem() throws IOException {
        for (boolean synced : new boolean[] {false, true}) {
            try (Directory top = top()) {
                top.makeDirectory(name("a"), 0755);
                top.makeDirectory(name("b"), 0755);
                try (Directory a = top.openDirectory(name("a"));
                        Directory b = top.openDirectory(name("b"));
                        Root root = system.openRoot(TOP)) {
                    written(a, "f", 1).close();
                    root.syncFileSystem();
                    a.rename(name("f"), b, name("f"), RenameMode.REPLACE);
                    if (synced) {
                        a.sync();
                    }
                }
            }
            system.powerCut();
            try (Directory top = top()) {
                try (Directory at = top.openDirectory(name(synced ? "b" : "a"))) {
                    assertArrayEquals(new byte[] {1}, content(at, "f"));
                }
                RootContractTest.removeContents(top);
            }
        }
    }

    @Test
    void powerCut_afterSyncFileSystem_forgetsNothing() throws IOException {
        try (Directory top = top();
                Root root = system.openRoot(TOP)) {
            top.makeDirectory(name("d"), 0700);
            try (Directory d = top.openDirectory(name("d"))) {
                written(d, "f", 1, 2, 3).close();
            }
            root.syncFileSystem();
        }
        system.powerCut();
        try (Directory top = top();
                Directory d = top.openDirectory(name("d"))) {
            assertArrayEquals(new byte[] {1, 2, 3}, content(d, "f"));
        }
    }

    @Test
    void foldedNames_nameTheSame() throws IOException {
        system.foldingNames();
        try (Directory top = top()) {
            top.makeDirectory(name("Stra\u00dfe \u00e9"), 0755);
            assertFails(Reason.EXISTS, () -> top.createFile(name("STRASSE E\u0301")));
            assertEquals(List.of(name("Stra\u00dfe \u00e9")), top.names());
            top.removeDirectory(name("strasse \u00c9"));
        }
    }

    @Test
    void rename_modeTakenAway_isUnsupportedAndChangesNothing() throws IOException {
        system.without(RenameMode.EXCHANGE);
        try (Directory top = top()) {
            written(top, "a", 1).close();
            written(top, "b", 2).close();
            assertFails(
                    Reason.UNSUPPORTED,
                    () -> top.rename(name("a"), top, name("b"), RenameMode.EXCHANGE));
            assertArrayEquals(new byte[] {1}, content(top, "a"));
            assertArrayEquals(new byte[] {2}, content(top, "b"));
        }
    }

    @Test
    void write_beyondCapacity_hasNoSpace_untilSomethingGoes() throws IOException {
        system.setCapacityBytes(2 * Content.PAGE_BYTES);
        try (Directory top = top();
                Root root = system.openRoot(TOP)) {
            written(top, "a", 1).close();
            try (WritableFile b = written(top, "b", 1)) {
                assertEquals(0, root.usableBytes());
                assertFails(Reason.NO_SPACE, () -> b.write(Content.PAGE_BYTES, new byte[1], 0, 1));
                b.write(5, new byte[1], 0, 1);
                top.unlink(name("a"));
                b.write(Content.PAGE_BYTES, new byte[1], 0, 1);
            }
        }
    }

    @Test
    void copyFrom_beyondCapacity_hasNoSpace() throws IOException {
        system.setCapacityBytes(3 * Content.PAGE_BYTES);
        try (Directory top = top();
                WritableFile a = written(top, "a", 1);
                WritableFile b = top.createFile(name("b"))) {
            a.write(Content.PAGE_BYTES, new byte[] {2}, 0, 1);
            assertFails(Reason.NO_SPACE, () -> b.cloneFrom(a));
            assertFails(Reason.NO_SPACE, () -> b.copyFrom(0, a, 0, Content.PAGE_BYTES + 1));
            b.copyFrom(0, a, 1, Content.PAGE_BYTES);
            assertArrayEquals(
                    new byte[] {0, 2},
                    new byte[] {content(top, "b")[0], content(top, "b")[Content.PAGE_BYTES - 1]});
        }
    }

    @Test
    void cloneFrom_takenAway_isFalseAndChangesNothing() throws IOException {
        try (Directory top = top();
                WritableFile a = written(top, "a", 1);
                WritableFile b = written(top, "b", 2)) {
            assertTrue(b.cloneFrom(a));
            assertArrayEquals(new byte[] {1}, content(top, "b"));
            b.write(0, new byte[] {3}, 0, 1);
            system.withoutClones();
            assertFalse(b.cloneFrom(a));
            assertArrayEquals(new byte[] {3}, content(top, "b"));
        }
    }

    @Test
    void powerCut_forgetsCopiesThatWereNotSynced() throws IOException {
        try (Directory top = top()) {
            try (WritableFile a = written(top, "a", 1, 2);
                    WritableFile cloned = top.createFile(name("cloned"));
                    WritableFile copied = top.createFile(name("copied"));
                    WritableFile synced = top.createFile(name("synced"))) {
                assertTrue(cloned.cloneFrom(a));
                copied.copyFrom(0, a, 0, 2);
                synced.copyFrom(0, a, 0, 2);
                synced.syncData();
            }
            top.sync();
        }
        system.powerCut();
        try (Directory top = top()) {
            assertArrayEquals(new byte[0], content(top, "cloned"));
            assertArrayEquals(new byte[0], content(top, "copied"));
            assertArrayEquals(new byte[] {1, 2}, content(top, "synced"));
        }
    }

    @Test
    void faults_areAskedBeforeEachOperation() throws IOException {
        system.setFaults(
                (operation, name) -> {
                    if (operation == Operation.STAT && Objects.equals(name, name("x"))) {
                        throw new FsException(Reason.INPUT_OUTPUT);
                    }
                });
        try (Directory top = top()) {
            written(top, "x").close();
            written(top, "y").close();
            assertFails(Reason.INPUT_OUTPUT, () -> top.stat(name("x")));
            assertEquals(0, top.stat(name("y")).size());
        }
    }

    @Test
    void times_areTheClocks() throws IOException {
        try (Directory top = top()) {
            written(top, "f").close();
            seconds++;
            top.setMode(name("f"), 0644);
            assertEquals(new Timestamp(1_000_000, 5), top.stat(name("f")).modified());
            assertEquals(new Timestamp(1_000_001, 5), top.stat(name("f")).changed());
        }
    }
}
