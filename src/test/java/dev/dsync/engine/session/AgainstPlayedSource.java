package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;

/** What tests with a source played by hand have in common: an honest target of one file. */
abstract class AgainstPlayedSource {
    static final Digest OTHER = new Digest(1, 2, 3, 4);
    static final int LARGE = 1_500_000;

    final Scenario scenario = new Scenario(1);
    final SplittableRandom random = new SplittableRandom(3);
    final byte[] old = Edit.noise(LARGE, random);
    byte[] was = old;

    AgainstPlayedSource() throws IOException {}

    @AfterEach
    void nothingIsOpen() {
        assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles());
    }

    /** Ten other bytes in three places. */
    byte[] edited() {
        byte[] edited = old.clone();
        for (int place : new int[] {100_000, 700_000, 1_400_000}) {
            for (int i = 0; i < 10; i++) {
                edited[place + i]++;
            }
        }
        return edited;
    }

    PlayedSource source(byte[] content) throws IOException {
        scenario.target.file("f", was, 0644, new Timestamp(1, 5));
        return new PlayedSource(scenario, content);
    }

    /** A source of an edited large file. */
    PlayedSource large() throws IOException {
        return source(edited());
    }

    /** A source of an edited small one. */
    PlayedSource small() throws IOException {
        was = Edit.noise(10_000, random);
        return source(Edit.OVERWRITE.of(was, random));
    }

    void expectContent(byte[] content) throws IOException {
        MemoryTree expected = new MemoryTree(scenario.from, "expected");
        expected.file("f", content, 0644, new Timestamp(1, 5));
        assertEquals(tail(expected), tail(scenario.target));
    }

    /** What a look says of content. */
    private static String tail(MemoryTree tree) throws IOException {
        String look = String.valueOf(tree.look().get("f"));
        return look.substring(look.lastIndexOf(' '));
    }

    void expectMade(PlayedSource source) throws IOException {
        assertEquals(0, finished(source).problems());
        source.close();
        expectContent(source.content());
    }

    void expectLost(PlayedSource source) throws IOException {
        assertEquals(1, finished(source).problems());
        source.close();
        expectContent(was);
        assertEquals(1, scenario.target.look().size());
    }

    static Message.Finished finished(PlayedSource source) {
        assertTrue(source.hasEnded(), "the target waits");
        List<Message.Finished> finished = source.hear(Message.Finished.class);
        assertEquals(1, finished.size(), () -> source.ending().toString());
        return finished.getFirst();
    }

    void expectBroken(PlayedSource source, String what) throws IOException {
        assertTrue(source.hasEnded(), "the target waits");
        Ending.Broken broken = assertInstanceOf(Ending.Broken.class, source.ending());
        assertTrue(broken.what().contains(what), broken.what());
        source.close();
        expectContent(was);
    }

    static byte[] wrong(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    /** Wrong bytes of all that is wished for, in as many segments, and the right end. */
    static List<Segment> lies(PlayedSource source, List<Wish> wishes) {
        List<Segment> lies = new ArrayList<>();
        for (Range range : PlayedSource.ranges(wishes)) {
            lies.add(PlayedSource.bytes(wrong((int) range.length())));
        }
        lies.add(source.end());
        return lies;
    }

    static void say(PlayedSource source, List<Segment> segments) throws IOException {
        source.say(segments.toArray(Segment[]::new));
    }
}
