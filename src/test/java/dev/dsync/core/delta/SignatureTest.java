package dev.dsync.core.delta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final int MIB = 1 << 20;

    @Test
    void everyShapeAndLength_comesBack() throws IOException {
        byte[] old = Deltas.noise(new SplittableRandom(1), 3000);
        for (int stride : new int[] {1, 2, 4, 8}) {
            for (int hash = 4; hash <= 6; hash++) {
                SignatureShape shape =
                        new SignatureShape(128, hash, stride == 1 ? 0 : 2 + hash % 2, stride);
                for (int length : new int[] {1, 127, 128, 129, 512, 1024, 1025, 2999, 3000}) {
                    Signature signature = Signature.of(shape, ByteSource.of(old), length);
                    byte[] bytes = signature.encode();
                    assertEquals(Signature.bytes(shape, length), bytes.length);
                    byte[] padded = Deltas.edit(bytes, 0, 0, new byte[5]);
                    Signature again = Signature.decode(padded, 5, bytes.length);
                    assertEquals(shape, again.shape());
                    assertEquals(length, again.oldLength());
                    assertArrayEquals(bytes, again.encode());
                }
            }
        }
    }

    @Test
    void longOldBytes_areReadOnceInOrder() throws IOException {
        byte[] old = Deltas.noise(new SplittableRandom(2), 300_000);
        SignatureShape shape = new SignatureShape(1000, 5, 2, 4);
        long[] expected = {0};
        ByteSource strict =
                (offset, to, at, length) -> {
                    assertEquals(expected[0], offset);
                    expected[0] += length;
                    System.arraycopy(old, (int) offset, to, at, length);
                };
        byte[] whole = Signature.of(shape, strict, old.length).encode();
        assertEquals(old.length, expected[0]);
        byte[] last = Arrays.copyOfRange(old, 296_000, old.length);
        byte[] tail = Signature.of(shape, ByteSource.of(last), last.length).encode();
        int hashes = shape.hashOffset(4);
        assertArrayEquals(
                Arrays.copyOfRange(tail, tail.length - hashes, tail.length),
                Arrays.copyOfRange(whole, whole.length - hashes, whole.length));
    }

    @Test
    void shapes_balanceSignatureAndLiterals() {
        assertEquals(
                Optional.of(new SignatureShape(910, 5, 2, 4)),
                SignatureShape.choose(64 << 10, 64 << 10, 1, 0.311));
        // more edits, smaller blocks; larger gaps, larger ones, up to the cap
        assertTrue(block(MIB, 100, 0.3) < block(MIB, 10, 0.3));
        assertTrue(block(MIB / 4, 10, 0.3) < block(MIB, 10, 0.3));
        assertEquals(SignatureShape.BLOCK_MAX, block(GapPiece.BYTES_MAX, 1, 0.15));
        for (int length = 200; length < GapPiece.BYTES_MAX; length = length * 3 / 2) {
            for (double ratio : new double[] {0.02, 0.1, 0.35, 1, 3}) {
                int old = length;
                SignatureShape.choose(old, old, 1, ratio)
                        .ifPresent(
                                shape ->
                                        assertTrue(
                                                Signature.bytes(shape, old)
                                                        <= old * Math.min(1, ratio) / 10));
            }
        }
    }

    private static int block(int length, int edits, double ratio) {
        return SignatureShape.choose(length, length, edits, ratio).orElseThrow().blockBytes();
    }

    @Test
    void gapsNotWorthASignature_haveNone() {
        assertEquals(Optional.empty(), SignatureShape.choose(0, 1000, 1, 0.3));
        assertEquals(Optional.empty(), SignatureShape.choose(1000, 0, 1, 0.3));
        assertEquals(Optional.empty(), SignatureShape.choose(200, 1000, 1, 0.3));
        assertEquals(Optional.empty(), SignatureShape.choose(MIB, MIB, 1, 0.001));
        assertTrue(SignatureShape.choose(4096, 1, 1, 0.3).isEmpty());
        assertTrue(SignatureShape.choose(4096, 4096, 1, 0.3).isPresent());
        assertThrows(
                IllegalArgumentException.class, () -> SignatureShape.choose(4096, 4096, 0, 0.3));
        assertThrows(
                IllegalArgumentException.class,
                () -> SignatureShape.choose(4096, 4096, 1, Double.NaN));
    }

    @Test
    void malformedSignatures_areRefused() throws IOException {
        byte[] good = Signature.of(Deltas.SHAPE, ByteSource.of(new byte[1000]), 1000).encode();
        assertEquals("e807800155", java.util.HexFormat.of().formatHex(good, 0, 5));
        refused(new byte[0], "old bytes cut short");
        refused(new byte[] {0, 1}, "old bytes not in 1");
        refused(new byte[] {(byte) 0x81, (byte) 0x80, (byte) 0x80, (byte) 0x20}, "old bytes not");
        refused(new byte[] {-1, -1, -1, -1, -1, 1}, "old bytes over");
        refused(with(good, 1, 0x87, 0), "shortest form");
        refused(with(good, 2, 0xff, 0x00), "bytes of a block not in its shortest");
        refused(with(good, 2, 0xff, 0x3f), "bytes of a block not in 128");
        refused(with(good, 4, 0x53), "hashes of 3");
        refused(with(good, 4, 0x57), "hashes of 7");
        refused(with(good, 4, 0x45), "checks of 0");
        refused(with(good, 4, 0x4d), "checks of 1");
        refused(with(good, 4, 0x15), "checks of 2"); // though all are anchors
        refused(with(good, 4, 0x95), "stride 16");
        refused(Arrays.copyOf(good, good.length - 1), "bytes of hashes");
        refused(Arrays.copyOf(good, good.length + 1), "bytes of hashes");
    }

    private static byte[] with(byte[] bytes, int at, int... values) {
        byte[] changed = bytes.clone();
        for (int i = 0; i < values.length; i++) {
            changed[at + i] = (byte) values[i];
        }
        return changed;
    }

    private static void refused(byte[] bytes, String why) {
        MalformedDeltaException e =
                assertThrows(
                        MalformedDeltaException.class,
                        () -> Signature.decode(bytes, 0, bytes.length));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
    }

    @Test
    void gapsOverTheLimit_areCutInProportion() {
        assertEquals(List.of(), GapPiece.of(0, 0));
        assertEquals(List.of(new GapPiece(0, 10, 0, 20)), GapPiece.of(10, 20));
        int max = GapPiece.BYTES_MAX;
        assertEquals(1, GapPiece.of(max, max).size());
        assertEquals(
                List.of(
                        new GapPiece(0, 50, 0, max / 2),
                        new GapPiece(50, 51, max / 2, max / 2 + 1)),
                GapPiece.of(101, max + 1L));
        for (long old : new long[] {0, 1, max, 3L * max + 7, 1L << 40}) {
            for (long fresh : new long[] {0, 1, max + 1L, 5L * max - 1}) {
                long oldAt = 0;
                long newAt = 0;
                for (GapPiece piece : GapPiece.of(old, fresh)) {
                    assertEquals(oldAt, piece.oldOffset());
                    assertEquals(newAt, piece.newOffset());
                    assertTrue(piece.oldLength() >= 0 && piece.oldLength() <= max);
                    assertTrue(piece.newLength() >= 0 && piece.newLength() <= max);
                    oldAt += piece.oldLength();
                    newAt += piece.newLength();
                }
                assertEquals(old, oldAt);
                assertEquals(fresh, newAt);
            }
        }
    }
}
