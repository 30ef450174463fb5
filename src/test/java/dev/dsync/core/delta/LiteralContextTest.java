package dev.dsync.core.delta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LiteralContextTest {
    private static final int SHARE = LiteralContext.BYTES_MAX;
    private static final byte[] NONE = new byte[0];

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    @Test
    void copiesAroundALiteral_giveTheirEndsInOrder() throws IOException {
        byte[] old = Deltas.noise(new SplittableRandom(1), 128 * 4000);
        byte[] fresh = old.clone();
        fresh[128 * 1000] ^= 1;
        Patch patch = Deltas.match(Deltas.SHAPE, old, fresh);
        byte[] before = Deltas.noise(new SplittableRandom(2), 50_000);
        byte[] behind = Deltas.noise(new SplittableRandom(3), 1000);
        LiteralContext context = new LiteralContext(1);
        context.add(patch, before, behind, ByteSource.of(old));
        int most = (SHARE - SHARE / 4 - 1000) / 2;
        byte[] expected =
                join(
                        part(before, 50_000 - SHARE / 4, 50_000),
                        part(old, 128 * 1000 - most, 128 * 1000),
                        part(old, 128 * 1001, 128 * 1001 + most),
                        behind);
        assertArrayEquals(expected, context.bytes());
    }

    @Test
    void shortCopies_areTakenWholeAndOnce() throws IOException {
        byte[] old = Deltas.noise(new SplittableRandom(4), 1000);
        byte[] fresh = join(new byte[] {1}, old, new byte[] {2});
        Patch patch = Deltas.match(Deltas.ANCHORS, old, fresh);
        assertEquals(1, patch.steps());
        LiteralContext context = new LiteralContext(1);
        context.add(patch, NONE, NONE, ByteSource.of(old));
        assertArrayEquals(old, context.bytes());
    }

    @Test
    void whatTouchesNoLiteral_givesNothing() throws IOException {
        byte[] old = Deltas.noise(new SplittableRandom(5), 1000);
        Patch same = Deltas.match(Deltas.SHAPE, old, old);
        LiteralContext context = new LiteralContext(2);
        context.add(same, old, old, ByteSource.of(old));
        assertEquals(0, context.bytes().length);
        Patch appended = Deltas.match(Deltas.SHAPE, old, join(old, new byte[] {1}));
        context.add(appended, NONE, NONE, ByteSource.of(old));
        assertArrayEquals(old, context.bytes());
    }

    @Test
    void bothEnds_makeTheSameContext() throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        for (int patches : new int[] {1, 2, 7, LiteralContext.PATCHES_MAX}) {
            LiteralContext source = new LiteralContext(patches);
            LiteralContext target = new LiteralContext(patches);
            for (int i = 0; i < Math.min(patches, 7); i++) {
                byte[] old = Deltas.noise(random, random.nextInt(1, 60_000));
                byte[] fresh = Deltas.edit(old, old.length / 2, 0, new byte[] {1});
                fresh = Deltas.edit(fresh, random.nextInt(old.length), 0, part(old, 0, 200));
                Patch patch = Deltas.match(Deltas.SHAPE, old, fresh);
                byte[] before = Deltas.noise(random, random.nextInt(50_000));
                byte[] behind = Deltas.noise(random, random.nextInt(50_000));
                source.addAtSource(patch, before, behind, ByteSource.of(fresh));
                target.add(patch, before, behind, ByteSource.of(old));
            }
            assertArrayEquals(source.bytes(), target.bytes());
            assertEquals(true, source.bytes().length <= LiteralContext.BYTES_MAX);
        }
    }

    @Test
    void patchesOverTheLimit_areOurOwnMistake() {
        assertThrows(IllegalArgumentException.class, () -> new LiteralContext(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LiteralContext(LiteralContext.PATCHES_MAX + 1));
    }
}
