package dev.dsync.core.swarm;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of one that has pieces of a content. */
final class Source {
    /**
     * A piece it was asked for.
     *
     * @param nanos when
     * @param ahead how many it had to send before
     */
    record Asked(long nanos, int ahead) {}

    Spans told = new Spans();
    final BitSet has = new BitSet();

    /** What it sent was wrong: it is not asked for these again, whatever it says it has. */
    final BitSet barred = new BitSet();

    /** What it was asked for and has not sent. */
    final Map<Integer, Asked> asked = new LinkedHashMap<>();

    boolean hasTold;

    /** Whether it had everything from the start. */
    boolean seeder;

    boolean slow;
    boolean blamed;
    int window = Pieces.ASKED_MIN;

    /** How long it takes for each piece it sends; 0 while it has sent none. */
    long meanNanos;

    long heardNanos = Long.MIN_VALUE;
}
