package dev.dsync.core.delta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatchTest {
    /** Blocks 0 to 3, the last of 16 bytes. */
    private static final byte[] OLD = Deltas.noise(new SplittableRandom(1), 400);

    private static BlockLayout layout() throws IOException {
        return BlockLayout.of(List.of(Deltas.signature(Deltas.SHAPE, OLD)));
    }

    private static Patch decode(String hex, int newLength) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        Patch patch = Patch.decode(bytes, 0, bytes.length, layout(), newLength);
        assertArrayEquals(bytes, patch.encode());
        return patch;
    }

    private static void refused(String hex, int newLength, String why) {
        MalformedDeltaException e =
                assertThrows(MalformedDeltaException.class, () -> decode(hex, newLength));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
    }

    @Test
    void steps_areMade() throws IOException {
        // 5 literals, blocks 2 to 3, blocks 0 to 1, 3 literals
        Patch patch = decode("98 03  02  05 04 02  00 07 02", 408);
        assertEquals(408, patch.newLength());
        assertEquals(8, patch.literalBytes());
        byte[] literals = {1, 2, 3, 4, 5, 6, 7, 8};
        byte[] expected = new byte[408];
        System.arraycopy(literals, 0, expected, 0, 5);
        System.arraycopy(OLD, 256, expected, 5, 144);
        System.arraycopy(OLD, 0, expected, 149, 256);
        System.arraycopy(literals, 5, expected, 405, 3);
        assertArrayEquals(expected, patch.apply(ByteSource.of(OLD), literals));
        assertArrayEquals(literals, patch.literals(ByteSource.of(expected)));
        for (int length : new int[] {0, 7, 9}) {
            assertThrows(
                    MalformedDeltaException.class,
                    () -> patch.apply(ByteSource.of(OLD), new byte[length]));
        }
    }

    @Test
    void nothing_isAPatchToo() throws IOException {
        assertEquals(0, decode("00 00", 0).apply(ByteSource.of(OLD), new byte[0]).length);
        assertEquals(7, decode("07 00", 7).apply(ByteSource.of(OLD), new byte[7]).length);
    }

    @Test
    void oldBytesThatCannotBeRead_endIt() throws IOException {
        Patch patch = decode("80 01  01  00 00 01", 128);
        ByteSource broken =
                (offset, to, at, length) -> {
                    throw new IOException("gone");
                };
        assertThrows(IOException.class, () -> patch.apply(broken, new byte[0]));
    }

    @Test
    void malformedPatches_areRefused() {
        refused("", 7, "new bytes cut short");
        refused("07", 7, "steps cut short");
        refused("06 00", 7, "new bytes not in 7 to 7");
        refused("07 01", 7, "steps not in 0 to 0");
        refused("80 01  02  00 00 01", 128, "steps not in 0 to 1");
        refused("80 01  01  01 00 01", 128, "copy beyond the end");
        refused("80 01  01  81 01 00 01", 128, "literal not in 0 to 128");
        refused("80 01  01  00 00 00", 128, "blocks not in 1");
        refused("80 01  01  00 00 05", 128, "blocks not in 1 to 4");
        refused("80 01  01  00 02 04", 128, "blocks not in 1 to 3");
        refused("80 01  01  00 08 01", 128, "block 4 of 4");
        refused("80 01  01  00 01 01", 128, "block -1 of 4");
        refused("80 01  01  00 0a 01", 128, "block not in 0 to 8");
        refused("80 01  01  00 00 02", 128, "copy beyond the end");
        refused("80 02  02  00 00 01  00 00 01", 256, "one copy as two");
        refused("80 01  01  00 00 01  00", 128, "trailing bytes");
        refused("80 01  01  00 80 00 01", 128, "shortest form");
    }

    @Test
    void everyPatch_isWrittenOneWayAndOnlyRightOnesAreRead() throws IOException {
        long seed = Long.getLong("dsync.seed", new SplittableRandom().nextLong());
        SplittableRandom random = new SplittableRandom(seed);
        BlockLayout layout = layout();
        byte[] fresh = Deltas.edit(OLD, 200, 0, Deltas.noise(random, 50));
        Patch real = Deltas.match(Deltas.SHAPE, OLD, fresh);
        byte[] good = real.encode();
        int read = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes =
                    random.nextBoolean() ? Deltas.noise(random, random.nextInt(20)) : good.clone();
            for (int changes = random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(8);
            }
            int length = random.nextInt(10) == 0 ? random.nextInt(600) : fresh.length;
            try {
                Patch patch = Patch.decode(bytes, 0, bytes.length, layout, length);
                assertArrayEquals(bytes, patch.encode(), "seed " + seed);
                byte[] literals = new byte[patch.literalBytes()];
                assertEquals(length, patch.apply(ByteSource.of(OLD), literals).length);
                read++;
            } catch (MalformedDeltaException e) {
                assertTrue(e.getMessage() != null);
            }
        }
        assertTrue(read > 250, "read " + read + " with seed " + seed);
    }

    @Test
    void randomBytes_areASignatureOrRefused() throws IOException {
        long seed = Long.getLong("dsync.seed", new SplittableRandom().nextLong());
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = Signature.of(Deltas.SHAPE, ByteSource.of(OLD), OLD.length).encode();
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = Arrays.copyOf(good, good.length - random.nextInt(2));
            if (random.nextBoolean()) {
                bytes = Deltas.noise(random, random.nextInt(40));
            }
            if (bytes.length > 0) {
                bytes[random.nextInt(Math.min(6, bytes.length))] ^= (byte) random.nextInt(256);
            }
            try {
                Signature signature = Signature.decode(bytes, 0, bytes.length);
                assertArrayEquals(bytes, signature.encode(), "seed " + seed);
                Matcher.match(new Blocks(List.of(signature)), ByteSource.of(OLD), OLD.length);
            } catch (MalformedDeltaException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }
}
