package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BorrowedRootsTest {
    @TempDir private Path directory;

    @Test
    void whereNoSocketFits_theLockAloneKeepsOthersOut() throws IOException {
        String home = "/" + "h".repeat(110);
        FileSystem roots =
                new BorrowedRoots(FileSystem.ofThisMachine(), Map.of("DSYNC_HOME", home));
        byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
        try (Root root = roots.openRoot(path);
                Root other = roots.openRoot(path)) {
            assertTrue(root.tryLock());
            assertFalse(other.tryLock());
        }
    }
}
