package dev.dsync.core.version;

import static dev.dsync.core.version.Vectors.REPLICAS;
import static dev.dsync.core.version.Vectors.all;
import static dev.dsync.core.version.Vectors.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.version.VersionVector.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionVectorTest {
    private static boolean knowsAll(VersionVector a, VersionVector b) {
        return REPLICAS.stream().allMatch(replica -> a.counter(replica) >= b.counter(replica));
    }

    private static boolean atMost(VersionVector a, VersionVector b) {
        Order order = a.compare(b);
        return order == Order.BEFORE || order == Order.EQUAL;
    }

    @Test
    void everyPair_comparedByEveryMember() {
        for (VersionVector a : all(2)) {
            for (VersionVector b : all(2)) {
                Order expected =
                        knowsAll(a, b)
                                ? (knowsAll(b, a) ? Order.EQUAL : Order.AFTER)
                                : (knowsAll(b, a) ? Order.BEFORE : Order.CONCURRENT);
                assertEquals(expected, a.compare(b), a + " | " + b);
                assertEquals(expected == Order.EQUAL, a.equals(b));
                assertTrue(!a.equals(b) || a.hashCode() == b.hashCode());
            }
        }
    }

    @Test
    void everyTriple_isPartlyOrdered() {
        for (VersionVector a : all(2)) {
            assertEquals(Order.EQUAL, a.compare(a));
            for (VersionVector b : all(2)) {
                assertTrue(!atMost(a, b) || !atMost(b, a) || a.equals(b));
                for (VersionVector c : all(2)) {
                    assertTrue(!atMost(a, b) || !atMost(b, c) || atMost(a, c));
                }
            }
        }
    }

    @Test
    void everyTriple_joinsToTheLeastThatKnowsBoth() {
        for (VersionVector a : all(2)) {
            assertEquals(a, a.join(a));
            assertEquals(a, a.join(VersionVector.EMPTY));
            for (VersionVector b : all(2)) {
                VersionVector join = a.join(b);
                assertEquals(join, b.join(a));
                assertTrue(atMost(a, join) && atMost(b, join), join::toString);
                for (VersionVector c : all(2)) {
                    assertTrue(!atMost(a, c) || !atMost(b, c) || atMost(join, c));
                    assertEquals(join.join(c), a.join(b.join(c)));
                }
            }
        }
    }

    @Test
    void advance_isAfterAndChangesOneMember() {
        for (VersionVector a : all(2)) {
            for (ReplicaId me : REPLICAS) {
                for (long time : List.of(-5L, 0L, 2L, 1_800_000_000L)) {
                    VersionVector next = a.advance(me, time);
                    assertEquals(Order.AFTER, next.compare(a));
                    assertEquals(Math.max(a.counter(me) + 1, time), next.counter(me));
                    for (ReplicaId other : REPLICAS) {
                        assertTrue(other.equals(me) || next.counter(other) == a.counter(other));
                    }
                }
            }
        }
        VersionVector last = vector(Long.MAX_VALUE);
        assertThrows(ArithmeticException.class, () -> last.advance(REPLICAS.get(0), 1));
    }

    @Test
    void of_refusesACounterOfNoChange() {
        for (long counter : List.of(0L, -1L, Long.MIN_VALUE)) {
            Map<ReplicaId, Long> counters = Map.of(new ReplicaId(7), counter);
            assertThrows(IllegalArgumentException.class, () -> VersionVector.of(counters));
        }
    }

    @Test
    void tooManyMembers_joinedButNotWritten() {
        Map<ReplicaId, Long> even = new HashMap<>();
        Map<ReplicaId, Long> odd = new HashMap<>();
        for (int i = 0; i < VersionVector.MEMBERS_MAX; i++) {
            even.put(new ReplicaId(2L * i), 1L + i);
            odd.put(new ReplicaId(2L * i + 1), Long.MAX_VALUE);
        }
        VersionVector most = VersionVector.of(odd);
        byte[] bytes = new byte[VersionVector.BYTES_MAX];
        assertTrue(most.write(bytes, 0) <= VersionVector.BYTES_MAX);
        VersionVector more = most.join(VersionVector.of(even));
        assertEquals(2 * VersionVector.MEMBERS_MAX, more.size());
        assertThrows(IllegalArgumentException.class, () -> more.write(bytes, 0));
    }

    @Test
    void advanced_hasNoMoreMembersThanPeersTake_andForgetsTheOldest() {
        VersionVector version = VersionVector.EMPTY;
        for (int i = 1; i <= VersionVector.MEMBERS_MADE_MAX + 1; i++) {
            version = version.advance(new ReplicaId(i), 100L + i);
        }
        assertEquals(VersionVector.MEMBERS_MADE_MAX, version.size());
        assertEquals(0, version.counter(new ReplicaId(1)));
        assertEquals(102, version.counter(new ReplicaId(2)));
        VersionVector behind = version.advance(new ReplicaId(-1), 1);
        assertEquals(1, behind.counter(new ReplicaId(-1)), "who counts from behind forgets others");
        assertEquals(0, behind.counter(new ReplicaId(2)));
    }

    @Test
    void printed_inTheOrderOfIds() {
        assertEquals(
                "0000000000000001:3 7f00000000000000:1 ffffffffffffffff:2",
                vector(3, 1, 2).toString());
        assertEquals("", VersionVector.EMPTY.toString());
    }
}
