package dev.dsync.io.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final int MIB = 1 << 20;

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] words(int length) {
        SplittableRandom random = new SplittableRandom(8);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(6));
        }
        return bytes;
    }

    private static int compressed(CompressionPolicy policy, byte[] block) {
        try (Compressor compressor = new Compressor(policy)) {
            return compressor.compress(block, 0, block.length, new byte[block.length], 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                200, 255, 256, 257, 4096, 65_535, 65_536, 65_791, 65_792, 100_000, MIB, 4 * MIB
            })
    void whatWasCompressed_comesBack(int length) throws CompressedDataException {
        byte[] block = words(length);
        try (Compressor compressor = new Compressor(new CompressionPolicy.Fixed(3));
                Decompressor decompressor = new Decompressor()) {
            byte[] to = new byte[length + 7];
            int bytes = compressor.compress(block, 0, length, to, 7);
            assertTrue(bytes > 0);
            assertArrayEquals(block, decompressor.decompress(to, 7, bytes, length));
            assertThrows(
                    CompressedDataException.class,
                    () -> decompressor.decompress(to, 7, bytes, length - 1));
            assertThrows(
                    CompressedDataException.class,
                    () -> decompressor.decompress(to, 7, bytes - 1, length));
        }
    }

    @Test
    void policies_decide() {
        assertEquals(0, compressed(new CompressionPolicy.None(), words(MIB)));
        assertEquals(0, compressed(new CompressionPolicy.Fixed(3), noise(MIB)));
        assertEquals(0, compressed(CompressionPolicy.standard(), noise(MIB)));
        assertEquals(0, compressed(CompressionPolicy.standard(), noise(1000)));
        assertEquals(0, compressed(CompressionPolicy.standard(), words(Compressor.BLOCK_MIN - 1)));
        assertTrue(compressed(CompressionPolicy.standard(), words(Compressor.BLOCK_MIN)) > 0);
        assertTrue(compressed(CompressionPolicy.standard(), words(MIB)) > 0);
    }

    @Test
    void blockOfWhichAPartShrinks_isTriedWhereAnySampleShows() {
        byte[] half = noise(MIB);
        Arrays.fill(half, 0, MIB / 2, (byte) 0);
        assertTrue(compressed(CompressionPolicy.standard(), half) > 0);
        // what lies between the samples is missed: that is the price of looking at 16 KiB of a
        // block
        byte[] hidden = noise(MIB);
        Arrays.fill(hidden, 10_000, 300_000, (byte) 0);
        assertEquals(0, compressed(CompressionPolicy.standard(), hidden));
        assertTrue(compressed(new CompressionPolicy.Fixed(1), hidden) > 0);
    }

    @Test
    void gainBelowThreePercent_isNotWorthIt() {
        assertEquals(97, Probe.bytesMax(100));
        assertEquals(4_068_474, Probe.bytesMax(4 * MIB));
        byte[] block = noise(MIB);
        Arrays.fill(block, 0, MIB / 50, (byte) 0);
        assertEquals(0, compressed(new CompressionPolicy.Fixed(3), block));
        Arrays.fill(block, 0, MIB / 25, (byte) 0);
        assertTrue(compressed(new CompressionPolicy.Fixed(3), block) > 0);
    }

    @Test
    void samples_comeFromAllOverTheBlock() {
        byte[] block = new byte[100_000];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (i / 25_000 + 1);
        }
        byte[] sample = new byte[Probe.SAMPLE_BYTES];
        assertEquals(Probe.SAMPLE_BYTES, Probe.sample(block, 0, block.length, sample));
        for (byte part = 1; part <= 4; part++) {
            assertEquals(part, sample[(part - 1) * 4096]);
            assertEquals(part, sample[part * 4096 - 1]);
        }
    }

    @Test
    void levels_areChecked() {
        assertThrows(IllegalArgumentException.class, () -> new CompressionPolicy.Fixed(0));
        assertThrows(IllegalArgumentException.class, () -> new CompressionPolicy.Fixed(23));
        assertThrows(IllegalArgumentException.class, () -> new CompressionPolicy.Adaptive(-1));
    }

    @Test
    void header_saysWhatZstdWrote() throws CompressedDataException {
        for (int length : new int[] {1, 255, 256, 65_791, 65_792, MIB}) {
            byte[] frame = Zstd.compress(new byte[length]);
            ZstdHeader header = ZstdHeader.read(frame, 0, frame.length);
            assertEquals(length, header.contentBytes());
            assertEquals(Zstd.getFrameContentSize(frame), header.contentBytes());
        }
    }

    @Test
    void windowOverTheLimit_isRefused() {
        byte[] frame;
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setWindowLog(24);
            frame = context.compress(new byte[17 << 20]);
        }
        refused(frame, "window of 16777216 bytes");
    }

    @Test
    void framesThatAreNone_areRefused() {
        byte[] frame = Zstd.compress(words(1000));
        refused(new byte[0], "no zstd frame");
        refused(new byte[100], "no zstd frame");
        refused(with(frame, 4, frame[4] | 0x08), "reserved");
        refused(with(frame, 4, frame[4] | 0x01), "dictionary");
        refused(with(frame, 4, frame[4] & 0x1f), "without declared size");
        refused(Arrays.copyOf(frame, 6), "cut short");
        refused(with(frame, 5, frame[5] + 1), "zstd");
        // a size of eight bytes that is negative as a number
        byte[] negative = Arrays.copyOf(frame, 40);
        negative[4] = (byte) 0xe0;
        Arrays.fill(negative, 5, 13, (byte) 0xff);
        refused(negative, "declared size 18446744073709551615");
    }

    private static byte[] with(byte[] frame, int at, int value) {
        byte[] changed = frame.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static void refused(byte[] frame, String why) {
        try (Decompressor decompressor = new Decompressor()) {
            CompressedDataException e =
                    assertThrows(
                            CompressedDataException.class,
                            () -> decompressor.decompress(frame, 0, frame.length, 32 * MIB));
            assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
        }
    }
}
