package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.mesh.FolderScan.Depth;
import java.util.HashMap;
import java.util.Map;

/** What a peer is to look at, and when. */
final class Suspects {
    private final Map<RelPath, Due> due = new HashMap<>();

    /** How a path is to be looked at. */
    private record Due(Depth depth, long nanos) {
        Due and(Due other) {
            Depth deeper = depth == Depth.TREE ? depth : other.depth;
            return new Due(deeper, Math.min(nanos, other.nanos));
        }
    }

    void add(RelPath path, Depth depth, long nanos) {
        due.merge(path, new Due(depth, nanos), Due::and);
    }

    void clear() {
        due.clear();
    }

    /** When something is to be looked at next. */
    long nextNanos() {
        return due.values().stream().mapToLong(Due::nanos).min().orElse(Long.MAX_VALUE);
    }

    /** Takes what is to be looked at by now. */
    Map<RelPath, Depth> take(long now) {
        Map<RelPath, Depth> taken = new HashMap<>();
        due.forEach(
                (path, one) -> {
                    if (one.nanos <= now) {
                        taken.put(path, one.depth);
                    }
                });
        due.keySet().removeAll(taken.keySet());
        return taken;
    }
}
