package dev.dsync.core.delta;

import dev.dsync.core.hash.Golden;
import dev.dsync.core.hash.Sha256;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeltaGoldenTest {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text = new StringBuilder();

    private void write(String what, SignatureShape shape, byte[] old, byte[] fresh)
            throws IOException {
        byte[] signature = Signature.of(shape, ByteSource.of(old), old.length).encode();
        Patch patch =
                Matcher.match(
                        new Blocks(List.of(Signature.decode(signature, 0, signature.length))),
                        ByteSource.of(fresh),
                        fresh.length);
        byte[] literals = patch.literals(ByteSource.of(fresh));
        LiteralContext context = new LiteralContext(1);
        context.add(patch, new byte[] {1, 2}, new byte[] {3}, ByteSource.of(old));
        text.append(what).append('\n');
        text.append("  shape ").append(shape).append('\n');
        text.append("  signature ").append(HEX.formatHex(signature)).append('\n');
        text.append("  steps ").append(HEX.formatHex(patch.encode())).append('\n');
        text.append("  literals ").append(HEX.formatHex(literals)).append('\n');
        text.append("  context ").append(Sha256.of(context.bytes())).append('\n');
    }

    /** What every reader of the format can make: byte i of n is (i * i * 7 + i * n) / 3. */
    private static byte[] bytes(int length, int n) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((i * i * 7 + i * n) / 3);
        }
        return bytes;
    }

    @Test
    void signaturesAndPatches_asWritten() throws IOException {
        byte[] old = bytes(2000, 11);
        SignatureShape anchors = Deltas.ANCHORS;
        SignatureShape checks = Deltas.SHAPE;
        SignatureShape longest = new SignatureShape(200, 6, 3, 8);
        write("one byte", anchors, bytes(1, 1), bytes(1, 1));
        write("same, all anchors", anchors, old, old);
        write("same, one anchor in four", checks, old, old);
        write("same, one anchor in eight", longest, old, old);
        byte[] overwritten = old.clone();
        overwritten[700] ^= 1;
        write("a byte overwritten", checks, old, overwritten);
        write("five bytes inserted", checks, old, Deltas.edit(old, 900, 0, bytes(5, 2)));
        write("300 bytes removed", checks, old, Deltas.edit(old, 500, 300, new byte[0]));
        byte[] swapped = Deltas.edit(old, 0, 1000, new byte[0]);
        swapped = Deltas.edit(swapped, 1000, 0, Deltas.edit(old, 1000, 1000, new byte[0]));
        write("halves swapped", anchors, old, swapped);
        write("zeros, longer", checks, new byte[1000], new byte[2500]);
        write("nothing left", checks, old, new byte[0]);
        write("nothing alike", checks, old, Deltas.noise(new SplittableRandom(1), 150));
        Golden.check("deltas/v1/deltas.txt", text.toString());
    }
}
