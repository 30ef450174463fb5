package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.chunk;
import static dev.dsync.io.index.Facts.path;
import static dev.dsync.io.index.Facts.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.index.Index.Commit;
import dev.dsync.io.index.Index.Health;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The index that is not kept. */
final class MemoryIndexTest extends IndexContractTest {
    @Override
    Index open() {
        return IndexStore.openMemory(Facts.BOOT, new Random(7));
    }

    @Test
    void commit_saysThatNothingIsKept() {
        assertEquals(Commit.VOLATILE, index.commit());
    }

    @Test
    void put_beyondItsMemory_isDroppedAndSaid() throws StoreException {
        var opening = new Opening(Facts.BOOT, new Random(1), i -> {});
        try (Index small = StoredIndex.open(new MemoryStore(null, 200_000), opening)) {
            int files = 0;
            put(small, "first", "x", List.of(chunk("x", 1)));
            small.commit();
            while (small.health() == Health.SOUND) {
                put(small, "f" + files++, "x", List.of(chunk("x" + files, 1)));
                small.commit();
            }
            assertEquals(Health.NO_SPACE, small.health());
            assertTrue(files > 100, files + " files");
            assertEquals(Commit.LOST, small.commit());
            assertTrue(small.find(path("first")).isPresent());
            assertEquals(Optional.empty(), small.find(path("f" + (files - 1))));
        }
    }
}
