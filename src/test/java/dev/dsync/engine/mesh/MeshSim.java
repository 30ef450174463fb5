package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Meshes whose users, networks and machines do at random what such do. */
final class MeshSim {
    private static final int HISTORIES = Integer.getInteger("dsync.histories", 40);

    private static final int MANY = Integer.getInteger("dsync.histories", 960);

    /** The first of them, as a failure says. */
    private static final long SEED = Long.getLong("dsync.seed", 0);

    private static final int ACTS = 40;

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, 2_000_000, 3_000_000})
    void meshesAtRandom_loseNothing_andEndEqual(long first) throws IOException {
        for (long seed = SEED + first; seed < SEED + first + HISTORIES / 4; seed++) {
            history(seed);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {4_000_000, 5_000_000})
    void manyMeshes_too(long first) throws IOException {
        for (long seed = SEED + first; seed < SEED + first + MANY / 2; seed++) {
            history(seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6_000_000, 7_000_000})
    void whoOnlyTakes_makesNoVersionOfItsOwn_whateverIsCutOff(long first) throws IOException {
        for (long seed = SEED + first; seed < SEED + first + HISTORIES / 2; seed++) {
            onlyTaking(seed);
        }
    }

    /**
     * Seeds at which it did: a directory had its mode, and that was not noted; the same content had
     * come with another time; a directory was not empty since another link was at work in it, since
     * what was in it was to go with the next try; a file had got the mode of a directory that could
     * not take its place.
     */
    @ParameterizedTest
    @ValueSource(longs = {7_000_233, 7_000_647, 7_001_001, 71_001_823, 71_002_159})
    void whoOnlyTakes_makesNoVersionAsOnce(long seed) throws IOException {
        onlyTaking(seed);
    }

    private static void onlyTaking(long seed) throws IOException {
        Mesh mesh = new Mesh(seed, 2 * ACTS, Users.FIRST);
        try {
            mesh.live();
            mesh.settle();
            check(mesh);
            ReplicaId maker = mesh.peers().getFirst().folder().replica();
            for (MeshPeer peer : mesh.peers()) {
                List<String> others = Makers.othersThan(maker, peer.folder());
                assertEquals(List.of(), others, peer::name);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void sameSeed_runsTheSame(long seed) throws IOException {
        assertEquals(trace(seed), trace(seed));
    }

    static void history(long seed) throws IOException {
        Mesh mesh = new Mesh(seed, ACTS);
        try {
            mesh.live();
            mesh.settle();
            check(mesh);
            if (mesh.isIgnoring()) {
                mesh.peers().forEach(peer -> peer.ignore(new Ignoring(Set.of())));
                mesh.settle();
                check(mesh);
            }
            List<String> before = state(mesh);
            mesh.settle();
            assertEquals(before, state(mesh), "a second settling changes nothing");
            Epilogue.check(mesh);
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError(
                    "repeat with -Ddsync.histories=4 -Ddsync.seed=" + seed + ": " + e.getMessage(),
                    e);
        }
    }

    /** What peers hold and know, and how often they were sent content. */
    private static List<String> state(Mesh mesh) throws IOException {
        List<String> state = new ArrayList<>();
        for (MeshPeer peer : mesh.peers()) {
            state.add(tree(peer).toString());
            state.addAll(peer.known());
        }
        mesh.links().forEach(link -> state.add(link + " " + link.messages().get("Data")));
        return state;
    }

    private static void check(Mesh mesh) throws IOException {
        List<String> defects = new ArrayList<>();
        mesh.links().forEach(link -> defects.addAll(link.defects()));
        assertEquals(List.of(), defects, "no connection breaks by itself");
        Oracle oracle = Oracle.of(mesh.peers());
        Map<String, String> first = oracle.shared(mesh.peers().getFirst());
        Set<String> found = new TreeSet<>();
        for (MeshPeer peer : mesh.peers()) {
            peer.tree().values().forEach(seen -> found.add(seen.value()));
        }
        assertEquals(Map.of(), mesh.values().missing(found), "what nobody gave up is there");
        for (MeshPeer peer : mesh.peers()) {
            assertEquals(
                    List.of(),
                    differences(first, oracle.shared(peer)),
                    "A and " + peer.name() + " differ");
        }
        for (MeshPeer peer : mesh.peers()) {
            for (RelPath path : peer.tree().keySet()) {
                // Nobody looks into a directory that has got an ignored name while a file was being
                // built in it, until it is ignored no more.
                boolean litter = path.toString().contains(".dsync-");
                assertFalse(litter && peer.rules().includes(path), () -> "litter: " + path);
            }
        }
    }

    private static List<String> differences(Map<String, String> a, Map<String, String> b) {
        Set<String> paths = new TreeSet<>(a.keySet());
        paths.addAll(b.keySet());
        return paths.stream()
                .filter(path -> !Objects.equals(a.get(path), b.get(path)))
                .map(path -> path + ": " + a.get(path) + " or " + b.get(path))
                .toList();
    }

    private static Map<String, String> tree(MeshPeer peer) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        for (Map.Entry<RelPath, UserTree.Seen> one : peer.tree().entrySet()) {
            tree.put(one.getKey().toString(), one.getValue().shared());
        }
        return tree;
    }

    private static List<String> trace(long seed) throws IOException {
        Mesh mesh = new Mesh(seed, ACTS);
        mesh.live();
        mesh.settle();
        return mesh.trace();
    }
}
