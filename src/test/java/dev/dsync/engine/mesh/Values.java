package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.session.VirtualEnd;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What users wrote, and whether one of them has knowingly overwritten or deleted it: he did so
 * where he had it before his eyes. Everything else has to be somewhere at the end.
 */
final class Values {
    private final Map<String, String> written = new LinkedHashMap<>();
    private final Set<String> given = new TreeSet<>();

    /**
     * Somebody wrote it. What was given up before stays so: who made another content of it may win
     * over one who writes it once more, since it is what that was made from.
     */
    void wrote(String value, String where) {
        written.putIfAbsent(value, where);
    }

    /** Somebody who had it wants it no more. */
    void gaveUp(String value) {
        given.add(value);
    }

    /** It was lost with the only machine that had it, whose user had not made it durable. */
    void lost(String value) {
        given.add(value);
    }

    /** What should be somewhere, and is not, with who wrote it. */
    Map<String, String> missing(Set<String> found) {
        Map<String, String> missing = new LinkedHashMap<>(written);
        missing.keySet().removeAll(given);
        missing.keySet().removeAll(found);
        return missing;
    }

    /**
     * A machine loses what it has: if no peer has it at that path, it is nobody's fault. At another
     * path a peer may have it only for as long as it does not know that it was moved.
     */
    void losing(MeshPeer peer, List<MeshPeer> peers, VirtualEnd.Action action) throws IOException {
        Map<RelPath, UserTree.Seen> before = peer.tree();
        action.run();
        Set<String> lost = new HashSet<>();
        before.values().forEach(seen -> lost.add(seen.value()));
        for (MeshPeer one : peers) {
            one.tree()
                    .forEach(
                            (path, seen) -> {
                                UserTree.Seen there = before.get(path);
                                if (there != null && there.value().equals(seen.value())) {
                                    lost.remove(seen.value());
                                }
                            });
        }
        lost.forEach(this::lost);
    }
}
