package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Meshes whose users, networks and machines do at random what such do. */
final class MeshSim {
    private static final Mesh.Chances ALL = new Mesh.Chances(40, true, true);

    static void history(long seed) throws IOException {
        Mesh mesh = new Mesh(seed, ALL);
        try {
            mesh.live();
            mesh.settle();
            check(mesh);
            List<String> before = state(mesh);
            mesh.settle();
            assertEquals(before, state(mesh), "a second settling changes nothing");
            Epilogue.check(mesh);
        } catch (IOException | RuntimeException | Error e) {
            if (Boolean.getBoolean("dsync.trace")) {
                mesh.trace().forEach(System.out::println);
                for (MeshPeer peer : mesh.peers()) {
                    System.out.println(peer.name() + " replica " + peer.folder().replica());
                    peer.known().forEach(System.out::println);
                }
            }
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
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
        Map<String, String> first = tree(mesh.peers().getFirst());
        Set<String> found = new TreeSet<>();
        for (MeshPeer peer : mesh.peers()) {
            peer.tree().values().forEach(seen -> found.add(seen.value()));
        }
        assertEquals(Map.of(), mesh.values().missing(found), "what nobody gave up is there");
        for (MeshPeer peer : mesh.peers()) {
            assertEquals(
                    List.of(), differences(first, tree(peer)), "A and " + peer.name() + " differ");
        }
        for (String path : first.keySet()) {
            assertTrue(!path.contains(".dsync-"), "litter: " + path);
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

    @Test
    void sameSeed_runsTheSame() throws IOException {
        assertEquals(trace(1), trace(1));
    }

    private static List<String> trace(long seed) throws IOException {
        Mesh mesh = new Mesh(seed, ALL);
        mesh.live();
        mesh.settle();
        return mesh.trace();
    }

    /** For a developer: seeds from one number on, and what went wrong. */
    public static void main(String[] args) throws IOException {
        long first = Long.parseLong(args[0]);
        long count = Long.parseLong(args[1]);
        Map<String, Integer> wrong = new HashMap<>();
        for (long seed = first; seed < first + count; seed++) {
            try {
                history(seed);
            } catch (AssertionError e) {
                String what = String.valueOf(e.getMessage());
                System.out.println(what.substring(0, Math.min(what.length(), 400)));
                if (count == 1) {
                    e.printStackTrace(System.out);
                }
                wrong.merge(what.replaceAll("[0-9]+", "#").substring(0, Math.min(30, what.replaceAll("[0-9]+", "#").length())), 1, Integer::sum);
            }
        }
        System.out.println(wrong);
    }
}
