package dev.dsync.core.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkStreamTest {
    private final Chunker chunker = new MaximumChunker(64, 192);
    private final List<Integer> lengths = new ArrayList<>();
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();

    private ChunkStream stream() {
        return new ChunkStream(
                chunker,
                (bytes, offset, length, count) -> {
                    LongStream.range(0, count)
                            .forEach(
                                    i -> {
                                        lengths.add(length);
                                        all.write(bytes, offset, length);
                                    });
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 192, 1535, 1536, 5000, 100_000})
    void piecesOfAnySize_areCutAsTheWhole(int piece) throws IOException {
        for (Map.Entry<String, byte[]> shape : Contents.shapes(piece).entrySet()) {
            lengths.clear();
            all.reset();
            byte[] bytes = shape.getValue();
            ChunkStream stream = stream();
            for (int at = 0; at < bytes.length; at += piece) {
                stream.write(bytes, at, Math.min(piece, bytes.length - at));
            }
            stream.finish();
            assertEquals(Contents.cuts(chunker, bytes), lengths, shape.getKey());
            assertArrayEquals(bytes, all.toByteArray());
        }
    }

    @Test
    void holes_areCutAsZeros() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            lengths.clear();
            all.reset();
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            ChunkStream stream = stream();
            for (int i = random.nextInt(8); i >= 0; i--) {
                int length = random.nextInt(random.nextBoolean() ? 3000 : 200);
                byte[] bytes = new byte[length];
                if (random.nextBoolean()) {
                    stream.zeros(length);
                } else {
                    if (random.nextBoolean()) {
                        random.nextBytes(bytes);
                    }
                    stream.write(bytes, 0, length);
                }
                whole.writeBytes(bytes);
            }
            stream.finish();
            assertEquals(Contents.cuts(chunker, whole.toByteArray()), lengths, "seed " + seed);
            assertArrayEquals(whole.toByteArray(), all.toByteArray(), "seed " + seed);
        }
    }

    /** What stands before a hole is told from it to the byte. */
    @Test
    void holeBehindFewBytes_isCutAsZeros() throws IOException {
        for (int before = 1; before < 300; before++) {
            lengths.clear();
            byte[] whole = new byte[before + 1000];
            Arrays.fill(whole, 0, before, (byte) 1);
            ChunkStream stream = stream();
            stream.write(whole, 0, before);
            stream.zeros(1000);
            stream.finish();
            assertEquals(Contents.cuts(chunker, whole), lengths, before + " bytes");
        }
    }

    /** A hundred gibibytes between two pieces of noise. */
    @Test
    void greatHole_isAHandfulOfRuns() throws IOException {
        List<Long> runs = new ArrayList<>();
        long[] bytes = {0};
        ChunkStream stream =
                new ChunkStream(
                        Chunker.standard(),
                        (chunk, offset, length, count) -> {
                            runs.add(count);
                            bytes[0] += length * count;
                        });
        byte[] noise = Contents.noise(1, 100_000);
        stream.write(noise, 0, noise.length);
        stream.zeros(100L << 30);
        stream.write(noise, 0, noise.length);
        stream.finish();
        assertTrue(runs.size() < 20, runs.toString());
        assertEquals((100L << 30) + 200_000, bytes[0]);
    }

    @Test
    void streamAfterAnother_beginsAnew() throws IOException {
        byte[] bytes = Contents.noise(9, 1000);
        ChunkStream stream = stream();
        stream.write(bytes, 0, 1000);
        stream.finish();
        List<Integer> once = List.copyOf(lengths);
        stream.write(bytes, 0, 1000);
        stream.finish();
        assertEquals(once, lengths.subList(once.size(), lengths.size()));
        assertArrayEquals(bytes, Arrays.copyOfRange(all.toByteArray(), 1000, 2000));
    }
}
