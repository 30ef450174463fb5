package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Segment.Patched;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.Want;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Patches that do not fit what was asked for, or make something else. */
final class UnfitPatchTest extends AgainstPlayedSource {
    UnfitPatchTest() throws IOException {}

    private static Segment.Patches patches(int literalBytes, byte[] literals, Patched... patched) {
        return new Segment.Patches(List.of(patched), literalBytes, new Slice(literals));
    }

    /** Steps that are one literal, or one copy of the first blocks. */
    private static Slice steps(int newLength, int... step) {
        byte[] out = new byte[30];
        int at = number(out, 0, newLength);
        at = number(out, at, step.length / 3);
        for (int field : step) {
            at = number(out, at, field);
        }
        return new Slice(out, 0, at);
    }

    private static int number(byte[] out, int offset, int value) {
        int at = offset;
        int left = value;
        for (; left >= 128; left >>>= 7) {
            out[at++] = (byte) (left | 128);
        }
        out[at++] = (byte) left;
        return at;
    }

    @Test
    void patchThatMakesOtherBytes_isAskedForWithoutASignature() throws IOException {
        PlayedSource source = small();
        Want.Whole whole = (Want.Whole) source.wished().getFirst().want();
        assertNotNull(whole.old());
        byte[] literals = wrong(10_000);
        source.say(patches(10_000, literals, new Patched(0, 10_000, steps(10_000))), source.end());
        List<Wish> again = source.wished();
        assertEquals(List.of(new Wish(0, 1, new Want.Whole(null))), again);
        expectMade(source.answer(again));
    }

    @Test
    void patchOfARangeThatMakesOtherBytes_isAskedForByChunks() throws IOException {
        PlayedSource source = large();
        List<Wish> wishes = source.wished();
        Range first = PlayedSource.ranges(wishes).getFirst();
        int length = (int) first.length();
        List<Segment> answers = source.answers(wishes);
        answers.set(0, patches(length, wrong(length), new Patched(0, length, steps(length))));
        say(source, answers);
        List<Wish> again = source.wished();
        assertEquals(
                List.of(new Range(first.offset(), first.length(), null)),
                PlayedSource.ranges(again));
        expectMade(source.answer(again));
    }

    @Test
    void patchesThatDoNotFit_areBreaches() throws IOException {
        byte[] all = wrong(10_000);
        List<Segment> unfit =
                List.of(
                        patches(9_999, wrong(9_999), new Patched(0, 9_999, steps(9_999))),
                        patches(9_999, wrong(9_999), new Patched(0, 10_000, steps(9_999))),
                        patches(10_000, all, new Patched(0, 10_000, new Slice(wrong(5)))),
                        patches(9_000, wrong(9_000), new Patched(0, 10_000, steps(10_000))),
                        patches(0, wrong(0), new Patched(0, 10_000, steps(10_000, 0, 0, 9000))),
                        patches(
                                20_000,
                                wrong(20_000),
                                new Patched(0, 10_000, steps(10_000)),
                                new Patched(0, 10_000, steps(10_000))),
                        patches(10_000, all, new Patched(7, 10_000, steps(10_000))),
                        patches(1, wrong(1)));
        for (Segment segment : unfit) {
            PlayedSource source = small();
            source.wished();
            source.say(segment);
            expectBroken(source, "Data");
        }
    }

    @Test
    void literalsThatCannotBeUnpacked_areAskedForAgain() throws IOException {
        PlayedSource source = small();
        source.wished();
        source.say(patches(10_000, wrong(50), new Patched(0, 10_000, steps(10_000))), source.end());
        expectMade(source.answer(source.wished()));
    }

    @Test
    void patchWithoutASignature_isABreach() throws IOException {
        PlayedSource source = small();
        source.wished();
        source.say(source.bytes(0, 10_000), new Segment.End(0, OTHER));
        source.wished();
        source.say(patches(10_000, wrong(10_000), new Patched(0, 10_000, steps(10_000))));
        expectBroken(source, "a patch nobody asked for");
    }

    /** Pieces of a gap are cut where no chunks are. */
    @Test
    void pieceOfAGapThatFails_isAskedForByWholeChunks() throws IOException {
        byte[] content = old.clone();
        for (int at = 0; at < 1_300_000; at += 10_000) {
            content[at]++;
        }
        for (int failing = 0; failing < 2; failing++) {
            PlayedSource source = source(content);
            List<Wish> wishes = source.wished();
            Range piece = PlayedSource.ranges(wishes).get(failing);
            int length = (int) piece.length();
            List<Segment> answers = source.answers(wishes);
            answers.set(failing, patches(length, wrong(50), new Patched(0, length, steps(length))));
            say(source, answers);
            List<Wish> again = source.wished();
            Range range = PlayedSource.ranges(again).getFirst();
            assertEquals(1, PlayedSource.ranges(again).size());
            assertTrue(range.offset() <= piece.offset());
            assertTrue(range.offset() + range.length() >= piece.offset() + length);
            assertTrue(range.length() <= length + 2 * Chunk.BYTES_MAX);
            expectMade(source.answer(again));
        }
    }

    /** What was copied before the old file became too short is no piece of a chunk. */
    @Test
    void patchThatFailsHalfWay_isAskedForAgain() throws IOException {
        byte[] content = old.clone();
        for (int at = 0; at < 1_300_000; at += 10_000) {
            content[at]++;
        }
        PlayedSource source = source(content);
        List<Wish> wishes = source.wished();
        Range first = PlayedSource.ranges(wishes).getFirst();
        int block = Objects.requireNonNull(first.old()).shape().blockBytes();
        int blocks = 100_000 / block;
        int length = (int) first.length();
        scenario.target.at(
                "f",
                (directory, name) -> {
                    try (WritableFile file = directory.openForWriting(name)) {
                        file.truncate(99_000);
                    }
                });
        List<Segment> answers = source.answers(wishes);
        int literals = length - blocks * block;
        answers.set(
                0,
                patches(
                        literals,
                        wrong(literals),
                        new Patched(0, length, steps(length, 0, 0, blocks))));
        say(source, answers);
        List<Wish> again = source.wished();
        assertTrue(PlayedSource.ranges(again).stream().allMatch(range -> range.old() == null));
        assertEquals(0, PlayedSource.ranges(again).getFirst().offset());
        source.answer(again);
        assertEquals(1, finished(source).problems());
        source.close();
    }
}
