package dev.dsync.io.index;

import static dev.dsync.io.index.Facts.path;
import static dev.dsync.io.index.Facts.root;
import static dev.dsync.io.index.IndexWriting.content;
import static dev.dsync.io.index.IndexWriting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.index.Index.Health;
import dev.dsync.io.index.OpenedIndex.Finding;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process killed while it writes an index: what it said was committed is there, and nothing is
 * wrong.
 */
final class IndexKillIT {
    private static final long SEED = Long.getLong("dsync.seed", 20_260_102L);
    private static final int KILLS = 6;
    private static final int LINES_MAX = 40;
    private static final int NANOS_MAX = 30_000_000;

    @TempDir Path directory;

    private final Random random = new Random(SEED);

    /** The latest round of each path that was said to be committed. */
    private final Map<String, Integer> committed = new HashMap<>();

    private int round;

    @Test
    void kill_anywhere_losesNothingCommittedAndInventsNothing() throws Exception {
        Path state = directory.resolve("state");
        for (int kill = 0; kill < KILLS; kill++) {
            String what = "kill " + kill + "; repeat with -Ddsync.seed=" + SEED;
            killOne(state, what);
            check(state, what);
        }
        assertTrue(round > 0, "no process ever got far enough");
    }

    private void killOne(Path state, String what) throws Exception {
        var program =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IndexWriting.class.getName(),
                        state.toString(),
                        Integer.toString(round + 1));
        Process writer = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader said = writer.inputReader(StandardCharsets.UTF_8)) {
            String opened = said.readLine();
            String expected = "opened " + (committed.isEmpty() ? Finding.CREATED : Finding.READY);
            assertEquals(expected, opened, what);
            int lines = 1 + random.nextInt(LINES_MAX);
            for (int i = 0; i < lines; i++) {
                hear(said.readLine());
            }
            LockSupport.parkNanos(random.nextInt(NANOS_MAX));
            // The handle leaves what was said to be read; the process itself would close it.
            writer.toHandle().destroyForcibly();
            said.lines().forEach(this::hear);
        } finally {
            writer.destroyForcibly();
            writer.waitFor();
        }
    }

    private void hear(String line) {
        String[] words = line.split(" ", 2);
        round = Integer.parseInt(words[1]);
        if (words[0].equals("bulk")) {
            for (int i = 0; i < IndexWriting.FILES; i++) {
                committed.put("bulk/" + i, round);
            }
        } else {
            committed.put(words[0], round);
        }
    }

    private void check(Path state, String what) throws IOException {
        try (Kept kept = new Kept().open(state)) {
            OpenedIndex opened = kept.index();
            assertEquals(Finding.READY, opened.finding(), what);
            Index index = opened.index();
            for (var file : committed.entrySet()) {
                check(index, file.getKey(), file.getValue(), what);
            }
            index.sweep(List.of(), 1);
            for (var file : committed.entrySet()) {
                check(index, file.getKey(), file.getValue(), what);
            }
            assertEquals(Health.SOUND, index.health(), what);
        }
    }

    private void check(Index index, String path, int since, String what) {
        Optional<IndexedFile> found = index.find(path(path));
        if (found.isEmpty()) {
            // What a bulk that never ended had overwritten is not believed, and to be read again.
            assertTrue(path.startsWith("bulk/"), path + " lost, " + what);
            return;
        }
        int is =
                IntStream.rangeClosed(since, round + 2)
                        .filter(r -> root(content(path, r)).equals(found.get().manifest()))
                        .findFirst()
                        .orElse(-1);
        assertTrue(is >= since, path + " is of an earlier round than " + since + ", " + what);
        int count = path.equals("bulk/7") ? 2000 : path.startsWith("bulk/") ? 3 : 2;
        List<IndexedChunk> expected = records(path, is, count);
        assertEquals(expected, index.chunks(found.get(), 0, count + 1), path + ", " + what);
        assertEquals(
                List.of(new ChunkPlace(path(path), 1, 1000, 1001)),
                index.places(expected.get(1).name(), 9),
                path + ", " + what);
    }
}
