package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What has to come of single acts in a mesh that is at rest, whatever its history. */
final class Epilogue {
    private static final Timestamp TIME = new Timestamp(1_500_000_000, 5);
    private static final RelPath FILE = RelPath.literal("epilogue");

    private Epilogue() {}

    static void check(Mesh mesh) throws IOException {
        MeshPeer first = mesh.peers().getFirst();
        MeshPeer last = mesh.peers().getLast();
        Map<String, Integer> entries = new HashMap<>();
        for (MeshPeer peer : mesh.peers()) {
            entries.put(peer.name(), peer.tree().size());
        }
        write(mesh, first, "one");
        everywhere(mesh, Optional.of("one"), entries, 1);
        mesh.loseState(last, () -> write(first, "two"));
        mesh.rest();
        everywhere(mesh, Optional.of("two"), entries, 1);
        first.act(FILE, tree -> tree.remove(FILE));
        mesh.rest();
        everywhere(mesh, Optional.empty(), entries, 0);
    }

    private static void write(Mesh mesh, MeshPeer peer, String content) throws IOException {
        write(peer, content);
        mesh.rest();
    }

    /** As if it had stood there for years, so that time does not decide. */
    private static void write(MeshPeer peer, String content) throws IOException {
        peer.act(
                FILE,
                tree -> {
                    tree.write(FILE, content.getBytes(StandardCharsets.UTF_8), true);
                    tree.setModified(FILE, TIME);
                });
    }

    private static void everywhere(
            Mesh mesh, Optional<String> content, Map<String, Integer> before, int more)
            throws IOException {
        for (MeshPeer peer : mesh.peers()) {
            var tree = peer.tree();
            Optional<String> found = Optional.ofNullable(tree.get(FILE)).map(UserTree.Seen::value);
            assertEquals(content, found, "at " + peer.name());
            int entries = Objects.requireNonNull(before.get(peer.name())) + more;
            assertEquals(entries, tree.size(), () -> "no more and no less, but " + tree.keySet());
        }
    }
}
