package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.dsync.core.version.ReplicaId;
import dev.dsync.io.fs.MemoryFileSystem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** As which replica a folder goes on that was watched before. */
final class SnapshotsTest {
    private final LoneFolder lone = new LoneFolder();

    @AfterEach
    void close() throws IOException {
        lone.close();
    }

    @Test
    void whoEndedInOrder_goesOnAsTheSame() throws IOException {
        MemoryFileSystem system = lone.disk(1, List.of("a"));
        ReplicaId first;
        try (FolderState folder = lone.watch(system)) {
            LoneFolder.looks(folder);
            first = folder.replica();
        }
        lone.index.kill();
        assertEquals(first, lone.watch(system).replica());
    }

    @Test
    void whoWasKilled_goesOnAsSomebodyNew() throws IOException {
        MemoryFileSystem system = lone.disk(1, List.of("a"));
        FolderState folder = lone.watch(system);
        LoneFolder.looks(folder);
        lone.index.kill();
        FolderState next = lone.watch(system);
        assertNotEquals(folder.replica(), next.replica());
        assertEquals(List.of("a"), LoneFolder.known(next));
    }

    @Test
    void whoWasKilled_isNotTakenUpAgain_afterAWatchInWhichNothingHappened() throws IOException {
        MemoryFileSystem system = lone.disk(1, List.of("a"));
        FolderState folder = lone.watch(system);
        LoneFolder.looks(folder);
        lone.index.kill();
        try (FolderState idle = lone.watch(system)) {
            LoneFolder.looks(idle);
        }
        lone.index.kill();
        assertNotEquals(folder.replica(), lone.watch(system).replica());
    }

    @Test
    void whatWasPutBackToACopyMadeMeanwhile_goesOnAsSomebodyNew() throws IOException {
        MemoryFileSystem system = lone.disk(1, List.of("a"));
        FolderState folder = lone.watch(system);
        LoneFolder.looks(folder);
        Runnable copy = lone.index.saved();
        folder.close();
        lone.index.kill();
        copy.run();
        assertNotEquals(folder.replica(), lone.watch(system).replica());
    }
}
