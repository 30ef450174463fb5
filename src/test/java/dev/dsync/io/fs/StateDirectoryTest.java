package dev.dsync.io.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FileSystem.LastLink;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.StateDirectory.Fault;
import dev.dsync.io.fs.StateDirectory.UnsafeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Files of dsync's own, on a file system whose power can be cut. */
final class StateDirectoryTest {
    private static final byte[] PATH = "/home/state/dsync".getBytes(StandardCharsets.US_ASCII);
    private static final RelPath KEY = RelPath.literal("keys/device");
    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4, 5, 6, 7};

    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)));

    private StateDirectory open() throws IOException {
        return StateDirectory.open(system, PATH, new Random(1));
    }

    private Directory folder(String path) throws IOException {
        try (Root root = system.openRoot(PATH)) {
            return root.open(RelPath.literal(path));
        }
    }

    @AfterEach
    void nothingStaysOpen() {
        assertEquals(0, system.openHandles());
    }

    private static void assertUnsafe(Fault fault, Executable operation) {
        assertEquals(fault, assertThrows(UnsafeException.class, operation).fault());
    }

    @Test
    void open_missing_makesDirectoriesForTheOwnerAlone() throws IOException {
        open().close();
        for (String made : List.of("/home", "/home/state", "/home/state/dsync")) {
            byte[] path = made.getBytes(StandardCharsets.US_ASCII);
            assertEquals(0700, system.stat(path, LastLink.ITSELF).mode());
        }
        system.powerCut();
        assertEquals(0700, system.stat(PATH, LastLink.ITSELF).mode());
    }

    @Test
    void open_directoryOthersMayEnterOrOwn_refuses() throws IOException {
        system.makeDirectories(PATH, 0750);
        assertUnsafe(Fault.OPEN_TO_OTHERS, this::open);
        try (Root root = system.openRoot("/home/state".getBytes(StandardCharsets.US_ASCII));
                Directory state = root.open(RelPath.ROOT)) {
            state.setMode(Name.literal("dsync"), 0700);
        }
        open().close();
        system.setEffectiveUser(1000);
        assertUnsafe(Fault.FOREIGN_OWNER, this::open);
    }

    @Test
    void create_isDurableAtOnce_andOnlyOnce() throws IOException {
        try (StateDirectory state = open()) {
            assertTrue(state.create(KEY, OLD));
            assertFalse(state.create(KEY, NEW));
            assertEquals(List.of(Name.literal("device")), state.names(RelPath.literal("keys")));
        }
        system.powerCut();
        try (StateDirectory state = open()) {
            assertArrayEquals(OLD, state.read(KEY, 100).orElseThrow());
        }
        try (Directory keys = folder("keys")) {
            assertEquals(0600, keys.stat(Name.literal("device")).mode());
            assertEquals(List.of(Name.literal("device")), keys.names());
        }
    }

    @Test
    void create_withoutNoReplace_stillLeavesATakenName() throws IOException {
        system.without(RenameMode.NO_REPLACE);
        try (StateDirectory state = open()) {
            assertTrue(state.create(KEY, OLD));
            assertFalse(state.create(KEY, NEW));
            assertArrayEquals(OLD, state.read(KEY, 100).orElseThrow());
        }
        try (Directory keys = folder("keys")) {
            assertEquals(List.of(Name.literal("device")), keys.names());
        }
    }

    @Test
    void replace_powerCutAtEachOperation_leavesOldOrNew() throws IOException {
        boolean finished = false;
        for (int failing = 0; !finished; failing++) {
            try (StateDirectory state = open()) {
                system.setFaults((operation, name) -> {});
                state.replace(KEY, OLD);
                int[] left = {failing};
                system.setFaults(
                        (operation, name) -> {
                            if (left[0]-- == 0) {
                                throw new FsException(Reason.INPUT_OUTPUT);
                            }
                        });
                try {
                    state.replace(KEY, NEW);
                    finished = left[0] >= 0;
                } catch (FsException e) {
                    assertEquals(Reason.INPUT_OUTPUT, e.reason());
                }
            }
            system.setFaults((operation, name) -> {});
            system.powerCut();
            try (StateDirectory state = open()) {
                byte[] content = state.read(KEY, 100).orElseThrow();
                boolean isNew = Arrays.equals(NEW, content);
                assertTrue(isNew || (!finished && Arrays.equals(OLD, content)), "step " + failing);
            }
        }
    }

    @Test
    void read_whatIsNotToBeBelieved_refuses() throws IOException {
        try (StateDirectory state = open()) {
            assertEquals(Optional.empty(), state.read(KEY, 100));
            state.replace(KEY, OLD);
            assertUnsafe(Fault.TOO_LONG, () -> state.read(KEY, 2));
            assertArrayEquals(OLD, state.read(KEY, 3).orElseThrow());
            try (Directory keys = folder("keys")) {
                keys.setMode(KEY.name(), 0640);
                assertUnsafe(Fault.OPEN_TO_OTHERS, () -> state.read(KEY, 100));
                keys.setMode(KEY.name(), 0600);
                keys.setOwner(KEY.name(), 7, -1);
                assertUnsafe(Fault.FOREIGN_OWNER, () -> state.read(KEY, 100));
                keys.unlink(KEY.name());
                keys.makeSymlink(KEY.name(), RootContractTest.target("/etc/passwd"));
                assertUnsafe(Fault.NOT_REGULAR, () -> state.read(KEY, 100));
            }
            assertEquals("/home/state/dsync/keys/device", state.location(KEY));
        }
    }

    @Test
    void remove_ofAFile_takesItAway_ofNone_doesNothing() throws IOException {
        try (StateDirectory state = open()) {
            state.remove(KEY);
            state.replace(KEY, OLD);
            state.remove(KEY);
            assertEquals(Optional.empty(), state.read(KEY, 100));
            assertEquals(List.of(), state.names(RelPath.literal("keys")));
            assertEquals(List.of(), state.names(RelPath.literal("none")));
        }
    }

    @Test
    void readOpen_takesWhatOnlyTheOwnerMayChange() throws Exception {
        byte[] file = "/home/config".getBytes(StandardCharsets.US_ASCII);
        byte[] link = "/home/link".getBytes(StandardCharsets.US_ASCII);
        byte[] none = "/home/none".getBytes(StandardCharsets.US_ASCII);
        byte[] home = "/home".getBytes(StandardCharsets.US_ASCII);
        Name name = Name.literal("config");
        system.makeDirectories(home, 0755);
        try (Root root = system.openRoot(home);
                Directory folder = root.open(RelPath.ROOT)) {
            try (WritableFile written = folder.createFile(name)) {
                written.write(0, NEW, 0, NEW.length);
            }
            folder.makeSymlink(
                    Name.literal("link"),
                    LinkTarget.of("config".getBytes(StandardCharsets.US_ASCII)));
            for (int mode : new int[] {0600, 0644, 0444}) {
                folder.setMode(name, mode);
                for (byte[] path : List.of(file, link)) {
                    assertArrayEquals(NEW, StateDirectory.readOpen(system, path, 4).orElseThrow());
                }
            }
            assertEquals(Optional.empty(), StateDirectory.readOpen(system, none, 4));
            assertUnsafe(Fault.TOO_LONG, () -> StateDirectory.readOpen(system, file, 3));
            assertUnsafe(Fault.NOT_REGULAR, () -> StateDirectory.readOpen(system, home, 4));
            for (int mode : new int[] {0620, 0602, 0666}) {
                folder.setMode(name, mode);
                assertUnsafe(
                        Fault.CHANGED_BY_OTHERS, () -> StateDirectory.readOpen(system, link, 4));
            }
            folder.setMode(name, 0600);
            system.setEffectiveUser(1000);
            assertArrayEquals(NEW, StateDirectory.readOpen(system, file, 4).orElseThrow());
            folder.setOwner(name, 1001, 0);
            assertUnsafe(Fault.FOREIGN_OWNER, () -> StateDirectory.readOpen(system, file, 4));
            system.setEffectiveUser(0);
            assertUnsafe(Fault.FOREIGN_OWNER, () -> StateDirectory.readOpen(system, file, 4));
        }
    }
}
