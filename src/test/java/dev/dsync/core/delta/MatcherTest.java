package dev.dsync.core.delta;

import static dev.dsync.core.delta.Deltas.ANCHORS;
import static dev.dsync.core.delta.Deltas.SHAPE;
import static dev.dsync.core.delta.Deltas.edit;
import static dev.dsync.core.delta.Deltas.match;
import static dev.dsync.core.delta.Deltas.noise;
import static dev.dsync.core.delta.Deltas.signature;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MatcherTest {
    private static final int UNIT = 64;

    /** All strings of half blocks a and b, up to so many. */
    private static List<byte[]> strings(int unitsMax) {
        List<byte[]> strings = new ArrayList<>();
        for (int units = 0; units <= unitsMax; units++) {
            for (int number = 0; number < 1 << units; number++) {
                byte[] string = new byte[units * UNIT];
                for (int unit = 0; unit < units; unit++) {
                    byte fill = (byte) ((number >>> unit & 1) == 0 ? 'a' : 'b');
                    Arrays.fill(string, unit * UNIT, (unit + 1) * UNIT, fill);
                }
                strings.add(string);
            }
        }
        return strings;
    }

    private static void assertComesBack(SignatureShape shape, byte[] old, byte[] fresh, String what)
            throws IOException {
        Signature signature = signature(shape, old);
        Patch patch =
                Matcher.match(new Blocks(List.of(signature)), ByteSource.of(fresh), fresh.length);
        byte[] literals = patch.literals(ByteSource.of(fresh));
        assertArrayEquals(
                fresh,
                Deltas.rebuild(signature, old, patch.encode(), literals, fresh.length),
                () -> what + ": " + shape);
    }

    @Test
    void everyShortPairOfContents_comesBack() throws IOException {
        List<byte[]> olds = strings(4);
        List<byte[]> news = strings(4);
        SignatureShape[] shapes = {ANCHORS, SHAPE, new SignatureShape(129, 4, 2, 2)};
        for (SignatureShape shape : shapes) {
            for (int old = 1; old < olds.size(); old++) {
                for (int fresh = 0; fresh < news.size(); fresh++) {
                    assertComesBack(shape, olds.get(old), news.get(fresh), old + " to " + fresh);
                }
            }
        }
    }

    @Test
    void randomEdits_comeBack() throws IOException {
        long seed = Long.getLong("dsync.seed", new SplittableRandom().nextLong());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 60; round++) {
            byte[] old = noise(random, random.nextInt(1, 40_000));
            if (round % 3 == 0) {
                repeat(old, random.nextInt(1, 600));
            }
            byte[] fresh = old;
            for (int edits = random.nextInt(6); edits > 0; edits--) {
                int at = random.nextInt(fresh.length + 1);
                int removed = random.nextInt(Math.min(fresh.length - at, 3000) + 1);
                byte[] inserted = noise(random, random.nextInt(3) * random.nextInt(2000));
                if (random.nextInt(4) == 0) {
                    int from = random.nextInt(old.length);
                    inserted = Arrays.copyOfRange(old, from, Math.min(old.length, from + 5000));
                }
                fresh = edit(fresh, at, removed, inserted);
            }
            int stride = 1 << random.nextInt(4);
            SignatureShape shape =
                    new SignatureShape(
                            random.nextInt(128, 1000),
                            random.nextInt(4, 7),
                            stride == 1 ? 0 : 3,
                            stride);
            assertComesBack(shape, old, fresh, "seed " + seed + " round " + round);
        }
    }

    private static void repeat(byte[] bytes, int period) {
        for (int i = period; i < bytes.length; i++) {
            bytes[i] = bytes[i - period];
        }
    }

    @Test
    void oneEdit_costsTheBlocksItTouches() throws IOException {
        byte[] old = noise(new SplittableRandom(1), 64 << 10);
        for (int at : new int[] {0, 1, 127, 128, 5000, 33_333, (64 << 10) - 1}) {
            byte[] changed = old.clone();
            changed[at] ^= 1;
            for (SignatureShape shape : new SignatureShape[] {ANCHORS, SHAPE}) {
                assertEquals(128, match(shape, old, changed).literalBytes(), "overwrite at " + at);
                byte[] longer = edit(old, at, 0, new byte[] {1, 2, 3});
                int literal = match(shape, old, longer).literalBytes();
                assertTrue(literal <= 128 + 3, literal + " for an insert at " + at);
                byte[] shorter = edit(old, at, 1, new byte[0]);
                assertTrue(match(shape, old, shorter).literalBytes() < 128);
            }
        }
    }

    @Test
    void sameBytes_areOneCopy() throws IOException {
        byte[] old = noise(new SplittableRandom(2), 10_000);
        Patch patch = match(SHAPE, old, old);
        assertEquals(1, patch.steps());
        assertEquals(0, patch.literalBytes());
        byte[] zeros = new byte[10_000];
        assertEquals(1, match(SHAPE, zeros, zeros).steps());
    }

    @Test
    void unrelatedBytes_areOneLiteral() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        Patch patch = match(SHAPE, noise(random, 50_000), noise(random, 60_000));
        assertEquals(60_000, patch.literalBytes());
        assertEquals(0, patch.steps());
    }

    @Test
    void movedBytes_areFoundFromTheirAnchorsOnBothSides() throws IOException {
        byte[] old = noise(new SplittableRandom(4), 128 * 40);
        // blocks 3 to 12 behind blocks 20 to 29; anchors are 0, 4, 8, ...
        byte[] fresh = new byte[128 * 20];
        System.arraycopy(old, 128 * 20, fresh, 0, 128 * 10);
        System.arraycopy(old, 128 * 3, fresh, 128 * 10, 128 * 10);
        Patch patch = match(SHAPE, old, fresh);
        assertEquals(2, patch.steps());
        assertEquals(0, patch.literalBytes());
        assertEquals(3, patch.firstBlock(1));
        assertEquals(10, patch.blockCount(1));
    }

    @Test
    void blocksInPlaceBetweenEdits_areFoundWithoutAnchors() throws IOException {
        byte[] old = noise(new SplittableRandom(5), 128 * 16);
        byte[] fresh = old.clone();
        for (int block = 0; block < 16; block += 4) {
            fresh[block * 128 + 5] ^= 1; // every anchor
        }
        assertEquals(128 * 4, match(SHAPE, old, fresh).literalBytes());
    }

    @Test
    void equalBlocks_areTakenInTheOrderTheyFollow() throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        byte[] header = noise(random, 128);
        byte[] old = noise(random, 128 * 40);
        for (int record = 0; record < 10; record++) {
            System.arraycopy(header, 0, old, record * 4 * 128, 128);
        }
        // the records from the fifth on, then those before
        byte[] fresh = new byte[old.length + 1];
        System.arraycopy(old, 128 * 20, fresh, 1, 128 * 20);
        System.arraycopy(old, 0, fresh, 128 * 20 + 1, 128 * 20);
        Patch patch = match(ANCHORS, old, fresh);
        assertEquals(1, patch.literalBytes());
        assertEquals(2, patch.steps());
    }

    @Test
    void signaturesOfPieces_countAsOne() throws IOException {
        byte[] old = noise(new SplittableRandom(7), 20_000);
        byte[] first = Arrays.copyOfRange(old, 0, 9_000);
        byte[] second = Arrays.copyOfRange(old, 9_000, 20_000);
        List<Signature> both = List.of(signature(SHAPE, first), signature(SHAPE, second));
        byte[] fresh = edit(old, 10_000, 0, new byte[] {1});
        Patch patch = Matcher.match(new Blocks(both), ByteSource.of(fresh), fresh.length);
        assertEquals(129, patch.literalBytes());
        byte[] steps = patch.encode();
        Patch decoded = Patch.decode(steps, 0, steps.length, BlockLayout.of(both), fresh.length);
        assertArrayEquals(
                fresh, decoded.apply(ByteSource.of(old), patch.literals(ByteSource.of(fresh))));
        // the other way round, as if the pieces were of other files
        List<Signature> swapped = List.of(both.getLast(), both.getFirst());
        assertEquals(2, Matcher.match(new Blocks(swapped), ByteSource.of(old), old.length).steps());
        List<Signature> unlike = List.of(both.getFirst(), signature(ANCHORS, second));
        assertThrows(
                MalformedDeltaException.class,
                () -> Matcher.match(new Blocks(unlike), ByteSource.of(old), old.length));
        assertThrows(
                MalformedDeltaException.class,
                () -> Matcher.match(new Blocks(List.of()), ByteSource.of(old), old.length));
    }

    @Test
    void contentLongerThanTheWindow_isMatchedThroughout() throws IOException {
        SplittableRandom random = new SplittableRandom(8);
        byte[] old = noise(random, 600_000);
        byte[] fresh = edit(old, 10, 0, noise(random, 400_000));
        fresh = edit(fresh, 900_000, 3, noise(random, 5));
        SignatureShape shape = new SignatureShape(4096, 5, 2, 8);
        assertComesBack(shape, old, fresh, "long");
        // what was inserted, and the two blocks it went into
        assertEquals(400_000 + 4096 + 4096 + 5 - 3, match(shape, old, fresh).literalBytes());
    }
}
