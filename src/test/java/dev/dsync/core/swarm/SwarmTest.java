package dev.dsync.core.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that fetch one content of each other, on simulated time and with simulated rates. */
class SwarmTest {
    private static final int COUNT = 500;
    private static final long TICK_NANOS = 10_000_000;
    private static final int TICKS_MAX = 100_000;

    /** One of them. */
    private static final class Node {
        private final String name;
        private final Pieces<Node> pieces;
        private final Deque<Wish> asked = new ArrayDeque<>();

        /** How much of what came each of the others was told of. */
        private final Map<Node, Integer> told = new HashMap<>();

        /** Pieces it sends in a tick. */
        private double rate;

        private boolean lies;
        private double credit;
        private int sent;

        Node(String name, boolean seeder, double rate, SplittableRandom random) {
            this.name = name;
            this.rate = rate;
            long[] starts = new long[seeder ? 0 : COUNT];
            long[] ends = new long[starts.length];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = i;
                ends[i] = i + 1L;
            }
            pieces = new Pieces<>(COUNT, starts, ends, random.split());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A piece somebody wants. */
    private record Wish(Node by, int piece) {}

    /** For how long each peer stands still, one after the other; 0 for none. */
    private int stallTicks;

    private final List<Node> nodes = new ArrayList<>();
    private long now;
    private int blamed;

    private void build(long seed, int peers, double seederRate, double rate) {
        SplittableRandom random = new SplittableRandom(seed);
        nodes.add(new Node("seeder", true, seederRate, random));
        for (int i = 0; i < peers; i++) {
            nodes.add(new Node("peer " + i, false, rate, random));
        }
    }

    private int run() {
        for (int tick = 1; tick < TICKS_MAX; tick++) {
            now = tick * TICK_NANOS;
            nodes.forEach(this::tell);
            nodes.forEach(this::ask);
            if (nodes.stream().allMatch(node -> node.pieces.isComplete())) {
                return tick;
            }
            nodes.forEach(this::serve);
        }
        throw new AssertionError("it does not end: " + nodes.stream().map(n -> n.sent).toList());
    }

    private void tell(Node node) {
        for (Node other : nodes) {
            int before = node.told.getOrDefault(other, -1);
            int arrivals = node.pieces.arrivals();
            if (other != node && before < arrivals) {
                Spans spans = before < 0 ? node.pieces.here() : node.pieces.arrivedSince(before);
                other.pieces.told(node, before >= 0, spans.list());
                node.told.put(other, arrivals);
            }
        }
    }

    private void ask(Node node) {
        for (Node other : nodes) {
            if (other == node) {
                continue;
            }
            blamed += node.pieces.isSilent(other, now) ? 1 : 0;
            for (int next = node.pieces.next(other, now);
                    next != Pieces.NONE;
                    next = node.pieces.next(other, now)) {
                other.asked.add(new Wish(node, next));
            }
        }
    }

    /** Whether a peer, but never the seeder, has no processor to itself just now. */
    private boolean isStalled(Node node) {
        int at = nodes.indexOf(node);
        return at > 0 && stallTicks > 0 && (now / TICK_NANOS / stallTicks + at) % nodes.size() == 0;
    }

    private void serve(Node node) {
        if (isStalled(node)) {
            return;
        }
        node.credit = Math.min(node.credit + node.rate, Math.max(1, node.rate));
        while (node.credit >= 1 && !node.asked.isEmpty()) {
            node.credit--;
            node.sent++;
            Wish wish = node.asked.remove();
            blamed += wish.by.pieces.heard(node, wish.piece, now) ? 1 : 0;
            if (node.lies) {
                wish.by.pieces.wrong(node, wish.piece);
            } else {
                wish.by.pieces.took(node, wish.piece);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void seeder_sendsEachPieceAboutOnce_howeverFastItIs(long seed) {
        build(seed, 4, 1 + (int) seed % 4 * 3, 1);
        run();
        int sent = nodes.getFirst().sent;
        assertTrue(sent >= COUNT && sent <= COUNT * 1.2, sent + " of " + COUNT);
    }

    /** On a busy machine answers take seconds now and then, and milliseconds else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void seeder_sendsEachPieceAboutOnce_thoughPeersStandStillAtTimes(long seed) {
        build(seed, 4, 0.3, 0.3);
        stallTicks = 110 + 20 * (int) seed;
        run();
        int sent = nodes.getFirst().sent;
        assertTrue(sent >= COUNT && sent <= COUNT * 1.2, sent + " of " + COUNT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyPeers_areNotMuchSlowerThanOne(long seed) {
        build(seed, 1, 1, 1);
        int alone = run();
        nodes.clear();
        build(seed, 8, 1, 1);
        int together = run();
        assertTrue(together < alone * 1.5, together + " ticks, alone " + alone);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void oneThatSendsNothing_holdsNobodyUp(long seed) {
        build(seed, 4, 1, 1);
        nodes.getLast().rate = 0;
        run();
        assertTrue(blamed > 0, "somebody said so");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void oneThatLies_costsTheOthersAPieceEach(long seed) {
        build(seed, 4, 1, 1);
        Node liar = nodes.getLast();
        liar.lies = true;
        run();
        assertTrue(liar.sent > 0);
        assertTrue(liar.sent <= 3 * COUNT, "no piece twice to the same peer");
        assertEquals(0, liar.pieces.here().list().stream().filter(s -> s.to() > COUNT).count());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void slowPeer_isLeftBehind_andGetsAllInTheEnd(long seed) {
        build(seed, 3, 1, 1);
        nodes.getLast().rate = 0.01;
        int ticks = run();
        assertTrue(ticks < 4 * COUNT, ticks + " ticks");
    }
}
