package dev.dsync.engine.mesh;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.mesh.FolderScan.Depth;
import dev.dsync.engine.mesh.UserTree.Seen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Does at random what users do. */
final class User {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e.txt");

    /** With what is the same name to some file systems: in another case, composed otherwise. */
    private static final List<String> TWINS =
            List.of("a", "A", "b", "c", "C", "d", "\u00e9", "e\u0301");

    private static final int DEPTH_MAX = 3;

    private final UserTree tree;
    private final List<String> names;
    private final RandomGenerator random;
    private final Values values;
    private final Hints hints;
    private final String name;
    private int count;

    /** Who is told what was touched. */
    interface Hints {
        void touched(RelPath path, Depth depth);
    }

    /**
     * A user of a peer.
     *
     * @param twins whether he uses names that are the same to some file systems
     */
    User(
            String name,
            UserTree tree,
            boolean twins,
            RandomGenerator random,
            Values values,
            Hints hints) {
        this.names = twins ? TWINS : NAMES;
        this.name = name;
        this.tree = tree;
        this.random = random;
        this.values = values;
        this.hints = hints;
    }

    /** Does one thing, and says what. */
    String act() throws IOException {
        NavigableMap<RelPath, Seen> all = tree.look();
        all.keySet().removeIf(path -> isReserved(path.name()));
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> write(somewhere(all));
            case 5 -> append(some(all, Kind.FILE));
            case 6 -> edit(some(all, Kind.FILE));
            case 7, 8 -> remove(some(all, null));
            case 9, 10 -> rename(some(all, null), somewhere(all));
            case 11 -> makeDirectory(somewhere(all));
            case 12 -> link(somewhere(all));
            case 13 -> mode(some(all, null));
            case 14 -> save(somewhere(all));
            default -> common(somewhere(all));
        };
    }

    /** Puts another content into a file, and says what. */
    String edit() throws IOException {
        NavigableMap<RelPath, Seen> all = tree.look();
        all.keySet().removeIf(path -> isReserved(path.name()));
        return edit(some(all, Kind.FILE));
    }

    private static boolean isReserved(Name name) {
        return name.toString().startsWith(".dsync-");
    }

    private RelPath somewhere(NavigableMap<RelPath, Seen> all) throws IOException {
        List<RelPath> directories = new ArrayList<>(List.of(RelPath.ROOT));
        all.forEach(
                (path, seen) -> {
                    if (seen.kind() == Kind.DIRECTORY && depth(path) < DEPTH_MAX) {
                        directories.add(path);
                    }
                });
        RelPath in = directories.get(random.nextInt(directories.size()));
        try {
            return tree.asThere(in.child(Name.literal(names.get(random.nextInt(names.size())))));
        } catch (IllegalNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int depth(RelPath path) {
        return path.isRoot() ? 0 : 1 + depth(path.parent());
    }

    private RelPath some(NavigableMap<RelPath, Seen> all, @Nullable Kind kind) {
        List<RelPath> paths =
                all.entrySet().stream()
                        .filter(one -> kind == null || one.getValue().kind() == kind)
                        .map(Map.Entry::getKey)
                        .toList();
        return paths.isEmpty() ? RelPath.ROOT : paths.get(random.nextInt(paths.size()));
    }

    private byte[] fresh() {
        String token = name + "-" + ++count;
        if (random.nextInt(12) != 0) {
            return token.getBytes(StandardCharsets.UTF_8);
        }
        byte[] large = new byte[20_000 + random.nextInt(200_000)];
        new SplittableRandom(random.nextLong()).nextBytes(large);
        return large;
    }

    private void giveUp(RelPath path) throws IOException {
        tree.look(path).values().stream()
                .filter(Seen::isValue)
                .forEach(seen -> values.gaveUp(seen.value()));
    }

    /** Takes away what is in the way of a file that is to be written to. */
    private void clear(RelPath path) throws IOException {
        giveUp(path);
        Seen there = tree.at(path).orElse(null);
        if (there != null && there.kind() != Kind.FILE) {
            tree.remove(path);
        }
    }

    private String put(String what, RelPath path, byte[] content) throws IOException {
        clear(path);
        tree.write(path, content, random.nextInt(3) != 0);
        if (random.nextInt(6) == 0) {
            tree.setModified(
                    path, new Timestamp(1_600_000_000L + random.nextInt(400) * 1_000_000L, 5));
        }
        String value = UserTree.text(content, content.length);
        values.wrote(value, name + " at " + path);
        hints.touched(path, Depth.NAME);
        return what + " " + path + " " + value;
    }

    private String write(RelPath path) throws IOException {
        return put("writes", path, fresh());
    }

    private String common(RelPath path) throws IOException {
        String text = "common-" + random.nextInt(4);
        return put("writes", path, text.getBytes(StandardCharsets.UTF_8));
    }

    private String append(RelPath path) throws IOException {
        if (path.isRoot()) {
            return "appends to nothing";
        }
        byte[] old = tree.bytes(path);
        byte[] more = fresh();
        byte[] all = Arrays.copyOf(old, old.length + more.length);
        System.arraycopy(more, 0, all, old.length, more.length);
        return put("appends to", path, all);
    }

    /** Another content of the same length. */
    private String edit(RelPath path) throws IOException {
        if (path.isRoot()) {
            return "edits nothing";
        }
        byte[] bytes = tree.bytes(path);
        byte[] now = fresh();
        System.arraycopy(now, 0, bytes, 0, Math.min(now.length, bytes.length));
        return put("edits", path, bytes);
    }

    /** As editors do: a new file renamed over the old. */
    private String save(RelPath path) throws IOException {
        byte[] content = fresh();
        RelPath beside = RelPath.ROOT;
        try {
            beside = path.parent().child(Name.literal("new~"));
        } catch (IllegalNameException e) {
            throw new IllegalStateException(e);
        }
        clear(beside);
        clear(path);
        tree.write(beside, content, true);
        String value = UserTree.text(content, content.length);
        values.wrote(value, name + " at " + path);
        tree.rename(beside, path);
        hints.touched(beside, Depth.NAME);
        hints.touched(path, Depth.TREE);
        return "saves " + path + " " + value;
    }

    private String remove(RelPath path) throws IOException {
        if (path.isRoot()) {
            return "removes nothing";
        }
        giveUp(path);
        tree.remove(path);
        hints.touched(path, Depth.NAME);
        return "removes " + path;
    }

    private String rename(RelPath from, RelPath to) throws IOException {
        if (from.isRoot() || to.isWithin(from) || from.isWithin(to)) {
            return "renames nothing";
        }
        giveUp(to);
        if (tree.at(to).isPresent()) {
            tree.remove(to);
        }
        tree.rename(from, to);
        hints.touched(from, Depth.NAME);
        hints.touched(to, Depth.TREE);
        return "renames " + from + " to " + to;
    }

    private String makeDirectory(RelPath path) throws IOException {
        Seen there = tree.at(path).orElse(null);
        if (there != null && (there.kind() == Kind.DIRECTORY || random.nextBoolean())) {
            return "makes nothing";
        }
        giveUp(path);
        if (there != null) {
            tree.remove(path);
        }
        tree.makeDirectory(path);
        hints.touched(path, Depth.NAME);
        return "makes " + path;
    }

    private String link(RelPath path) throws IOException {
        giveUp(path);
        if (tree.at(path).isPresent()) {
            tree.remove(path);
        }
        String target = "t-" + name + "-" + ++count;
        tree.link(path, target);
        values.wrote("->" + target, name + " at " + path);
        hints.touched(path, Depth.NAME);
        return "links " + path + " to " + target;
    }

    private String mode(RelPath path) throws IOException {
        Seen there = path.isRoot() ? null : tree.at(path).orElse(null);
        if (there == null || there.kind() == Kind.SYMLINK) {
            return "sets nothing";
        }
        tree.setMode(path, there.mode() ^ 0020);
        hints.touched(path, Depth.NAME);
        return "sets the mode of " + path;
    }
}
