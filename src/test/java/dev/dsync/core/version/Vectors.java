package dev.dsync.core.version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small vectors for tests. */
final class Vectors {
    /** In the order of ids: those with the high bit set come last. */
    static final List<ReplicaId> REPLICAS =
            List.of(new ReplicaId(1), new ReplicaId(0x7fL << 56), new ReplicaId(-1));

    private Vectors() {}

    /** The vector of the replicas, by their counters; 0 leaves one out. */
    static VersionVector vector(long... counters) {
        Map<ReplicaId, Long> members = new LinkedHashMap<>();
        for (int i = counters.length - 1; i >= 0; i--) {
            if (counters[i] != 0) {
                members.put(REPLICAS.get(i), counters[i]);
            }
        }
        return VersionVector.of(members);
    }

    /** Every vector of the replicas with counters up to {@code max}. */
    static List<VersionVector> all(int max) {
        List<VersionVector> all = new ArrayList<>();
        for (int a = 0; a <= max; a++) {
            for (int b = 0; b <= max; b++) {
                for (int c = 0; c <= max; c++) {
                    all.add(vector(a, b, c));
                }
            }
        }
        return all;
    }
}
