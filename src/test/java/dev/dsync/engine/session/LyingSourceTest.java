package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.dsync.core.chunk.Chunk;
import dev.dsync.core.chunk.ChunkRun;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.FileManifest;
import dev.dsync.io.wire.Message.ManifestAnswer;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.Want;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Sources that answer what a target asks of a file that differs, but not with what they named: the
 * target's file stays, or becomes what was named, and nothing else.
 */
final class LyingSourceTest extends AgainstPlayedSource {
    LyingSourceTest() throws IOException {}

    @Test
    void honestAnswers_makeTheFile() throws IOException {
        PlayedSource source = large();
        List<Wish> wishes = source.wished();
        assertEquals(3, PlayedSource.ranges(wishes).size());
        PlayedSource.ranges(wishes).forEach(range -> assertNotNull(range.old()));
        expectMade(source.answer(wishes));
    }

    @Test
    void wrongBytesOfRanges_areAskedForTwiceMoreAndLost() throws IOException {
        PlayedSource source = large();
        say(source, lies(source, source.wished()));
        for (int again = 0; again < 2; again++) {
            List<Wish> wishes = source.wished();
            PlayedSource.ranges(wishes).forEach(range -> assertNull(range.old()));
            say(source, lies(source, wishes));
        }
        expectLost(source);
    }

    @Test
    void wrongBytesOfOneRange_areAskedForAndMadeGood() throws IOException {
        PlayedSource source = large();
        List<Wish> wishes = source.wished();
        List<Segment> answers = source.answers(wishes);
        Range second = PlayedSource.ranges(wishes).get(1);
        answers.set(1, PlayedSource.bytes(wrong((int) second.length())));
        say(source, answers);
        List<Wish> again = source.wished();
        assertEquals(
                List.of(new Range(second.offset(), second.length(), null)),
                PlayedSource.ranges(again));
        expectMade(source.answer(again));
    }

    @Test
    void endWithoutTheRanges_isNoFile() throws IOException {
        PlayedSource source = large();
        source.wished();
        source.say(source.end());
        expectBroken(source, "ends before");
    }

    @Test
    void endWithoutTheRangesAskedForAgain_isNoFile() throws IOException {
        PlayedSource source = large();
        say(source, lies(source, source.wished()));
        source.wished();
        source.say(source.end());
        expectBroken(source, "ends before");
    }

    @Test
    void endWithAnotherRoot_isAskedForWholeTwiceAndLost() throws IOException {
        PlayedSource source = large();
        List<Segment> answers = source.answers(source.wished());
        Segment end = new Segment.End(0, OTHER);
        answers.set(answers.size() - 1, end);
        say(source, answers);
        for (int again = 0; again < 2; again++) {
            assertEquals(List.of(new Wish(0, 1, new Want.Whole(null))), source.wished());
            source.say(source.bytes(0, LARGE), end);
        }
        expectLost(source);
    }

    @Test
    void endWithAnotherRootThenAllOfIt_makesTheFile() throws IOException {
        PlayedSource source = large();
        List<Segment> answers = source.answers(source.wished());
        answers.set(answers.size() - 1, new Segment.End(0, OTHER));
        say(source, answers);
        expectMade(source.answer(source.wished()));
    }

    @Test
    void moreThanTheRanges_isABreach() throws IOException {
        PlayedSource source = large();
        List<Segment> answers = source.answers(source.wished());
        answers.add(answers.size() - 1, PlayedSource.bytes(new byte[1]));
        say(source, answers);
        expectBroken(source, "nobody asked for");
    }

    @Test
    void bytesOfTwoRangesInOne_areABreach() throws IOException {
        PlayedSource source = large();
        Range first = PlayedSource.ranges(source.wished()).getFirst();
        source.say(source.bytes(first.offset(), first.length() + 1));
        expectBroken(source, "beyond");
    }

    @Test
    void endWithinARange_isABreach() throws IOException {
        PlayedSource source = large();
        Range first = PlayedSource.ranges(source.wished()).getFirst();
        source.say(source.bytes(first.offset(), first.length() - 1), source.end());
        expectBroken(source, "ends");
    }

    @Test
    void restartInPlaceOfRanges_isAllOfIt() throws IOException {
        PlayedSource source = large();
        Range first = PlayedSource.ranges(source.wished()).getFirst();
        source.say(
                source.bytes(first.offset(), first.length()),
                new Segment.Restart(0, LARGE, new Timestamp(10, 5)),
                source.bytes(0, LARGE),
                source.end());
        expectMade(source);
    }

    @Test
    void manifestsNobodyAskedFor_areABreach() throws IOException {
        PlayedSource source = large();
        source.wished();
        source.say(PlayedSource.told(source.root()));
        expectBroken(source, "nobody asked for");
    }

    @Test
    void manifestOfAnotherSizeThanListed_isABreach() throws IOException {
        for (int more : new int[] {-1, 1}) {
            PlayedSource source = large();
            PageRoot root = source.root();
            PageRoot other =
                    new PageRoot(root.name(), root.level(), root.entries(), root.bytes() + more);
            source.say(PlayedSource.told(other));
            expectBroken(source, "another size");
        }
    }

    /** A page that is here is not asked for, and has to be what its name stands for even so. */
    @Test
    void manifestThatIsHereOfAnotherSize_isABreach() throws IOException {
        PageRoot known = null;
        while (known == null || known.level() > 0) {
            was = Edit.noise(1_100_000, random);
            PlayedSource here = source(was);
            known = here.root();
            here.close();
        }
        for (int size : new int[] {was.length - 10_000, was.length + 10_000}) {
            PlayedSource source = source(Edit.noise(size, random));
            source.say(
                    PlayedSource.told(
                            new PageRoot(known.name(), known.level(), known.entries(), size)));
            expectBroken(source, "page is not of the size its root says");
        }
    }

    /**
     * By such a manifest a file would be made of a part of a chunk, under the name of all of it.
     */
    @Test
    void chunkThatIsHereOfAnotherLength_isABreach() throws IOException {
        List<ChunkRun> runs = PlayedSource.runs(old);
        Chunk third = runs.get(2).chunk();
        runs.set(2, new ChunkRun(new Chunk(third.name(), third.length() - 1), 1));
        scenario.target.file("f", old, 0644, new Timestamp(1, 5));
        byte[] cut = Arrays.copyOf(old, LARGE - 1);
        PlayedSource source = new PlayedSource(scenario, cut, runs);
        source.wished();
        expectBroken(source, "of two lengths");
    }

    @Test
    void answersToOtherQueries_areABreach() throws IOException {
        List<ManifestAnswer> others =
                List.of(
                        new ManifestAnswer.AsExpected(),
                        new ManifestAnswer.Told(List.of()),
                        new ManifestAnswer.Told(
                                List.of(new FileManifest(null), new FileManifest(null))));
        for (ManifestAnswer other : others) {
            PlayedSource source = large();
            source.say(new Message.Manifests(List.of(other)));
            expectBroken(source, "Manifests");
        }
    }

    private void answerPages(@Nullable Digest name, String what) throws IOException {
        PlayedSource source = large();
        source.say(PlayedSource.told(source.root()));
        Digest named = name == null ? source.root().name() : name;
        Slice garbage = new Slice(wrong(100));
        Message answers =
                new Message.PageAnswers(List.of(new Message.PageAnswered(named, garbage)));
        source.say(answers).say(answers); // what comes wrong of sketches is asked for whole
        expectBroken(source, what);
    }

    @Test
    void wrongPages_areABreach() throws IOException {
        answerPages(OTHER, "nobody asked for");
        answerPages(null, " at byte ");
    }

    @Test
    void fileThatIsNotAsListed_isAskedForWhole() throws IOException {
        PlayedSource source = large();
        source.say(
                new Message.Manifests(
                        List.of(new ManifestAnswer.Told(List.of(new FileManifest(null))))));
        source.hear(Message.ManifestRequest.class);
        List<Wish> wishes = source.wished();
        assertEquals(List.of(new Wish(0, 1, new Want.Whole(null))), wishes);
        expectMade(source.answer(wishes));
    }

    /** A byte in every chunk of zeros would be more ranges than a message takes. */
    @Test
    void wrongChunksByTheThousand_areAskedForAsAllOfIt() throws IOException {
        byte[] zeros = new byte[48 << 20];
        PlayedSource source = source(zeros);
        List<Segment> lies = new ArrayList<>();
        for (Range range : PlayedSource.ranges(source.wished())) {
            for (long at = 0; at < range.length(); at += 32 << 10) {
                long part = Math.min(32 << 10, range.length() - at);
                lies.add(PlayedSource.bytes(wrong(1)));
                lies.add(new Segment.Zeros(0, part - 1));
            }
        }
        lies.add(source.end());
        say(source, lies);
        assertEquals(List.of(new Wish(0, 1, new Want.Whole(null))), source.wished());
        source.say(new Segment.Zeros(0, zeros.length), source.end());
        expectMade(source);
    }
}
