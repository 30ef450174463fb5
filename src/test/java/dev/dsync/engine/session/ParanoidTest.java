package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.FastHash128;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.MemoryFileSystem;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexedChunk;
import dev.dsync.io.index.IndexedFile;
import dev.dsync.io.index.ManifestSink;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that believe no fast hash, where two contents have the same ones. */
final class ParanoidTest {
    private static final RelPath FILE = RelPath.literal("large");
    private static final int BYTES = 600_000;
    private static final int CHUNKS_MAX = 1000;

    private final Scenario scenario = new Scenario(1).remembering();
    private final SplittableRandom random = new SplittableRandom(7);

    ParanoidTest() throws IOException {
        scenario.profile =
                new Profile(
                        true, true, true, true, true, true, true, true, true, true, true, false,
                        true);
        by(false);
        scenario.source.file("large", Edit.noise(BYTES, random), 0600, new Timestamp(4, 5));
        settle();
        run(true);
        run(true);
    }

    private void by(boolean paranoid) {
        Policy.Comparison comparison =
                new Policy.Comparison(false, false, true, Policy.Comparison.NANOSECONDS, paranoid);
        scenario.policy =
                new Policy(Policy.DEFAULT.deletion(), comparison, Policy.DEFAULT.selection());
    }

    /** What changed before is older than the clock's grain. */
    private void settle() {
        scenario.clock.advance(10_000_000_000L);
    }

    private void run(boolean push) throws IOException {
        try (VirtualRun run = scenario.run(push).toEnd()) {
            Ending.Done done = assertInstanceOf(Ending.Done.class, run.ending());
            assertEquals(0, done.problems(), scenario.problems().toString());
        }
        settle();
    }

    /** Other bytes of the same length, of which the index says that they hash like the old ones. */
    private void collide(MemoryTree tree, Index index) throws IOException {
        byte[] other = Edit.noise(BYTES, random);
        IndexedFile known = index.find(FILE).orElseThrow();
        FastHash128 hash = new FastHash128(index.identity().seed());
        List<IndexedChunk> chunks = List.copyOf(index.chunks(known, 0, CHUNKS_MAX));
        index.remove(FILE); // of one that is the same only the stamp would be taken
        ManifestSink sink = index.manifest(FILE);
        int offset = 0;
        for (IndexedChunk chunk : chunks) {
            assertEquals(1, chunk.repeats());
            hash.take(other, offset, chunk.length());
            sink.add(new IndexedChunk(chunk.name(), chunk.length(), 1, hash.high(), hash.low()));
            offset += chunk.length();
        }
        assertEquals(BYTES, offset);
        sink.finish(known.stamp(), scenario.to.now(), known.manifest());
        index.commit();
        tree.file("large", other, 0600, new Timestamp(4, 5));
        settle();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void contentWithTheFastHashesOfAnother_isAnother(boolean push, boolean atSource)
            throws IOException {
        MemoryFileSystem system = atSource ? scenario.from : scenario.to;
        KeptIndexes indexes = atSource ? scenario.sourceIndexes : scenario.targetIndexes;
        MemoryTree tree = atSource ? scenario.source : scenario.target;
        collide(tree, indexes.of(system, atSource ? "a" : "b"));
        run(push);
        assertTrue(!Arrays.equals(scenario.source.bytes("large"), scenario.target.bytes("large")));
        by(true);
        run(push);
        assertArrayEquals(scenario.source.bytes("large"), scenario.target.bytes("large"));
        by(false);
        run(push); // what is known is right again
        assertArrayEquals(scenario.source.bytes("large"), scenario.target.bytes("large"));
    }

    @Test
    void listenerThatDoesNotHeedIt_isLeft() throws IOException {
        by(true);
        Optional<Ending> ending =
                scenario.pushedTo(
                        Agreed.without(Message.Feature.PARANOID, scenario.profile, RelPath.ROOT),
                        "a/");
        Ending.Refused refused = assertInstanceOf(Ending.Refused.class, ending.orElseThrow());
        assertEquals(Message.Reason.UNSUPPORTED, refused.reason());
    }
}
