package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows what the peers of a mesh at rest must have alike: all but what some of them ignore, and
 * what has names that are one to some of them.
 *
 * @param contested names, of paths as such a file system compares them, of which there are several
 */
record Oracle(List<MeshPeer> peers, Set<String> contested) {
    static Oracle of(List<MeshPeer> peers) throws IOException {
        Map<String, Set<RelPath>> spellings = new HashMap<>();
        boolean folds = peers.stream().anyMatch(peer -> peer.folds);
        for (MeshPeer peer : folds ? peers : List.<MeshPeer>of()) {
            for (RelPath path : peer.tree().keySet()) {
                spellings.computeIfAbsent(folded(path), _ -> new HashSet<>()).add(path);
            }
        }
        Set<String> contested = new HashSet<>();
        spellings.forEach(
                (name, all) -> {
                    if (all.size() > 1) {
                        contested.add(name);
                    }
                });
        return new Oracle(peers, contested);
    }

    private static String folded(RelPath path) {
        String text = new String(path.bytes(), StandardCharsets.UTF_8);
        return Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
    }

    /** What a peer must have as all others have it. */
    Map<String, String> shared(MeshPeer peer) throws IOException {
        Map<String, String> shared = new TreeMap<>();
        for (Map.Entry<RelPath, UserTree.Seen> one : peer.tree().entrySet()) {
            RelPath path = one.getKey();
            if (!isContested(path) && peers.stream().allMatch(by -> by.rules().includes(path))) {
                shared.put(path.toString(), one.getValue().shared());
            }
        }
        return shared;
    }

    private boolean isContested(RelPath path) {
        return !path.isRoot() && (contested.contains(folded(path)) || isContested(path.parent()));
    }
}
