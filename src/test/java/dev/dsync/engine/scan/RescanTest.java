package dev.dsync.engine.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.scan.ContentScanner.ContentScan;
import dev.dsync.io.fs.Stamp;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexStore;
import dev.dsync.io.index.IndexedChunk;
import dev.dsync.io.index.ManifestSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RescanTest {
    private static final Digest TAKEN_OVER = new Digest(1, 2, 3, 4);

    private final ContentScanner scanner =
            new ContentScanner(new MemoryPageStore(), Truth.SEED, 1, Runnable::run);
    private final List<IndexedChunk> records = new ArrayList<>();

    private Truth rescan(Truth old, FileOpener now) throws IOException {
        records.clear();
        ContentScan scan =
                scanner.rescan(now, old.root().bytes(), old.records().iterator(), records::add);
        return new Truth(scan.manifest().root(), List.copyOf(records));
    }

    @RepeatedTest(30)
    void editedFile_isWhatItIsFromScratch(RepetitionInfo repetition) throws IOException {
        int seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        for (Map.Entry<String, byte[]> shape : Bytes.shapes(seed).entrySet()) {
            byte[] bytes = shape.getValue();
            Truth truth = Truth.of(bytes);
            for (int step = 0; step < 3 && bytes.length > 0; step++) {
                for (int edits = random.nextInt(4); edits >= 0 && bytes.length > 0; edits--) {
                    bytes = Bytes.edited(bytes, random);
                }
                Truth old = truth;
                truth = Truth.of(bytes);
                HeldFile now =
                        random.nextBoolean() ? HeldFile.of(bytes) : HeldFile.holed(bytes, 4096);
                String message = shape.getKey() + ", step " + step + ", seed " + seed;
                assertEquals(truth, rescan(old, now), message);
            }
        }
    }

    /** What stands behind a chunk decides where it ends, as far as the greatest chunk reaches. */
    @Test
    void changeBehindAChunk_mayMoveItsEnd() throws IOException {
        int moved = 0;
        byte[] bytes = Bytes.noise(1, 300_000);
        Truth old = Truth.of(bytes);
        for (int seed = 0; seed < 100; seed++) {
            int from = old.records().getFirst().length() + 1 + seed % 7 * 1000;
            byte[] more = Bytes.noise(seed, 4000);
            byte[] edited = Bytes.replaced(bytes, from, more.length, more);
            Truth truth = Truth.of(edited);
            assertEquals(truth, rescan(old, HeldFile.of(edited)), "seed " + seed);
            moved += truth.records().getFirst().equals(old.records().getFirst()) ? 0 : 1;
        }
        assertTrue(moved > 3, moved + " of 100 did");
    }

    /** The end of the file decides as well. */
    @Test
    void fileCutOffOrContinued_isWhatItIsFromScratch() throws IOException {
        byte[] bytes = Bytes.noise(2, 300_000);
        for (int length = 200_000; length < 300_000; length += 1777) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            Truth whole = Truth.of(bytes);
            Truth part = Truth.of(shorter);
            assertEquals(part, rescan(whole, HeldFile.of(shorter)), "cut off at " + length);
            assertEquals(whole, rescan(part, HeldFile.of(bytes)), "continued at " + length);
        }
        int cut = 0;
        for (IndexedChunk chunk : Truth.of(bytes).records()) {
            cut += chunk.length();
            byte[] shorter = Arrays.copyOf(bytes, cut);
            assertEquals(
                    Truth.of(shorter),
                    rescan(Truth.of(bytes), HeldFile.of(shorter)),
                    "cut off at " + cut);
        }
    }

    /** The file as it was, with names by which one sees which chunks were named anew. */
    private static Truth marked(Truth truth) {
        return new Truth(
                truth.root(),
                truth.records().stream()
                        .map(
                                chunk ->
                                        new IndexedChunk(
                                                new Digest(chunk.fastLow(), 2, 3, 4),
                                                chunk.length(),
                                                chunk.repeats(),
                                                chunk.fastHigh(),
                                                chunk.fastLow()))
                        .toList());
    }

    private long namedAnew(byte[] old, byte[] now) throws IOException {
        Truth truth = rescan(marked(Truth.of(old)), HeldFile.of(now));
        assertEquals(now.length, truth.root().bytes());
        return truth.records().stream()
                .filter(chunk -> !chunk.name().equals(new Digest(chunk.fastLow(), 2, 3, 4)))
                .count();
    }

    @Test
    void chunksThatAreStillThere_keepTheirNames() throws IOException {
        byte[] bytes = Bytes.noise(3, 3_000_000);
        byte[] few = Bytes.noise(4, 10);
        byte[] many = Bytes.noise(4, 500_000);
        assertEquals(0, namedAnew(bytes, bytes));
        assertTrue(namedAnew(bytes, Bytes.replaced(bytes, 1_500_000, 10, few)) < 8);
        assertTrue(namedAnew(bytes, Bytes.replaced(bytes, 1_500_000, 0, few)) < 8);
        assertTrue(namedAnew(bytes, Bytes.replaced(bytes, 1_500_000, 10, new byte[0])) < 8);
        assertTrue(namedAnew(bytes, Bytes.replaced(bytes, 0, 0, many)) < 26);
        assertTrue(namedAnew(bytes, Bytes.replaced(bytes, 0, 500_000, new byte[0])) < 8);
        assertTrue(namedAnew(bytes, Bytes.replaced(bytes, 3_000_000, 0, few)) < 4);
        byte[] turned =
                Bytes.replaced(
                        Arrays.copyOfRange(bytes, 1_000_000, 3_000_000),
                        2_000_000,
                        0,
                        Arrays.copyOf(bytes, 1_000_000));
        assertTrue(namedAnew(bytes, turned) < 12);
    }

    @Test
    void greatHole_isPassedAtOnce() throws IOException {
        byte[] noise = Bytes.noise(5, 200_000);
        HeldFile before = new HeldFile(100L << 30).with(0, noise).with(50L << 30, noise);
        HeldFile after = new HeldFile(100L << 30).with(40L << 30, noise).with(60L << 30, noise);
        List<IndexedChunk> old = new ArrayList<>();
        ContentScan scan = scanner.scan(before, old::add);
        Truth truth = new Truth(scan.manifest().root(), old);
        assertEquals(truth, rescan(truth, before));
        Truth edited = rescan(truth, after);
        assertEquals(scanner.scan(after, chunk -> {}).manifest().root(), edited.root());
    }

    @Test
    void fileTheIndexKnows_isRescannedFromThere() throws IOException {
        byte[] bytes = Bytes.noise(8, 9_000_000);
        Truth truth = Truth.of(bytes);
        RelPath path = RelPath.literal("f");
        try (Index index = IndexStore.openMemory(TAKEN_OVER, new Random(1))) {
            ManifestSink sink = index.manifest(path);
            marked(truth).records().forEach(sink::add);
            Timestamp time = new Timestamp(1, 0);
            Stamp stamp = HeldFile.of(bytes).open().stat().stamp();
            sink.finish(stamp, time, truth.root());
            assertTrue(truth.records().size() > 256);
            scanner.rescan(HeldFile.of(bytes), index, index.find(path).orElseThrow(), records::add);
        }
        assertEquals(marked(truth).records(), records);
    }

    @Test
    void indexThatLostChunks_isNoHarm() throws IOException {
        byte[] bytes = Bytes.noise(6, 900_000);
        Truth truth = Truth.of(bytes);
        List<IndexedChunk> half = truth.records().subList(0, truth.records().size() / 2);
        assertEquals(truth, rescan(new Truth(truth.root(), half), HeldFile.of(bytes)));
        long halfBytes = half.stream().mapToLong(IndexedChunk::bytes).sum();
        byte[] shorter = Arrays.copyOf(bytes, (int) halfBytes);
        assertEquals(
                Truth.of(shorter), rescan(new Truth(truth.root(), half), HeldFile.of(shorter)));
        List<IndexedChunk> broken = new ArrayList<>(truth.records());
        broken.set(3, new IndexedChunk(TAKEN_OVER, 0, 1, 0, 0));
        broken.set(9, new IndexedChunk(TAKEN_OVER, 1 << 30, 1, 0, 0));
        assertEquals(truth, rescan(new Truth(truth.root(), broken), HeldFile.of(bytes)));
        broken.set(3, truth.records().get(3));
        assertEquals(truth, rescan(new Truth(truth.root(), broken), HeldFile.of(bytes)));
        assertEquals(
                truth,
                rescan(new Truth(truth.root(), Collections.emptyList()), HeldFile.of(bytes)));
    }

    /** Chunks that follow each other in what is left of an index did not in the file. */
    @Test
    void chunkWithoutBytes_endsWhatIsKnown() throws IOException {
        byte[] bytes = Bytes.noise(9, 900_000);
        Truth truth = Truth.of(bytes);
        int at = 0;
        for (int i = 0; i < truth.records().size(); i++) {
            int length = truth.records().get(i).length();
            List<IndexedChunk> broken = new ArrayList<>(truth.records());
            broken.set(i, new IndexedChunk(TAKEN_OVER, 0, 1, 0, 0));
            byte[] without = Bytes.replaced(bytes, at, length, new byte[0]);
            // what is looked for by fast hash has the known ones fetched early
            without[100] ^= 1;
            without[60_000] ^= 1;
            assertEquals(
                    Truth.of(without),
                    rescan(new Truth(truth.root(), broken), HeldFile.of(without)),
                    "without " + i);
            at += length;
        }
    }

    @Test
    void fileThatChanges_isTold() throws IOException {
        byte[] bytes = Bytes.noise(7, 900_000);
        HeldFile file = HeldFile.of(bytes);
        file.watcher = position -> file.changes.incrementAndGet();
        assertThrows(ContentChangedException.class, () -> rescan(Truth.of(bytes), file));
    }
}
