package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files edited at both ends at any moment of a run: whatever comes of it, no file has a content
 * that nobody gave it, and once all is quiet a run makes the trees equal.
 */
final class TurmoilTest {
    private static final int SEEDS = Integer.getInteger("dsync.histories", 40) / 4;
    private static final List<String> FILES = List.of("a", "b", "c", "d");

    private final Map<String, Set<Digest>> contents = new HashMap<>();
    private int times;

    private void put(Scenario scenario, MemoryTree tree, String path, byte[] content)
            throws IOException {
        contents.computeIfAbsent(path, _ -> new HashSet<>()).add(digest(content));
        scenario.clock.advance(1); // no two edits bear the same stamp
        tree.file(path, content, 0644, new Timestamp(1000 + ++times, 5));
    }

    private static Digest digest(byte[] content) {
        return new Sha256().update(content, 0, content.length).finish();
    }

    private void edit(Scenario scenario, MemoryTree tree) throws IOException {
        String path = FILES.get(scenario.random.nextInt(FILES.size()));
        if (tree.look(false).containsKey(path)) {
            List<Edit> edits = List.of(Edit.values());
            Edit edit = edits.get(scenario.random.nextInt(edits.size()));
            if (edit == Edit.INSERT && tree == scenario.source) {
                edit = Edit.APPEND; // one that grows while it is read is taken to grow at its end
            }
            put(scenario, tree, path, edit.of(tree.bytes(path), scenario.random));
        }
    }

    private void turmoil(Scenario scenario, long seed) throws IOException {
        for (String path : FILES) {
            int size = scenario.random.nextBoolean() ? 20_000 : 1_200_000;
            byte[] old = Edit.noise(size, scenario.random);
            put(scenario, scenario.target, path, old);
            byte[] fresh = old;
            for (int i = 0; i < 4; i++) {
                fresh = Edit.OVERWRITE.of(fresh, scenario.random);
            }
            put(scenario, scenario.source, path, fresh);
        }
        int edits = scenario.random.nextInt(6);
        try (VirtualRun run = scenario.run(seed % 2 == 0)) {
            boolean goesOn = true;
            for (int i = 0; i < edits && goesOn; i++) {
                goesOn = run.go(scenario.random.nextInt(40));
                if (scenario.random.nextInt(3) > 0) {
                    edit(scenario, scenario.source);
                } else {
                    edit(scenario, scenario.target);
                }
            }
            run.toEnd();
            assertInstanceOf(
                    Ending.Done.class,
                    run.ending(),
                    () -> "seed " + seed + " " + run.ending() + run.listenerEnding());
        }
        for (String path : FILES) {
            assertTrue(
                    contents.getOrDefault(path, Set.of())
                            .contains(digest(scenario.target.bytes(path))),
                    "seed " + seed + ": " + path + " has a content of its own");
        }
        try (VirtualRun run = scenario.run(seed % 4 < 2).toEnd()) {
            assertEquals(0, assertInstanceOf(Ending.Done.class, run.ending()).problems());
        }
        for (String path : FILES) {
            assertEquals(
                    digest(scenario.source.bytes(path)), digest(scenario.target.bytes(path)), path);
        }
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10_000, 20_000, 30_000})
    void editsAtAnyMoment_makeNoContentOfTheirOwn(long first) throws IOException {
        for (long seed = first; seed < first + SEEDS; seed++) {
            contents.clear();
            turmoil(new Scenario(seed), seed);
        }
    }
}
