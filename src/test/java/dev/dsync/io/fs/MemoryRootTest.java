package dev.dsync.io.fs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/** The root in memory. */
final class MemoryRootTest extends RootContractTest {
    private final MemoryFileSystem system =
            new MemoryFileSystem(InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)));

    @Override
    FileSystem openSystem() {
        return system;
    }

    @Override
    byte[] emptyDirectory() throws IOException {
        byte[] path = "/top".getBytes(StandardCharsets.US_ASCII);
        system.makeDirectory(path, 0755);
        return path;
    }

    @Override
    int openHandles() {
        return system.openHandles();
    }

    @Override
    void removeEmptyDirectory() {}

    @Override
    public void setUmask(int umask) {
        system.setUmask(umask);
    }
}
