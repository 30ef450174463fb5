package dev.dsync.engine.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.session.VirtualClock;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EntranceTest {
    private static final byte[] BASE = "share".getBytes(StandardCharsets.UTF_8);
    private static final RelPath CLOSED = RelPath.literal("d");

    private final MemoryFileSystem system = new MemoryFileSystem(new VirtualClock());
    private final Index index = IndexStore.openMemory(Digest.of(new byte[32], 0), new Random(1));

    @Test
    void whatIsOpenedUp_isNotedUntilItIsClosed() throws IOException {
        system.makeDirectories(BASE, 0755);
        try (Root root = system.openRoot(BASE)) {
            try (Directory directory = root.open(RelPath.ROOT)) {
                directory.makeDirectory(CLOSED.name(), 0755);
                directory.setMode(CLOSED.name(), 02555);
            }
            Entrance entrance = new Entrance(root, false);
            entrance.noting(index.ajar());
            entrance.open(CLOSED);
            assertEquals(02755, mode(root));
            assertEquals(Map.of(CLOSED, 0555), index.ajar().all());
            entrance.leaveAll();
            assertEquals(02555, mode(root));
            assertEquals(Map.of(), index.ajar().all());
        }
    }

    @Test
    void whatIsNoneOfTheRuns_staysClosed() throws IOException {
        system.makeDirectories(BASE, 0755);
        try (Root root = system.openRoot(BASE)) {
            try (Directory directory = root.open(RelPath.ROOT)) {
                directory.makeDirectory(CLOSED.name(), 0755);
                directory.setMode(CLOSED.name(), 0555);
            }
            Entrance entrance = new Entrance(root, false);
            entrance.leaving(CLOSED::equals);
            entrance.open(CLOSED);
            assertEquals(0555, mode(root));
            entrance.leaving(RelPath.ROOT::equals);
            entrance.open(CLOSED);
            assertEquals(0755, mode(root));
        }
    }

    private static int mode(Root root) throws IOException {
        try (Directory directory = root.open(CLOSED)) {
            return directory.stat().mode();
        }
    }
}
