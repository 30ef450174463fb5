package dev.dsync.core.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.merkle.MemoryPageStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestStreamTest {
    private final MemoryPageStore store = new MemoryPageStore();
    private final List<ChunkRun> told = new ArrayList<>();
    private final ByteArrayOutputStream bytesTold = new ByteArrayOutputStream();
    private final ManifestStream stream = new ManifestStream(store, this::told);

    private void told(ChunkRun run, byte[] bytes, int offset) {
        told.add(run);
        for (long i = 0; i < run.count() && bytesTold.size() < 1 << 24; i++) {
            bytesTold.write(bytes, offset, run.chunk().length());
        }
    }

    /** The manifest, made one chunk at a time of the whole. */
    private static Manifest whole(byte[] bytes) throws IOException {
        Manifest.Writer writer = new Manifest.Writer(new MemoryPageStore());
        int at = 0;
        for (int length : Contents.cuts(Chunker.standard(), bytes)) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, at + length);
            writer.add(new ChunkRun(new Chunk(Sha256.of(chunk), length), 1));
            at += length;
        }
        return writer.finish();
    }

    private static List<byte[]> files() {
        byte[] holed = Contents.noise(5, 600_000);
        Arrays.fill(holed, 100_000, 400_000, (byte) 0);
        return List.of(
                new byte[0],
                Contents.noise(1, 1),
                Contents.noise(1, 2048),
                new byte[Chunk.BYTES_MIN],
                Contents.noise(2, 900_000),
                new byte[900_000],
                Contents.periodic(3, 1000, 500_000),
                holed,
                Contents.noise(1, 2048));
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 1 << 16, 1 << 20})
    void filesInPieces_haveTheManifestsOfTheWhole(int piece) throws IOException {
        for (byte[] file : files()) {
            told.clear();
            bytesTold.reset();
            for (int at = 0; at < file.length; at += piece) {
                stream.write(file, at, Math.min(piece, file.length - at));
            }
            Manifest manifest = stream.finish();
            Manifest whole = whole(file);
            assertEquals(whole.root(), manifest.root());
            assertEquals(Manifests.runs(whole), Manifests.runs(manifest));
            assertArrayEquals(file, bytesTold.toByteArray());
        }
    }

    @Test
    void zerosNotWritten_areThoseWritten() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] bytes = new byte[random.nextInt(100_000)];
                if (random.nextBoolean()) {
                    stream.zeros(bytes.length);
                } else {
                    random.nextBytes(bytes);
                    stream.write(bytes, 0, bytes.length);
                }
                all.writeBytes(bytes);
            }
            assertEquals(whole(all.toByteArray()).root(), stream.finish().root(), "seed " + seed);
        }
    }

    @Test
    void greatHole_isOneRecord() throws IOException {
        long zeros = 100L << 40;
        stream.zeros(zeros);
        Manifest manifest = stream.finish();
        assertEquals(zeros, manifest.root().bytes());
        assertEquals(1, manifest.root().entries());
        assertEquals(zeros / Chunk.BYTES_MIN, manifest.only().orElseThrow().count());
        assertTrue(told.size() < 10, told.toString());
    }

    @Test
    void fileGivenUp_leavesNothingToTheNext() throws IOException {
        byte[] bytes = Contents.noise(4, 1_000_000);
        stream.write(bytes, 0, bytes.length);
        stream.restart();
        stream.write(bytes, 7, 2048);
        assertEquals(whole(Arrays.copyOfRange(bytes, 7, 2055)).root(), stream.finish().root());
    }

    @Test
    void listenerThatFails_endsTheFileAlone() throws IOException {
        byte[] bytes = Contents.noise(4, 1_000_000);
        boolean[] fails = {true};
        ManifestStream failing =
                new ManifestStream(
                        store,
                        (run, chunk, offset) -> {
                            if (fails[0]) {
                                throw new IOException("full");
                            }
                        });
        assertThrows(IOException.class, () -> failing.write(bytes, 0, bytes.length));
        fails[0] = false;
        failing.restart();
        failing.write(bytes, 0, bytes.length);
        assertEquals(whole(bytes).root(), failing.finish().root());
    }
}
