package dev.dsync.core.version;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.merkle.Varint;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/**
 * Which changes a value knows of: for each replica that made one, the counter of its last. A
 * replica that is not a member counts as 0.
 */
public final class VersionVector {
    /** Knows of no change. */
    public static final VersionVector EMPTY = new VersionVector(new long[0], new long[0]);

    /** The most members a vector may have where it is written or read. */
    public static final int MEMBERS_MAX = 1000;

    /** The most a replica gives to what it makes: the rest is left to those who change it later. */
    public static final int MEMBERS_MADE_MAX = MEMBERS_MAX / 2;

    /** The most bytes one takes where it is written. */
    public static final int BYTES_MAX =
            Varint.BYTES_MAX + MEMBERS_MAX * (ReplicaId.BYTES + Varint.BYTES_MAX);

    /** Ascending as unsigned numbers. */
    private final long[] replicas;

    /** Of the replica at the same place: 1 to {@link Long#MAX_VALUE}. */
    private final long[] counters;

    private VersionVector(long[] replicas, long[] counters) {
        this.replicas = replicas;
        this.counters = counters;
    }

    /** How what a vector knows of stands to what another does. */
    public enum Order {
        /** Both know of the same changes. */
        EQUAL,
        /** The other knows of all of them, and of more. */
        BEFORE,
        /** It knows of all the other does, and of more. */
        AFTER,
        /** Each knows of a change the other does not know of. */
        CONCURRENT
    }

    /**
     * The vector with these counters.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public static VersionVector of(Map<ReplicaId, Long> counters) {
        SortedMap<ReplicaId, Long> sorted = new TreeMap<>(counters);
        long[] replicas = sorted.keySet().stream().mapToLong(ReplicaId::bits).toArray();
        long[] values = sorted.values().stream().mapToLong(Long::longValue).toArray();
        for (long value : values) {
            if (value < 1) {
                throw new IllegalArgumentException("counter " + value);
            }
        }
        return new VersionVector(replicas, values);
    }

    /** The last change of a replica it knows of, 0 if of none. */
    public long counter(ReplicaId replica) {
        for (int i = 0; i < replicas.length; i++) {
            if (replicas[i] == replica.bits()) {
                return counters[i];
            }
        }
        return 0;
    }

    /** Tells of each replica it knows a change of the last one. */
    public void forEach(ObjLongConsumer<ReplicaId> told) {
        for (int i = 0; i < replicas.length; i++) {
            told.accept(new ReplicaId(replicas[i]), counters[i]);
        }
    }

    /** The greatest counter of any replica, 0 if it knows of no change. */
    public long greatest() {
        return Arrays.stream(counters).max().orElse(0);
    }

    /** How many replicas it knows a change of. */
    public int size() {
        return replicas.length;
    }

    /** How what this knows of stands to what {@code other} does. */
    public Order compare(VersionVector other) {
        boolean more = false;
        boolean less = false;
        int i = 0;
        int j = 0;
        while (i < replicas.length || j < other.replicas.length) {
            int order = order(other, i, j);
            long mine = order <= 0 ? counters[i++] : 0;
            long theirs = order >= 0 ? other.counters[j++] : 0;
            more |= mine > theirs;
            less |= mine < theirs;
        }
        if (more) {
            return less ? Order.CONCURRENT : Order.AFTER;
        }
        return less ? Order.BEFORE : Order.EQUAL;
    }

    /** What either knows of. It may have more than {@link #MEMBERS_MAX} members. */
    public VersionVector join(VersionVector other) {
        long[] ids = new long[replicas.length + other.replicas.length];
        long[] values = new long[ids.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < replicas.length || j < other.replicas.length) {
            int order = order(other, i, j);
            ids[count] = order <= 0 ? replicas[i] : other.replicas[j];
            long mine = order <= 0 ? counters[i++] : 0;
            long theirs = order >= 0 ? other.counters[j++] : 0;
            values[count++] = Math.max(mine, theirs);
        }
        return new VersionVector(Arrays.copyOf(ids, count), Arrays.copyOf(values, count));
    }

    /**
     * The same, without the changes that are the longest past if it has more members. A value from
     * before one of those is then taken for concurrent, and kept as a conflict copy where it could
     * have been replaced.
     *
     * @param kept whose change stays whatever it has counted
     * @param membersMax at least 1
     */
    public VersionVector bounded(ReplicaId kept, int membersMax) {
        if (size() <= membersMax) {
            return this;
        }
        Map<ReplicaId, Long> members = new HashMap<>();
        forEach(members::put);
        return of(
                members.entrySet().stream()
                        .sorted(
                                Comparator.comparing(
                                                (Entry<ReplicaId, Long> one) ->
                                                        !one.getKey().equals(kept))
                                        .thenComparing(
                                                Entry.comparingByValue(Comparator.reverseOrder()))
                                        .thenComparing(Entry.comparingByKey()))
                        .limit(membersMax)
                        .collect(Collectors.toMap(Entry::getKey, Entry::getValue)));
    }

    /** Whose member comes first, this one's at {@code i} or the other's at {@code j}. */
    private int order(VersionVector other, int i, int j) {
        if (i == replicas.length || j == other.replicas.length) {
            return i == replicas.length ? 1 : -1;
        }
        return Long.compareUnsigned(replicas[i], other.replicas[j]);
    }

    /**
     * The version of a value the replica makes of one of this version: its counter becomes one
     * more, or the time if that is more, so that one who lost count does not use a number twice. Of
     * more than {@link #MEMBERS_MADE_MAX} members the oldest changes are forgotten, as by {@link
     * #bounded}: peers would take no more.
     *
     * @param unixSeconds the time of the change
     * @throws ArithmeticException if the counter is at its greatest: no replica counts so far, so
     *     somebody else wrote it, and the device must go on under another
     */
    public VersionVector advance(ReplicaId replica, long unixSeconds) {
        long counter = Math.max(Math.incrementExact(counter(replica)), unixSeconds);
        return join(new VersionVector(new long[] {replica.bits()}, new long[] {counter}))
                .bounded(replica, MEMBERS_MADE_MAX);
    }

    /**
     * Writes it at {@code offset}, at most {@link #BYTES_MAX} bytes: how many members, then for
     * each, in order, the replica and its counter.
     *
     * @return the offset behind it
     * @throws IllegalArgumentException if it has more than {@link #MEMBERS_MAX} members
     */
    public int write(byte[] bytes, int offset) {
        if (replicas.length > MEMBERS_MAX) {
            throw new IllegalArgumentException(replicas.length + " members");
        }
        int at = Varint.write(bytes, offset, replicas.length);
        for (int i = 0; i < replicas.length; i++) {
            at = writeReplica(bytes, at, replicas[i]);
            at = Varint.write(bytes, at, counters[i]);
        }
        return at;
    }

    /** The next vector of a record. */
    public static VersionVector read(RecordReader in) throws MalformedPageException {
        int count = (int) in.varint(MEMBERS_MAX, "members of a version");
        if (count > in.left() / (ReplicaId.BYTES + 1)) {
            throw in.malformed("members of a version beyond the end");
        }
        long[] replicas = new long[count];
        long[] counters = new long[count];
        for (int i = 0; i < count; i++) {
            replicas[i] = readReplica(in);
            if (i > 0 && Long.compareUnsigned(replicas[i - 1], replicas[i]) >= 0) {
                throw in.malformed("members of a version out of order");
            }
            counters[i] = in.varint(Long.MAX_VALUE, "counter");
            if (counters[i] == 0) {
                throw in.malformed("counter of a replica that made no change");
            }
        }
        return new VersionVector(replicas, counters);
    }

    static int writeReplica(byte[] bytes, int offset, long replica) {
        for (int i = 0; i < ReplicaId.BYTES; i++) {
            bytes[offset + i] = (byte) (replica >>> (56 - 8 * i));
        }
        return offset + ReplicaId.BYTES;
    }

    static long readReplica(RecordReader in) throws MalformedPageException {
        long replica = 0;
        for (int i = 0; i < ReplicaId.BYTES; i++) {
            replica = replica << 8 | in.octet();
        }
        return replica;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionVector that
                && Arrays.equals(replicas, that.replicas)
                && Arrays.equals(counters, that.counters);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(replicas) + Arrays.hashCode(counters);
    }

    /** Replicas and counters, as {@code 00000000000000aa:5 00000000000000bb:1}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < replicas.length; i++) {
            text.append(i == 0 ? "" : " ")
                    .append(new ReplicaId(replicas[i]))
                    .append(':')
                    .append(counters[i]);
        }
        return text.toString();
    }
}
