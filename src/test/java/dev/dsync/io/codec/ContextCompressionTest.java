package dev.dsync.io.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextCompressionTest {
    private final ContextCompressor compressor = new ContextCompressor();
    private final ContextDecompressor decompressor = new ContextDecompressor();

    @AfterEach
    void close() {
        compressor.close();
        decompressor.close();
    }

    private static byte[] noise(int seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private byte[] compress(byte[] literal, byte[] known) {
        byte[] to = new byte[literal.length + 3];
        int length = compressor.compress(literal, 0, literal.length, known, to, 3);
        return Arrays.copyOfRange(to, 3, 3 + length);
    }

    private byte[] decompress(byte[] frame, byte[] known, int length)
            throws CompressedDataException {
        return decompressor.decompress(frame, 0, frame.length, known, length);
    }

    @Test
    void literalLikeItsContext_isAlmostNothing() throws CompressedDataException {
        byte[] known = noise(1, ContextCompressor.CONTEXT_MAX);
        for (int length : new int[] {64, 100, 255, 256, 1000, 65_535, 65_536, 100_000}) {
            byte[] literal = Arrays.copyOfRange(known, 20_000, 20_000 + length);
            byte[] frame = compress(literal, known);
            assertTrue(frame.length > 0 && frame.length < 40, length + ": " + frame.length);
            assertArrayEquals(literal, decompress(frame, known, length));
        }
    }

    @Test
    void whatDoesNotShrink_travelsAsItIs() {
        byte[] known = noise(2, 10_000);
        assertEquals(0, compress(Arrays.copyOf(known, 31), known).length);
        assertEquals(0, compress(noise(3, 1000), known).length);
        assertEquals(0, compress(noise(3, 200_000), known).length);
        assertEquals(0, compress(noise(3, 1000), new byte[0]).length);
        // and what was given up leaves nothing behind
        assertTrue(compress(Arrays.copyOf(known, 500), known).length > 0);
    }

    @Test
    void everyLiteral_hasTheContextItCameWithOnly() throws CompressedDataException {
        byte[] first = noise(4, 5000);
        byte[] second = noise(5, 5000);
        byte[] literal = Arrays.copyOfRange(first, 100, 900);
        byte[] frame = compress(literal, first);
        assertEquals(0, compress(literal, second).length);
        assertEquals(0, compress(literal, new byte[0]).length);
        assertArrayEquals(literal, decompress(frame, first, 800));
        assertIsNot(literal, frame, second);
        assertIsNot(literal, frame, new byte[0]);
        assertArrayEquals(literal, decompress(frame, first, 800));
    }

    /** Another context is an error or other bytes, as it happens. */
    private void assertIsNot(byte[] literal, byte[] frame, byte[] known) {
        try {
            assertFalse(Arrays.equals(literal, decompress(frame, known, literal.length)));
        } catch (CompressedDataException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith("zstd"), e.getMessage());
        }
    }

    @Test
    void contextThatLooksLikeATrainedDictionary_isPlainBytes() throws CompressedDataException {
        byte[] known = noise(6, 5000);
        System.arraycopy(new byte[] {0x37, (byte) 0xa4, 0x30, (byte) 0xec}, 0, known, 0, 4);
        byte[] literal = Arrays.copyOfRange(known, 10, 1000);
        byte[] frame = compress(literal, known);
        assertTrue(frame.length > 0);
        assertArrayEquals(literal, decompress(frame, known, 990));
    }

    @Test
    void frameOfAnotherSizeOrWindow_isRefusedBeforeAnythingIsAllocated() {
        byte[] known = noise(7, 5000);
        byte[] frame = compress(Arrays.copyOf(known, 1000), known);
        refused(frame, known, 999, "declared size 1000");
        refused(frame, known, 1001, "declared size 1000");
        refused(frame, known, Integer.MAX_VALUE, "declared size 1000");
        refused(Arrays.copyOf(frame, frame.length - 1), known, 1000, "zstd");
        refused(new byte[20], known, 1000, "no zstd frame");
        byte[] far;
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setWindowLog(24);
            far = context.compress(new byte[9 << 20]);
        }
        refused(far, known, 9 << 20, "window of 9437184 bytes");
    }

    private void refused(byte[] frame, byte[] known, int length, String why) {
        CompressedDataException e =
                assertThrows(CompressedDataException.class, () -> decompress(frame, known, length));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
    }

    @Test
    void contextOverTheLimit_isOurOwnMistake() {
        byte[] known = new byte[ContextCompressor.CONTEXT_MAX + 1];
        byte[] frame = Zstd.compress(new byte[100]);
        assertThrows(IllegalArgumentException.class, () -> compress(new byte[100], known));
        assertThrows(IllegalArgumentException.class, () -> decompress(frame, known, 100));
    }
}
