package dev.dsync.core.delta;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The matcher's steps, counted, on what is made to take many. */
class LinearWorkTest {
    private static final int LENGTH = 200_000;
    private static final SignatureShape[] SHAPES = {
        new SignatureShape(128, 4, 0, 1), new SignatureShape(128, 4, 2, 8)
    };

    /** Bytes hashed and hashes compared for each new byte. */
    private static void assertLinear(List<Signature> signatures, byte[] fresh, String what)
            throws IOException {
        Matcher matcher = new Matcher(new Blocks(signatures), ByteSource.of(fresh), fresh.length);
        matcher.run();
        long most = 16L * fresh.length + 10_000;
        assertTrue(matcher.work() <= most, () -> what + ": " + matcher.work() + " over " + most);
    }

    private static void assertLinear(byte[] old, byte[] fresh, String what) throws IOException {
        for (SignatureShape shape : SHAPES) {
            assertLinear(List.of(Deltas.signature(shape, old)), fresh, what);
        }
    }

    private static byte[] periodic(int period) {
        byte[] bytes = Deltas.noise(new SplittableRandom(period), LENGTH);
        for (int i = period; i < LENGTH; i++) {
            bytes[i] = bytes[i - period];
        }
        return bytes;
    }

    @Test
    void zeros_takeNoMore() throws IOException {
        assertLinear(new byte[LENGTH], new byte[LENGTH], "same");
        assertLinear(new byte[LENGTH / 2], new byte[LENGTH], "longer");
        byte[] broken = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i += 129) {
            broken[i] = 1;
        }
        assertLinear(new byte[LENGTH], broken, "a one in each block");
        byte[] few = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i += 300) {
            few[i] = 1;
        }
        assertLinear(new byte[LENGTH], few, "a one now and then");
    }

    @Test
    void periods_takeNoMore() throws IOException {
        for (int period : new int[] {1, 2, 3, 127, 128, 129, 256, 512, 1024, 1025, 4096}) {
            byte[] old = periodic(period);
            assertLinear(old, old, "period " + period);
            assertLinear(old, Arrays.copyOfRange(old, 1, LENGTH), "moved period " + period);
            byte[] edited = old.clone();
            for (int i = 77; i < LENGTH; i += 200) {
                edited[i] ^= 1;
            }
            assertLinear(old, edited, "edited period " + period);
        }
    }

    /** A signature nobody computed: all hashes in the bucket that the new bytes keep meeting. */
    @Test
    void signatureMadeToCollide_takesNoMore() throws IOException {
        byte[] fresh = new byte[LENGTH];
        for (SignatureShape shape : SHAPES) {
            int blocks = GapPiece.BYTES_MAX / shape.blockBytes();
            int oldLength = blocks * shape.blockBytes();
            byte[] signature = new byte[Signature.bytes(shape, oldLength)];
            byte[] header = Signature.of(shape, ByteSource.of(new byte[128]), 128).encode();
            byte[] real = Signature.of(shape, (offset, to, at, length) -> {}, oldLength).encode();
            System.arraycopy(real, 0, signature, 0, real.length - shape.hashOffset(blocks));
            int first = real.length - shape.hashOffset(blocks);
            byte[] zeroHash = Arrays.copyOfRange(header, header.length - 4, header.length);
            for (int block = 0; block < blocks; block++) {
                int at = first + shape.hashOffset(block);
                if (shape.isAnchor(block)) {
                    System.arraycopy(zeroHash, 0, signature, at, 4);
                    signature[at + 3] ^= 1; // the bucket of zeros, and never their hash
                } else {
                    signature[at] = 1;
                }
            }
            Signature crafted = Signature.decode(signature, 0, signature.length);
            assertLinear(List.of(crafted), fresh, "crafted");
        }
    }
}
