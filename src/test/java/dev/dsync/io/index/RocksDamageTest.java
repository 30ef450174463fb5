package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.chunk;
import static dev.dsync.io.index.Facts.chunks;
import static dev.dsync.io.index.Facts.digest;
import static dev.dsync.io.index.Facts.path;
import static dev.dsync.io.index.Facts.put;
import static dev.dsync.io.index.Facts.root;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.index.Index.Health;
import dev.dsync.io.index.OpenedIndex.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index whose files were changed by something else: it ends no run, and tells no lies. */
final class RocksDamageTest {
    private static final long SEED = Long.getLong("dsync.seed", 20_260_101L);
    private static final int FILES = 40;

    @TempDir Path directory;

    private final Random random = new Random(SEED);

    /** An index with rows in tables and in the log. */
    private Path begin() throws IOException {
        Path state = directory.resolve("state");
        Path copy = directory.resolve("whole");
        try (Kept kept = new Kept().open(state)) {
            Index index = kept.index().index();
            try (Index.Bulk _ = index.bulk()) {
                for (int i = 0; i < FILES; i++) {
                    put(index, "f" + i, "x" + i, chunks("f" + i + ".", 3));
                }
            }
            put(index, "logged", "l", List.of(chunk("l", 1)));
            index.commit();
            RocksLifeTest.copy(state, copy);
        }
        return copy;
    }

    private static List<Path> files(Path state) throws IOException {
        try (Stream<Path> files = Files.list(RocksLifeTest.database(state))) {
            return files.filter(f -> !f.endsWith("LOCK")).sorted().toList();
        }
    }

    private interface Damage {
        byte[] apply(byte[] content);
    }

    private byte[] cut(byte[] content) {
        return java.util.Arrays.copyOf(content, random.nextInt(content.length));
    }

    private byte[] flip(byte[] content) {
        byte[] flipped = content.clone();
        for (int i = 0; i < 3; i++) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 + random.nextInt(255));
        }
        return flipped;
    }

    private void check(String suffix, Damage damage) throws IOException {
        Path whole = begin();
        Path hurt = directory.resolve("hurt");
        RocksLifeTest.copy(whole, hurt);
        List<Path> victims =
                files(hurt).stream()
                        .filter(f -> String.valueOf(f.getFileName()).matches(suffix))
                        .filter(f -> f.toFile().length() > 0)
                        .toList();
        assertTrue(!victims.isEmpty(), suffix);
        Path victim = victims.get(random.nextInt(victims.size()));
        Files.write(victim, damage.apply(Files.readAllBytes(victim)));
        String what = victim.getFileName() + "; repeat with -Ddsync.seed=" + SEED;
        Health health = useHurt(hurt, what);
        try (Kept kept = new Kept().open(hurt)) {
            OpenedIndex opened = kept.index();
            if (health == Health.DAMAGED) {
                assertEquals(Finding.DAMAGED, opened.finding(), what);
            }
            assertEquals(Health.SOUND, opened.index().health(), what);
            put(opened.index(), "after", "a", List.of());
            assertEquals(Index.Commit.DURABLE, opened.index().commit(), what);
        }
        RocksLifeTest.delete(hurt);
    }

    /** Whatever it still says must be as it was. */
    private static Health useHurt(Path hurt, String what) throws IOException {
        try (Kept kept = new Kept().open(hurt)) {
            Index index = kept.index().index();
            for (int i = 0; i < FILES; i++) {
                int n = i;
                index.find(path("f" + i))
                        .ifPresent(file -> assertEquals(root("x" + n), file.manifest(), what));
                for (ChunkPlace place : index.places(digest("f" + i + ".1"), 9)) {
                    assertEquals(new ChunkPlace(path("f" + i), 1, 1000, 1001), place, what);
                }
            }
            Facts.paths(index, RelPath.ROOT);
            index.sweep(List.of(), 10);
            put(index, "new", "n", List.of(chunk("n", 1)));
            index.commit();
            return index.health();
        }
    }

    @Test
    void open_tableCut_isUsable() throws IOException {
        check(".*sst", this::cut);
    }

    @Test
    void open_tableFlipped_isUsable() throws IOException {
        check(".*sst", this::flip);
    }

    @Test
    void open_tableGone_isUsable() throws IOException {
        check(".*sst", content -> new byte[0]);
    }

    @Test
    void open_logCut_isUsable() throws IOException {
        check(".*log", this::cut);
    }

    @Test
    void open_logFlipped_isUsable() throws IOException {
        check(".*log", this::flip);
    }

    @Test
    void open_versionsCut_isUsable() throws IOException {
        check("MANIFEST.*", this::cut);
    }

    @Test
    void open_versionsFlipped_isUsable() throws IOException {
        check("MANIFEST.*", this::flip);
    }

    @Test
    void open_currentCut_isUsable() throws IOException {
        check("CURRENT", this::cut);
    }

    @Test
    void open_currentFlipped_isUsable() throws IOException {
        check("CURRENT", this::flip);
    }

    @Test
    void open_optionsOrIdentityFlipped_isUsable() throws IOException {
        check("OPTIONS.*|IDENTITY", this::flip);
    }
}
