package dev.dsync.io.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.io.index.OpenedIndex.Finding;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The index in RocksDB. */
final class RocksIndexTest extends IndexContractTest {
    @TempDir Path directory;

    private final Kept kept = new Kept();

    @Override
    Index open() throws IOException {
        OpenedIndex opened = kept.open(directory.resolve("state")).index();
        assertEquals(Finding.CREATED, opened.finding(), opened.detail());
        return opened.index();
    }

    @AfterEach
    void closeStore() throws IOException {
        kept.close();
    }
}
