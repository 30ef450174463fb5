package dev.dsync.core.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class JoinedCutsTest {
    private final Chunker chunker = new MaximumChunker(64, 192);
    private int bridged;

    /** What a thread does that knows only where its stretch begins and ends. */
    private int[] cut(byte[] bytes, int start, int end) {
        List<Integer> lengths = new ArrayList<>();
        for (int at = start; at < end; at += lengths.getLast()) {
            lengths.add(chunker.next(bytes, at, bytes.length - at, true));
        }
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    private List<Integer> joined(byte[] bytes, List<Integer> starts) throws IOException {
        List<Integer> lengths = new ArrayList<>();
        JoinedCuts cuts =
                new JoinedCuts(
                        offset -> {
                            int at = (int) offset;
                            lengths.add(chunker.next(bytes, at, bytes.length - at, true));
                            bridged++;
                            return lengths.getLast();
                        });
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : bytes.length;
            int[] stretch = cut(bytes, starts.get(i), end);
            for (int chunk = cuts.join(starts.get(i), stretch); chunk < stretch.length; chunk++) {
                lengths.add(stretch[chunk]);
            }
        }
        assertEquals(bytes.length, cuts.position());
        return lengths;
    }

    @RepeatedTest(20)
    void stretchesOfAnySize_haveTheCutsOfTheWhole(RepetitionInfo repetition) throws IOException {
        int seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        for (Map.Entry<String, byte[]> shape : Contents.shapes(seed).entrySet()) {
            byte[] bytes = shape.getValue();
            List<Integer> starts = new ArrayList<>(List.of(0));
            int most = random.nextBoolean() ? 100 : 5000;
            while (starts.getLast() < bytes.length - most) {
                starts.add(starts.getLast() + 1 + random.nextInt(most));
            }
            assertEquals(
                    Contents.cuts(chunker, bytes),
                    joined(bytes, starts),
                    () -> shape.getKey() + ", seed " + seed);
        }
    }

    @Test
    void noise_isBridgedByFewChunks() throws IOException {
        byte[] bytes = Contents.noise(7, 200_000);
        joined(bytes, List.of(0, 50_000, 100_000, 150_000));
        assertTrue(bridged < 3 * 12, bridged + " chunks");
    }
}
