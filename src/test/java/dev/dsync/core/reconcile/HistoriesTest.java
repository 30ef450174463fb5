package dev.dsync.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every short history of three peers that change one path and now and then learn of each other. */
class HistoriesTest {
    private static final RelPath PATH = RelPath.literal("p");
    private static final List<ReplicaId> REPLICAS =
            List.of(new ReplicaId(3L << 60), new ReplicaId(1L << 60), new ReplicaId(2L << 60));

    /** Writes, deletes, directories and links of each of three, and each learning of each other. */
    private static final int STEPS = 3 * 4 + 6;

    private static final List<int[]> ORDERS =
            List.of(
                    new int[] {0, 1, 1, 2, 2, 0, 1, 0, 2, 1, 0, 2},
                    new int[] {2, 1, 0, 1, 0, 2, 1, 2, 2, 0, 1, 0},
                    new int[] {0, 1, 1, 0, 1, 2, 2, 1});

    private static final class History {
        private final List<Peer> peers = new ArrayList<>();

        /** What was there and nobody who saw it did away with. */
        private final Set<Object> wanted = new HashSet<>();

        private final List<String> told = new ArrayList<>();

        /**
         * Whether a peer learned before the end: then one may hold what another replaced since, and
         * whom it meets first decides whether that takes part.
         */
        private boolean learned;

        History(int number, int length) {
            REPLICAS.forEach(replica -> peers.add(new Peer(replica, new TreeMap<>())));
            int rest = number;
            for (int i = 0; i < length; i++) {
                step(rest % STEPS, i);
                rest /= STEPS;
            }
        }

        private void step(int step, int at) {
            if (step >= 12) {
                int from = (step - 12) / 2;
                int to = (from + 1 + step % 2) % 3;
                learned |= peers.get(to).learn(peers.get(from));
                told.add(to + " learns of " + from);
                return;
            }
            Peer peer = peers.get(step / 4);
            Known before = peer.known(PATH);
            if (before instanceof Known.Live live) {
                wanted.remove(Peer.content(live.entry()));
            } else if (step % 4 == 1) {
                return;
            }
            told.add(step / 4 + " does " + step % 4);
            long modified = 10L + at * 7 % 3;
            switch (step % 4) {
                case 0 -> peer.change(PATH, Peer.file(PATH, 1 + at, modified));
                case 1 -> peer.delete(PATH);
                case 2 -> peer.change(PATH, Peer.directory(PATH));
                default -> peer.change(PATH, Peer.link(PATH, "to" + at));
            }
            if (step % 4 != 1 && step % 4 != 2 && peer.known(PATH) instanceof Known.Live live) {
                wanted.add(Peer.content(live.entry()));
            }
        }

        private List<Peer> settled(int[] order) {
            List<Peer> settled = peers.stream().map(Peer::copy).toList();
            boolean changed = true;
            for (int rounds = 0; changed; rounds++) {
                assertTrue(rounds <= 4, () -> "no end: " + told);
                changed = false;
                for (int i = 0; i < order.length; i += 2) {
                    changed |= settled.get(order[i + 1]).learn(settled.get(order[i]));
                }
            }
            return settled;
        }
    }

    @Test
    void everyHistoryOfThree_endsAlikeEverywhereAndLosesNothing() {
        check(3, 1);
    }

    @Test
    void someHistoriesOfFive_endAlikeEverywhereAndLoseNothing() {
        check(5, 499);
    }

    private static void check(int length, int stride) {
        int count = (int) Math.pow(STEPS, length);
        for (int number = 0; number < count; number += stride) {
            History history = new History(number, length);
            Known end = null;
            for (int[] order : ORDERS) {
                List<Peer> settled = history.settled(order);
                Peer first = settled.getFirst();
                for (Peer peer : settled) {
                    assertEquals(first.state, peer.state, history.told::toString);
                    settled.forEach(other -> assertFalse(peer.learn(other)));
                }
                assertTrue(
                        first.contents().containsAll(history.wanted),
                        () -> history.told + " lost some of " + history.wanted + first.state);
                assertTrue(
                        end == null || history.learned || end.equals(first.known(PATH)),
                        () -> history.told + " ends otherwise");
                end = first.known(PATH);
            }
        }
    }
}
