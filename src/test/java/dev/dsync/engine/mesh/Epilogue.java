package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What has to come of single acts in a mesh that is at rest, whatever its history. */
final class Epilogue {
    private static final Timestamp TIME = new Timestamp(1_500_000_000, 5);
    private static final RelPath FILE = RelPath.literal("epilogue");
    private static final RelPath OTHER = RelPath.literal("epilogue of others");
    private static final Duration YEARS = Duration.ofDays(1500);
    private static final Duration DAYS = Duration.ofDays(3);

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
        mesh.loseState(last, () -> write(first, FILE, "two"));
        mesh.rest();
        everywhere(mesh, Optional.of("two"), entries, 1);
        first.act(FILE, tree -> tree.remove(FILE));
        mesh.rest();
        everywhere(mesh, Optional.empty(), entries, 0);
        Optional<MeshPeer> end = mesh.shape().end(mesh.peers());
        if (end.isPresent()) {
            forgottenByOne(mesh, end.get());
            datedFarBack(mesh, end.get());
        }
    }

    /** A delete that one forgets, whose clock is ahead, is none the less one. */
    private static void forgottenByOne(Mesh mesh, MeshPeer end) throws IOException {
        MeshPeer last = mesh.peers().getLast();
        MeshPeer forgetting = mesh.shape().nextToLast(mesh.peers());
        deletedWhileAway(mesh, end, last);
        forgetting.setClock(YEARS);
        write(mesh, forgetting, OTHER, "a");
        mesh.skip(DAYS);
        write(mesh, end, OTHER, "b");
        forgetting.setClock(Duration.ZERO);
        mesh.returns(last);
        nowhere(mesh);
    }

    /** So is one by somebody whose clock is behind, and who has gone. */
    private static void datedFarBack(Mesh mesh, MeshPeer end) throws IOException {
        MeshPeer last = mesh.peers().getLast();
        MeshPeer other = mesh.shape().nextToLast(mesh.peers());
        other.setClock(Duration.ZERO);
        end.setClock(YEARS.negated());
        deletedWhileAway(mesh, end, last);
        mesh.leaves(end);
        mesh.skip(DAYS);
        write(mesh, other, OTHER, "c");
        mesh.skip(DAYS);
        write(mesh, other, OTHER, "d");
        mesh.returns(last);
        nowhere(mesh);
        mesh.returns(end);
        nowhere(mesh);
    }

    /** The last peer has the file still, and all others know that it was deleted. */
    private static void deletedWhileAway(Mesh mesh, MeshPeer deleting, MeshPeer last)
            throws IOException {
        write(mesh, last, FILE, "three");
        mesh.leaves(last);
        deleting.act(FILE, tree -> tree.remove(FILE));
        mesh.rest();
    }

    private static void nowhere(Mesh mesh) throws IOException {
        for (MeshPeer peer : mesh.peers()) {
            if (peer.isRunning()) {
                assertFalse(peer.tree().containsKey(FILE), "is back at " + peer.name());
            }
        }
    }

    private static void write(Mesh mesh, MeshPeer peer, RelPath path, String content)
            throws IOException {
        write(peer, path, content);
        mesh.rest();
    }

    private static void write(Mesh mesh, MeshPeer peer, String content) throws IOException {
        write(mesh, peer, FILE, content);
    }

    /** As if it had stood there for years, so that time does not decide. */
    private static void write(MeshPeer peer, RelPath path, String content) throws IOException {
        peer.act(
                path,
                tree -> {
                    tree.write(path, content.getBytes(StandardCharsets.UTF_8), true);
                    tree.setModified(path, TIME);
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
