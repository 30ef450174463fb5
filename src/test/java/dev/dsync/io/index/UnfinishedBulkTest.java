package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.chunk;
import static dev.dsync.io.index.Facts.chunks;
import static dev.dsync.io.index.Facts.digest;
import static dev.dsync.io.index.Facts.path;
import static dev.dsync.io.index.Facts.paths;
import static dev.dsync.io.index.Facts.put;
import static dev.dsync.io.index.Facts.root;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bulk whose rows are on disk, but not its end: the process died in between. */
final class UnfinishedBulkTest {
    @TempDir Path directory;

    private final Opening opening = new Opening(Facts.BOOT, new Random(5), index -> {});
    private RocksMemory memory = openMemory();
    private Store store = new MemoryStore(null, 1 << 20);

    private static RocksMemory openMemory() {
        try {
            return RocksMemory.open();
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void die() throws Exception {
        store = RocksStore.openToWrite(directory.resolve("db").toString(), memory);
        StoredIndex index = StoredIndex.open(store, opening);
        put(index, "kept", "k", List.of(chunk("k", 1)));
        put(index, "again", "old", List.of(chunk("old", 1)));
        Index.Bulk unfinished = index.bulk();
        put(index, "first", "f", chunks("f", 300));
        index.commit();
        put(index, "again", "new", List.of(chunk("new", 1)));
        put(index, "second", "s", chunks("s", 300));
        ManifestSink sink = index.manifest(path("third"));
        chunks("t", 300).forEach(sink::add);
        assertEquals(5, 1 + paths(index, RelPath.ROOT).size(), unfinished::toString);
        store.flush();
    }

    @AfterEach
    void close() {
        store.close();
        memory.close();
    }

    @Test
    void open_toWrite_dropsWhatCameAfterTheLastCommit() throws IOException {
        StoredIndex index = StoredIndex.open(store, opening);
        assertEquals(List.of("first", "kept"), paths(index, RelPath.ROOT));
        for (String gone : List.of("s1", "new", "old", "t1")) {
            assertEquals(List.of(), index.places(digest(gone), 9), gone);
        }
        assertEquals(1, index.places(digest("f299"), 9).size());
        for (Column column : List.of(Column.FILE, Column.MANIFEST)) {
            try (Store.Rows rows = store.rows(column, new byte[0])) {
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                assertEquals(column == Column.FILE ? 2 : 3, count);
            }
        }
        put(index, "again", "new", List.of(chunk("new", 1)));
        assertTrue(index.find(path("again")).isPresent());
    }

    @Test
    void open_toRead_looksPastWhatCameAfterTheLastCommit() throws IOException {
        StoredIndex index = StoredIndex.open(new MemoryStore(store, 1 << 20), opening);
        assertEquals(List.of("first", "kept"), paths(index, RelPath.ROOT));
        assertTrue(index.find(path("again")).isEmpty());
        put(index, "again", "new", List.of(chunk("new", 1)));
        assertEquals(root("new"), index.find(path("again")).orElseThrow().manifest());
        assertEquals(
                List.of(chunk("new", 1)),
                index.chunks(index.find(path("again")).orElseThrow(), 0, 9));
        assertEquals(List.of("again", "first", "kept"), paths(index, RelPath.ROOT));
    }
}
