package dev.dsync.core.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaximumChunkerTest {
    private static final BigInteger FACTOR = new BigInteger("9e3779b97f4a7c15", 16);

    /** The rule, as formats.md has it. */
    private static int expected(byte[] bytes, int offset, int min, int max) {
        int left = bytes.length - offset;
        if (left <= min) {
            return left;
        }
        BigInteger best = BigInteger.ONE.negate();
        int cut = 0;
        for (int at = min; at <= Math.min(left, max); at++) {
            byte[] window = new byte[9];
            for (int i = 0; i < 8; i++) {
                window[8 - i] = bytes[offset + at - 8 + i];
            }
            BigInteger score =
                    new BigInteger(window).multiply(FACTOR).mod(BigInteger.ONE.shiftLeft(64));
            if (score.compareTo(best) > 0) {
                best = score;
                cut = at;
            }
        }
        return cut;
    }

    private static void check(byte[] bytes, int min, int max) {
        Chunker chunker = new MaximumChunker(min, max);
        int at = 0;
        for (int length : Contents.cuts(chunker, bytes)) {
            assertEquals(expected(bytes, at, min, max), length, () -> Arrays.toString(bytes));
            assertTrue(length <= max && (length >= min || at + length == bytes.length));
            at += length;
        }
        assertEquals(bytes.length, at);
    }

    @Test
    void everyContentOfTwoLetters_isCutByTheRule() {
        for (int length = 0; length <= 11; length++) {
            for (int bits = 0; bits < 1 << length; bits++) {
                byte[] bytes = new byte[length];
                for (int i = 0; i < length; i++) {
                    bytes[i] = (byte) ((bits & 1 << i) == 0 ? 0 : -1);
                }
                check(bytes, 8, 10);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 20, 100})
    void shapes_areCutByTheRule(int min) {
        Contents.shapes(min)
                .values()
                .forEach(bytes -> check(Arrays.copyOf(bytes, 40 * min), min, 3 * min));
    }

    @Test
    void fromAnyCut_theRestIsCutAlike() {
        Chunker chunker = new MaximumChunker(64, 192);
        Contents.shapes(1)
                .forEach(
                        (name, bytes) -> {
                            List<Integer> lengths = Contents.cuts(chunker, bytes);
                            int at = 0;
                            for (int i = 0; i < lengths.size(); i += 7) {
                                byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
                                assertEquals(
                                        lengths.subList(i, lengths.size()),
                                        Contents.cuts(chunker, rest),
                                        name);
                                at +=
                                        lengths.subList(i, Math.min(i + 7, lengths.size())).stream()
                                                .mapToInt(Integer::intValue)
                                                .sum();
                            }
                        });
    }

    @Test
    void lookAhead_decides() {
        Chunker chunker = new MaximumChunker(64, 192);
        byte[] bytes = Contents.noise(3, 400);
        int length = chunker.next(bytes, 0, 400, true);
        assertEquals(0, chunker.next(bytes, 0, 0, false));
        assertEquals(0, chunker.next(bytes, 0, 0, true));
        assertEquals(0, chunker.next(bytes, 0, 191, false));
        assertEquals(length, chunker.next(bytes, 0, 192, false));
        assertEquals(length, chunker.next(bytes, 0, 192, true));
    }

    @Test
    void insertedBytes_changeFewChunks() {
        Chunker chunker = new MaximumChunker(64, 192);
        Random random = new Random(5);
        byte[] bytes = Contents.noise(5, 100_000);
        byte[] other = Contents.edited(bytes, random, 1);
        List<Integer> lengths = Contents.cuts(chunker, bytes);
        List<Integer> others = Contents.cuts(chunker, other);
        Collections.reverse(lengths);
        Collections.reverse(others);
        int same = 0;
        while (lengths.get(same).equals(others.get(same))) {
            same++;
        }
        Collections.reverse(lengths);
        Collections.reverse(others);
        int before = 0;
        while (lengths.get(before).equals(others.get(before))) {
            before++;
        }
        assertTrue(lengths.size() - before - same < 12, before + " and " + same);
    }

    /** What repeats itself has equal chunks, so that a manifest counts them. */
    @Test
    void repetition_hasChunksOfOneLength() {
        Chunker chunker = new MaximumChunker(64, 192);
        for (Map.Entry<String, byte[]> shape : Contents.shapes(2).entrySet()) {
            boolean short192 = shape.getKey().matches("zeros|period (2|7|64|100)");
            if (short192) {
                List<Integer> lengths = Contents.cuts(chunker, shape.getValue());
                List<Integer> inner = lengths.subList(1, lengths.size() - 3);
                assertEquals(1, inner.stream().distinct().count(), shape.getKey() + inner);
            }
        }
    }

    @Test
    void zeroChunks_areThoseOfZerosWithAnythingBehind() {
        Chunker chunker = new MaximumChunker(64, 192);
        for (int zeros = 0; zeros < 1000; zeros++) {
            byte[] bytes = Arrays.copyOf(new byte[zeros], zeros + 300);
            byte[] noise = Contents.noise(zeros, 300);
            System.arraycopy(noise, 0, bytes, zeros, 300);
            List<Integer> lengths = Contents.cuts(chunker, bytes);
            int chunks = (int) chunker.zeroChunks(zeros);
            assertEquals(Collections.nCopies(chunks, 64), lengths.subList(0, chunks));
            assertTrue(zeros - chunks * 64 < 192);
        }
        assertEquals((Long.MAX_VALUE - 192) / 64 + 1, chunker.zeroChunks(Long.MAX_VALUE));
    }

    @Test
    void boundsThatHoldNoWindow_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MaximumChunker(7, 20));
        assertThrows(IllegalArgumentException.class, () -> new MaximumChunker(20, 19));
    }
}
