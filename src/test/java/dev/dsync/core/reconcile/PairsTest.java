package dev.dsync.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.core.version.VersionVector.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every pair of values of a small universe, whether or not a history could have made it. */
class PairsTest {
    private static final RelPath PATH = RelPath.literal("p");
    private static final RelPath CHILD = RelPath.literal("p/c");
    private static final ReplicaId A = new ReplicaId(0xaL << 60);
    private static final ReplicaId B = new ReplicaId(0xbL << 60);

    private static VersionVector version(long a, long b) {
        Map<ReplicaId, Long> counters = new HashMap<>();
        if (a > 0) {
            counters.put(A, a);
        }
        if (b > 0) {
            counters.put(B, b);
        }
        return VersionVector.of(counters);
    }

    private static List<VersionVector> versions() {
        List<VersionVector> versions = new ArrayList<>();
        for (int a = 0; a <= 2; a++) {
            for (int b = 0; b <= 2; b++) {
                versions.add(version(a, b));
            }
        }
        return versions;
    }

    private static @Nullable Digest content(Entry entry) {
        return entry instanceof Entry.FileEntry file ? file.content() : null;
    }

    private static List<Known> universe() {
        List<Known> all = new ArrayList<>(List.of(new Known.Absent()));
        Entry x1 = Peer.file(PATH, 1, 10);
        Entry y1 = Peer.file(PATH, 2, 10);
        Digest x = content(x1);
        Digest y = content(y1);
        for (VersionVector version : versions()) {
            for (ReplicaId author : List.of(A, B)) {
                for (Entry entry : List.of(x1, Peer.file(PATH, 1, 20), y1)) {
                    all.add(new Known.Live(entry, Revision.value(version, author, null)));
                }
                all.add(new Known.Live(x1, Revision.value(version, author, y)));
                all.add(new Known.Live(y1, Revision.value(version, author, x)));
                all.add(
                        new Known.Live(
                                Peer.directory(PATH), Revision.value(version, author, null)));
                all.add(new Known.Deleted(Revision.delete(version, author, 50)));
            }
            all.add(new Known.Live(Peer.link(PATH, "to"), Revision.value(version, A, null)));
            all.add(new Known.Deleted(Revision.delete(version, B, 60)));
        }
        return all;
    }

    private static Peer peer(ReplicaId me, Known known) {
        Peer peer = new Peer(me, new TreeMap<>());
        if (!(known instanceof Known.Absent)) {
            peer.state.put(PATH, known);
        }
        return peer;
    }

    /** Rounds in which anybody changed anything; each peer learns once a round. */
    private static int settle(Peer a, Peer b, boolean atOnce) {
        int rounds = 0;
        boolean changed = true;
        while (changed) {
            Peer seen = a.copy();
            changed = a.learn(b);
            changed |= b.learn(atOnce ? seen : a);
            rounds += changed ? 1 : 0;
            assertTrue(rounds <= 3, () -> "no end: " + a.state + " | " + b.state);
        }
        assertEquals(a.state, b.state);
        assertFalse(a.learn(b) || b.learn(a));
        return rounds;
    }

    private static boolean isOverwritten(Known known, Known by) {
        if (!(known instanceof Known.Live value)) {
            return false;
        }
        Order order = Peer.version(by).compare(value.revision().version());
        boolean after = order == Order.AFTER;
        return switch (by) {
            case Known.Absent _ -> false;
            case Known.Deleted _ -> after;
            case Known.Live live ->
                    after
                            || (order != Order.BEFORE
                                    && Values.isAncestor(value, live)
                                    && !Values.isAncestor(live, value));
        };
    }

    private static void assertKept(Known value, Known other, Peer end) {
        if (value instanceof Known.Live live
                && !Values.isDirectory(live.entry())
                && !isOverwritten(live, other)) {
            assertTrue(
                    end.contents().contains(Peer.content(live.entry())),
                    () -> "lost " + live + " to " + other + ": " + end.state);
        }
    }

    @Test
    void everyPair_settlesAlikeAndLosesNothing() {
        List<Known> universe = universe();
        for (Known left : universe) {
            for (Known right : universe) {
                Peer a = peer(A, left);
                Peer b = peer(B, right);
                Peer c = peer(A, left);
                Peer d = peer(B, right);
                settle(a, b, true);
                settle(d, c, false);
                assertEquals(a.state, c.state, () -> left + " | " + right);
                assertKept(left, right, a);
                assertKept(right, left, a);
                assertTrue(a.state.size() <= 2, a.state::toString);
                if (isOverwritten(left, right) || isOverwritten(right, left)) {
                    assertEquals(1, a.state.size(), () -> left + " | " + right);
                }
            }
        }
    }

    /** Whether the other knows of a change of this one that it does not know of itself. */
    private static boolean isRolledBack(Peer peer, Peer other) {
        return Peer.version(peer.known(PATH)).counter(peer.me)
                < Peer.version(other.known(PATH)).counter(peer.me);
    }

    private static List<Known> children() {
        List<Known> all = new ArrayList<>(List.of(new Known.Absent()));
        for (VersionVector version : List.of(version(1, 0), version(0, 1), version(2, 1))) {
            all.add(new Known.Live(Peer.file(CHILD, 5, 10), Revision.value(version, A, null)));
            all.add(new Known.Deleted(Revision.delete(version, A, 50)));
        }
        return all;
    }

    private static List<Peer> directories(ReplicaId me) {
        List<Peer> peers = new ArrayList<>();
        for (Known parent : universe()) {
            boolean directory =
                    parent instanceof Known.Live live && Values.isDirectory(live.entry());
            for (Known child : children()) {
                if (directory || !(child instanceof Known.Live)) {
                    Peer peer = peer(me, parent);
                    if (!(child instanceof Known.Absent)) {
                        peer.state.put(CHILD, child);
                    }
                    peers.add(peer);
                }
            }
        }
        return peers;
    }

    @Test
    void everyPairOfDirectoriesWithAChild_settlesAndLosesNothing() {
        List<Peer> lefts = directories(A);
        List<Peer> rights = directories(B);
        for (int i = 0; i < lefts.size(); i++) {
            for (int j = i % 11; j < rights.size(); j += 11) {
                Peer a = lefts.get(i).copy();
                Peer b = rights.get(j).copy();
                if (isRolledBack(a, b) || isRolledBack(b, a)) {
                    continue;
                }
                settle(a, b, (i + j) % 2 == 0);
                for (RelPath path : List.of(PATH, CHILD)) {
                    Known left = lefts.get(i).known(path);
                    Known right = rights.get(j).known(path);
                    assertKept(left, right, a);
                    assertKept(right, left, a);
                }
            }
        }
    }
}
