package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dsync.io.fs.MemoryFileSystem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeptSnapshotsTest {
    @Test
    void diskThatWasFull_isNoReasonNotToTryAgain() throws IOException {
        try (LoneFolder lone = new LoneFolder()) {
            MemoryFileSystem system = lone.disk(1, List.of("a"));
            FolderState folder = lone.watch(system);
            LoneFolder.looks(folder);
            LoneFolder.write(system, "b", new byte[] {'b'});
            lone.index.setFull(true);
            assertThrows(IOException.class, () -> LoneFolder.looks(folder));
            assertThrows(IOException.class, () -> LoneFolder.looks(folder));
            assertEquals(List.of("a"), LoneFolder.known(folder));
            lone.index.setFull(false);
            LoneFolder.looks(folder);
            assertEquals(List.of("a", "b"), LoneFolder.known(folder));
            lone.index.kill();
            assertEquals(List.of("a", "b"), LoneFolder.known(lone.watch(system)));
        }
    }
}
