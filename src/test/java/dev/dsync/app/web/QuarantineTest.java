package dev.dsync.app.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuarantineTest {
    private static final byte[] FOLDER = "shared/.dsync-uploads".getBytes(StandardCharsets.UTF_8);
    private static final long MIB = 1 << 20;
    private static final Name A = Name.literal("a");
    private static final Name B = Name.literal("b");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final MemoryFileSystem system = new MemoryFileSystem(now::get);
    private Root root;

    @BeforeEach
    void open() throws IOException {
        byte[] path = "shared".getBytes(StandardCharsets.UTF_8);
        system.makeDirectory(path, 0755);
        root = system.openRoot(path);
    }

    @AfterEach
    void close() throws IOException {
        root.close();
        assertEquals(0, system.openHandles());
    }

    private Quarantine quarantine() throws IOException {
        return Quarantine.open(system, root);
    }

    private List<Name> names() throws IOException {
        try (Root folder = system.openRoot(FOLDER);
                Directory directory = folder.open(RelPath.ROOT)) {
            return directory.names();
        }
    }

    private static void assertNoSpace(Quarantine quarantine, Name name, long size) {
        FsException full =
                assertThrows(FsException.class, () -> quarantine.begin(name, size, "").close());
        assertEquals(Reason.NO_SPACE, full.reason());
    }

    private static void write(Quarantine quarantine, Name name, long size, int bytes)
            throws IOException {
        try (Quarantine.Upload upload = quarantine.begin(name, size, "")) {
            upload.write(new byte[bytes], bytes);
        }
    }

    @Test
    void folderOfAnotherUser_isRefused() throws IOException {
        quarantine().close();
        system.setEffectiveUser(7);
        Quarantine.UnsafeException unsafe =
                assertThrows(Quarantine.UnsafeException.class, this::quarantine);
        assertArrayEquals(root.location(), parent(unsafe.location()));
    }

    private static byte[] parent(byte[] path) {
        String text = new String(path, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('/')).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void folderOthersMayUse_isRefused() throws IOException {
        for (int mode : new int[] {0770, 0704, 01777}) {
            try (Directory directory = root.open(RelPath.ROOT)) {
                if (directory.names().isEmpty()) {
                    directory.makeDirectory(Name.literal(Quarantine.FOLDER), 0700);
                }
                directory.setMode(Name.literal(Quarantine.FOLDER), mode);
            }
            assertThrows(Quarantine.UnsafeException.class, this::quarantine);
        }
    }

    @Test
    void whatOthersHaveAnnounced_isNotPromisedTwice() throws IOException {
        system.setCapacityBytes(164 * MIB); // 100 beside what is spared
        try (Quarantine quarantine = quarantine()) {
            try (Quarantine.Upload upload = quarantine.begin(A, 60 * MIB, "")) {
                assertNoSpace(quarantine, B, 60 * MIB);
                assertEquals(1, names().size(), "nothing is left of what was refused");
                upload.write(new byte[1 << 20], 1 << 20);
                assertNoSpace(quarantine, B, 41 * MIB);
                quarantine.begin(B, 39 * MIB, "").close();
            }
            quarantine.begin(B, 60 * MIB, "").close(); // the other one is gone
        }
    }

    /** What stayed open is found when the test is over. */
    @ParameterizedTest
    @EnumSource(names = {"STAT", "REMOVE"})
    void uploadThatCannotBegin_keepsNothingOpen(Operation failing) throws IOException {
        try (Quarantine quarantine = quarantine()) {
            system.setCapacityBytes(64 * MIB); // nothing beside what is spared
            system.setFaults(
                    (operation, name) -> {
                        if (operation == failing) {
                            throw new FsException(Reason.INPUT_OUTPUT);
                        }
                    });
            FsException failed =
                    assertThrows(FsException.class, () -> quarantine.begin(A, MIB, "").close());
            assertEquals(Reason.INPUT_OUTPUT, failed.reason());
            assertEquals(failing == Operation.STAT ? 0 : 1, names().size());
        }
    }

    @Test
    void uploadThatCannotGoOnNow_stays() throws IOException {
        system.setCapacityBytes(164 * MIB);
        try (Quarantine quarantine = quarantine()) {
            write(quarantine, A, 60 * MIB, 1000);
            try (Quarantine.Upload _ = quarantine.begin(B, 60 * MIB, "")) {
                assertNoSpace(quarantine, A, 60 * MIB);
            }
            assertEquals(1000, quarantine.offset(A, 60 * MIB, ""));
        }
    }

    @Test
    void whatBrokeOffLongAgo_goesWhenOthersCome() throws IOException {
        try (Quarantine quarantine = quarantine()) {
            write(quarantine, A, 60, 10);
            now.set(Instant.EPOCH.plusSeconds(24 * 3600));
            write(quarantine, B, 60, 10);
            assertEquals(10, quarantine.offset(A, 60, ""), "a day it stays");
            now.set(now.get().plusSeconds(1));
            write(quarantine, B, 60, 10);
            assertEquals(0, quarantine.offset(A, 60, ""));
            assertEquals(20, quarantine.offset(B, 60, ""));
        }
    }

    @Test
    void moreFilesThanCanBeLeft_areRefused() throws IOException {
        try (Quarantine quarantine = quarantine()) {
            try (Root folder = system.openRoot(FOLDER);
                    Directory directory = folder.open(RelPath.ROOT)) {
                for (int i = 0; i < 10_000; i++) {
                    directory.createFile(Name.literal("f" + i)).close();
                }
            }
            assertNoSpace(quarantine, A, 1);
        }
    }
}
