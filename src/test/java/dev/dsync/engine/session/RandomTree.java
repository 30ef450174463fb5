package dev.dsync.engine.session;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.random.RandomGenerator;

/** Changes to a tree, drawn from few names, kinds and times, so that trees often meet. */
final class RandomTree {
    private final MemoryTree tree;
    private final RandomGenerator random;
    private int writes;

    RandomTree(MemoryTree tree, RandomGenerator random, int firstWrite) {
        this.tree = tree;
        this.random = random;
        this.writes = firstWrite;
    }

    /** Changes something, so many times. */
    void change(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            NavigableMap<String, String> now = tree.look(false);
            List<String> directories = new ArrayList<>(List.of(""));
            now.forEach(
                    (path, look) ->
                            directories.add(MemoryTree.isDirectory(look) ? path + "/" : ""));
            String path = pick(directories) + pick(List.of("a", "b", "c", "d e", "\u00e9"));
            String there = now.get(path);
            if (there == null) {
                make(path, new ArrayList<>(now.keySet()));
            } else if (random.nextInt(3) == 0) {
                tree.at(path, this::delete);
            } else if (there.startsWith(Kind.FILE.toString())) {
                byte[] fresh = random.nextBoolean() ? content() : edited(tree.bytes(path));
                tree.file(path, fresh, mode(), written());
            } else if (MemoryTree.isDirectory(there)) {
                tree.at(path, (directory, name) -> directory.setMode(name, mode() | 0700));
                tree.at(path, (directory, name) -> directory.setModified(name, time()));
            }
        }
    }

    private <T> T pick(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private void make(String path, List<String> others) throws IOException {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> {
                tree.directory(path);
                tree.at(path, (directory, name) -> directory.setModified(name, time()));
            }
            case 3 -> {
                tree.link(path, pick(List.of("a", "../b", "nowhere")));
                tree.at(path, (directory, name) -> directory.setModified(name, time()));
            }
            case 4 ->
                    tree.at(
                            path,
                            (directory, name) ->
                                    directory.makeSpecial(name, Kind.FIFO, mode(), 0, 0));
            case 5 -> {
                if (!others.isEmpty()) {
                    hardLink(pick(others), path);
                }
            }
            default -> tree.file(path, content(), mode(), written());
        }
    }

    private void hardLink(String leader, String path) throws IOException {
        RelPath to = RelPath.literal(path);
        if (!String.valueOf(tree.look(false).get(leader)).startsWith(Kind.FILE.toString())) {
            return;
        }
        tree.link(RelPath.literal(leader), to);
    }

    private void delete(Directory directory, Name name) throws IOException {
        if (directory.stat(name).kind() != Kind.DIRECTORY) {
            directory.unlink(name);
            return;
        }
        try (Directory below = directory.openDirectory(name)) {
            for (Name child : below.names()) {
                delete(below, child);
            }
        }
        directory.removeDirectory(name);
    }

    private byte[] edited(byte[] old) {
        return pick(List.of(Edit.values())).of(old, random);
    }

    private byte[] content() {
        int kind = random.nextInt(100);
        if (kind < 30) {
            return Edit.noise(kind == 0 ? 1_040_000 + random.nextInt(200_000) : 8000, random);
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(4);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (length > 10_000 && i < 9000 ? 0 : 'a' + random.nextInt(3));
        }
        return bytes;
    }

    /** A time no other content has: by size and time it is decided what is the same. */
    private Timestamp written() {
        return new Timestamp(2000, ++writes);
    }

    private int mode() {
        return random.nextInt(0700 + 1) | 0600;
    }

    private Timestamp time() {
        return new Timestamp(1000 + random.nextInt(3), 1 + random.nextInt(2));
    }
}
