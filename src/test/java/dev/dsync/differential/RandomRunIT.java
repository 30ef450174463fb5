package dev.dsync.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.app.render.JsonSchema;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs nobody thought of, by rsync and by {@code dsync push} in this JVM. */
@Tag("rsync")
@Tag("root")
class RandomRunIT {

    private static final long SEED =
            System.getProperty("dsync.seed", "").isEmpty() ? 1 : Long.getLong("dsync.seed");
    private static final int FIRST = Integer.getInteger("dsync.run", 0);
    private static final int SAMPLE = Integer.getInteger("dsync.runs", 20);
    private static final int JSON_SAMPLE = 15;
    private static final int WORKERS = 2;

    /** How many differences a worker tells of. */
    private static final int ENOUGH = 8;

    @TempDir Path directory;

    @BeforeEach
    void needsRoot() {
        Precondition.root();
    }

    @Test
    void someRuns_giveWhatRsyncGives() throws Exception {
        compare(FIRST, SAMPLE);
    }

    @Test
    @Tag("exhaustive")
    void everyPairOfOptions_givesWhatRsyncGives() throws Exception {
        compare(0, new RandomRuns(SEED).pairs());
    }

    @Test
    void someRunsAsJson_areAsTheirPageSays() throws Exception {
        JsonSchema schema = JsonSchema.ofThePage();
        RandomRuns runs = new RandomRuns(SEED);
        CaseRunner runner = new CaseRunner(directory.resolve("w"));
        SyncUnderTest dsync = LocalDifferentialIT.dsync(directory.resolve("home"));
        List<String> found = new ArrayList<>();
        for (int number = 0; number < JSON_SAMPLE; number++) {
            RandomRun run = runs.run(number).with("--json");
            String printed = runner.observe(run.toCase(), dsync).outcome().stdout();
            for (String line : printed.lines().toList()) {
                found.addAll(schema.findings(line));
            }
        }
        runner.clear();
        assertEquals(List.of(), found, () -> "repeat with -Ddsync.seed=" + SEED);
    }

    private void compare(int first, int count) throws Exception {
        RandomRuns runs = new RandomRuns(SEED);
        AtomicInteger next = new AtomicInteger(first);
        List<Future<List<String>>> workers = new ArrayList<>();
        List<String> found = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            for (int i = 0; i < WORKERS; i++) {
                RandomComparison comparison =
                        new RandomComparison(directory.resolve("w" + i), directory);
                workers.add(threads.submit(() -> work(runs, next, first + count, comparison)));
            }
            for (Future<List<String>> worker : workers) {
                found.addAll(worker.get());
            }
        }
        assertEquals(
                "",
                String.join("\n", found),
                () -> "repeat with -Ddsync.seed=" + SEED + " -Ddsync.run=NUMBER");
    }

    private static List<String> work(
            RandomRuns runs, AtomicInteger next, int end, RandomComparison comparison)
            throws IOException {
        List<String> found = new ArrayList<>();
        for (int number = next.getAndIncrement();
                number < end && found.size() < ENOUGH;
                number = next.getAndIncrement()) {
            RandomRun run = runs.run(number);
            if (!comparison.findings(run).isEmpty()) {
                RandomRun least = comparison.shrunk(run);
                found.add(
                        String.join("\n", least.text("random-" + number))
                                + "\n# "
                                + String.join("\n# ", comparison.findings(least))
                                + "\n");
            }
        }
        comparison.clear();
        return found;
    }
}
