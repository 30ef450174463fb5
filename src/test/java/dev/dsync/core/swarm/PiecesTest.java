package dev.dsync.core.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private static final long SIZE = 100;
    private static final long SECOND = 1_000_000_000;

    /** Pieces of a content of some hundred bytes, all of which lack. */
    private static Pieces<String> pieces(int count) {
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = i * SIZE;
            ends[i] = (i + 1) * SIZE;
        }
        return new Pieces<>(count * SIZE, starts, ends, new SplittableRandom(1));
    }

    private static List<Spans.Span> span(long from, long to) {
        return List.of(new Spans.Span(from * SIZE, to * SIZE));
    }

    private static List<Integer> all(Pieces<String> pieces, String of, long now) {
        List<Integer> asked = new ArrayList<>();
        for (int next = pieces.next(of, now); next >= 0; next = pieces.next(of, now)) {
            asked.add(next);
        }
        return asked;
    }

    @Test
    void rarest_isAskedForFirst_andOfOneSource() {
        Pieces<String> pieces = pieces(4);
        pieces.told("a", false, span(0, 3));
        pieces.told("b", false, span(0, 4).subList(0, 0));
        pieces.told("b", true, span(1, 4));
        pieces.told("c", false, span(1, 3));
        assertEquals(0, pieces.next("a", 0), "no other has it");
        assertEquals(3, pieces.next("b", 0));
        int third = pieces.next("c", 0);
        assertNotEquals(third, pieces.next("a", 0));
        assertEquals(Pieces.NONE, pieces.next("b", 0), "all is asked for");
    }

    @Test
    void seeder_isAskedOnlyForWhatNoOtherHas() {
        Pieces<String> pieces = pieces(3);
        pieces.told("seeder", false, span(0, 3));
        pieces.told("part", false, List.of());
        pieces.told("part", true, span(0, 2));
        assertEquals(List.of(2), all(pieces, "seeder", 0));
        pieces.leave("part");
        assertEquals(1, all(pieces, "seeder", 0).size(), "there is nobody else any more");
    }

    @Test
    void wrongPiece_isNotAskedOfThatSourceAgain() {
        Pieces<String> pieces = pieces(1);
        pieces.told("liar", false, span(0, 1));
        assertEquals(0, pieces.next("liar", 0));
        pieces.wrong("liar", 0);
        pieces.told("liar", false, span(0, 1));
        assertEquals(Pieces.NONE, pieces.next("liar", 0));
        assertTrue(pieces.isStuck());
        pieces.told("honest", false, span(0, 1));
        assertFalse(pieces.isStuck());
        assertEquals(0, pieces.next("honest", 0));
        pieces.took("honest", 0);
        assertTrue(pieces.isComplete());
    }

    @Test
    void silentSource_losesWhatItWasAskedFor_andIsBlamedOnce() {
        Pieces<String> pieces = pieces(3);
        pieces.told("silent", false, List.of());
        pieces.told("silent", true, span(0, 3));
        pieces.told("other", false, span(0, 3));
        assertEquals(2, all(pieces, "silent", 0).size());
        assertEquals(List.of(), all(pieces, "other", 0), "a seeder waits for it");
        assertFalse(pieces.isSilent("silent", SECOND));
        assertTrue(pieces.isSilent("silent", 7 * SECOND));
        assertFalse(pieces.isSilent("silent", 7 * SECOND), "once");
        assertEquals(1, all(pieces, "other", 7 * SECOND).size());
    }

    @Test
    void muchSlowerSource_isTakenForSlow() {
        Pieces<String> pieces = pieces(8);
        pieces.told("slow", false, List.of());
        pieces.told("slow", true, span(0, 8));
        pieces.told("quick", false, List.of());
        pieces.told("quick", true, span(0, 8));
        int quick = pieces.next("quick", 0);
        int slow = pieces.next("slow", 0);
        assertFalse(pieces.heard("quick", quick, SECOND / 100));
        pieces.took("quick", quick);
        assertTrue(pieces.heard("slow", slow, 2 * SECOND));
    }

    @Test
    void lastPieces_areAskedOfAnotherWhenTheyAreLate() {
        Pieces<String> pieces = pieces(1);
        pieces.told("a", false, List.of());
        pieces.told("a", true, span(0, 1));
        pieces.told("b", false, List.of());
        pieces.told("b", true, span(0, 1));
        assertEquals(0, pieces.next("a", 0));
        assertEquals(Pieces.NONE, pieces.next("b", SECOND / 2));
        assertEquals(0, pieces.next("b", 2 * SECOND));
        pieces.took("b", 0);
        assertTrue(pieces.isComplete(), "the first answer counts");
        pieces.took("a", 0);
        assertEquals(1, pieces.arrivals());
    }

    @Test
    void whatIsHere_isTold() {
        Pieces<String> pieces =
                new Pieces<>(500, new long[] {100, 300}, new long[] {200, 400}, random());
        assertEquals(
                List.of(new Spans.Span(0, 100), new Spans.Span(200, 300), new Spans.Span(400, 500)),
                pieces.here().list());
        assertTrue(pieces.isHere(0, 100));
        assertFalse(pieces.isHere(150, 160));
        assertFalse(pieces.isHere(99, 101));
        pieces.told("a", false, List.of(new Spans.Span(0, 150), new Spans.Span(150, 500)));
        pieces.next("a", 0);
        pieces.next("a", 0);
        pieces.took("a", 0);
        assertEquals(List.of(new Spans.Span(100, 200)), pieces.arrivedSince(0).list());
        assertTrue(pieces.isHere(50, 300));
        assertFalse(pieces.isHere(400, 501), "beyond the end");
    }

    private static SplittableRandom random() {
        return new SplittableRandom(0);
    }
}
