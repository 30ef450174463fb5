package dev.dsync.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Trees made up of all that the table of cases knows, and others that come of them by edits. */
final class RandomTree {

    private static final List<String> NAMES =
            List.of("a", "b", "c", "d", "e.o", "f.c", "a-b", "x\\sy", "n\\nl", "-n", "bad\\xff");
    private static final List<String> MORE_NAMES =
            List.of(".hid", "#h", "*", "[a]", "back\\\\slash", "ünï", "core", "z.o", ":k", "g~");
    private static final List<String> FILE_MODES =
            List.of("", "", "0600", "0755", "0640", "0444", "04755", "02711", "0000");
    private static final List<String> DIRECTORY_MODES =
            List.of("", "", "0700", "0750", "02755", "01777", "0500");
    private static final List<String> OWNERS =
            List.of("", "", "", "uid=1", "uid=2 gid=60", "gid=1", "uid=1234 gid=5678");
    private static final List<String> TIMES =
            List.of(
                    "",
                    "",
                    "@1100000000.5",
                    "@1200000000.000000001",
                    "@1300000000",
                    "@900000000.25");

    /** Only a nanosecond from another: what is a time of its own everywhere but under -u. */
    private static final String CLOSE_TIME = "@1100000000.500000001";

    /** The first of several is the beginning of the next one. */
    private static final List<String> GROWING =
            List.of("\"\"", "\"a\"", "\"ab\"", "\"abc\"", "\"abcd\"");

    private static final List<String> CONTENTS =
            List.of(
                    "\"\"",
                    "\"a\"",
                    "\"abc\"",
                    "\"xyz\"",
                    "\"abcd\"",
                    "rand:1:3000",
                    "rand:1:3000+\"x\"",
                    "rand:2:3000",
                    "zero:9000");
    private static final List<String> TARGETS =
            List.of("a", "b", "nowhere", "../out", "/nowhere", "a/b", "../A/a", ".", "d/");

    /** Where links are followed: none leads to a directory it lies in. */
    private static final List<String> FOLLOWED =
            List.of(
                    "a",
                    "a/b",
                    "nowhere",
                    "../A/a",
                    "to/file",
                    "../to/file",
                    "../../to/file",
                    "to",
                    "to/below",
                    "../to",
                    "../to/below",
                    "../../to");

    private static final List<String> XATTRS =
            List.of("", "", "user.a=\"1\"", "user.a=\"2\"", "user.a=\"1\" user.b=\"\"");

    /** Users and groups that no option maps to one another. */
    private static final List<String> ACLS =
            List.of("", "", "", "acl=g::4,u:9:7", "acl=g::5,u:9:5,g:7:3", "acl=g::4,m::5");

    private static final List<String> DEFAULT_ACLS =
            List.of("", "", "default=u::7,g::5,m::7,u:9:7");

    private final RandomGenerator random;
    private final List<String> contents;
    private final List<String> times;
    private final boolean keepsGroups;
    private final boolean plainDirectories;
    private final boolean follows;
    private final boolean xattrs;
    private final boolean acls;

    /**
     * @param flags of the run the trees are for; what stands in the documents as another behaviour
     *     than rsync's is not met under them
     */
    RandomTree(RandomGenerator random, Set<String> flags) {
        this.random = random;
        contents = flags.contains("--append") ? GROWING : CONTENTS;
        times = new ArrayList<>(TIMES);
        if (!flags.contains("-u")) {
            times.add(CLOSE_TIME);
        }
        keepsGroups = Defensible.keepsGroups(flags);
        plainDirectories = flags.contains("--backup-dir") || flags.contains("-K");
        follows = flags.stream().anyMatch(List.of("-L", "-k", "--copy-unsafe-links")::contains);
        xattrs = flags.contains("-X");
        acls = flags.contains("-A");
    }

    RandomNode root() {
        RandomNode root = directory(new TreeMap<>());
        fill(root, 2);
        if (follows) {
            RandomNode to = directory(new TreeMap<>());
            to.below().put("file", leaf('f'));
            to.below().put("below", directory(new TreeMap<>(Map.of("f", leaf('f')))));
            root.below().put("to", to);
        }
        return root;
    }

    private void fill(RandomNode directory, int levels) {
        int count = random.nextInt(levels == 2 ? 3 : 0, 6);
        for (int i = 0; i < count; i++) {
            directory.below().putIfAbsent(name(), entry(levels));
        }
    }

    private String name() {
        return pick(chance(80) ? NAMES : MORE_NAMES);
    }

    private RandomNode entry(int levels) {
        if (levels > 0 && chance(40)) {
            RandomNode directory = directory(new TreeMap<>());
            fill(directory, levels - 1);
            return directory;
        }
        return leaf(pick(List.of('f', 'f', 'f', 'f', 'f', 'f', 'l', 'l', 'p', 's', 'c', 'b')));
    }

    private RandomNode leaf(char kind) {
        String data =
                switch (kind) {
                    case 'f' -> pick(contents);
                    case 'l' -> pick(follows ? FOLLOWED : TARGETS);
                    case 'c' -> pick(List.of("1:3", "1:5"));
                    case 'b' -> pick(List.of("7:9", "7:300"));
                    default -> "";
                };
        return RandomNode.leaf(kind, pick(FILE_MODES), owner(kind), pick(times), data);
    }

    /** With extended attributes and lists where they count, of kinds to which they are given. */
    private String owner(char kind) {
        if (plainDirectories && kind == 'd') {
            return "";
        }
        List<String> words = new ArrayList<>(List.of(pick(OWNERS)));
        words.add(xattrs && "fd".indexOf(kind) >= 0 ? pick(XATTRS) : "");
        words.add(acls && kind != 'l' ? pick(ACLS) : "");
        words.add(acls && kind == 'd' ? pick(DEFAULT_ACLS) : "");
        words.removeIf(String::isEmpty);
        return String.join(" ", words);
    }

    private RandomNode directory(SortedMap<String, RandomNode> below) {
        String mode = pick(DIRECTORY_MODES);
        if (plainDirectories || (!keepsGroups && mode.startsWith("02"))) {
            mode = "";
        }
        return new RandomNode('d', mode, owner('d'), pick(times), "", below);
    }

    /** What came of a tree by edits: some entries changed, some gone, some of another kind. */
    RandomNode edited(RandomNode root, int percent) {
        RandomNode edited = chance(percent) ? attributes(root) : root;
        SortedMap<String, RandomNode> below = new TreeMap<>();
        for (Map.Entry<String, RandomNode> child : root.below().entrySet()) {
            if (!chance(percent)) {
                below.put(child.getKey(), edited(child.getValue(), percent));
                continue;
            }
            switch (random.nextInt(8)) {
                case 0 -> {}
                case 1 -> below.put(child.getKey(), entry(1));
                case 2 -> below.put(name(), edited(child.getValue(), percent));
                case 3 -> below.put(child.getKey(), content(child.getValue()));
                default -> below.put(child.getKey(), edited(attributes(child.getValue()), percent));
            }
        }
        if (root.isDirectory() && chance(percent)) {
            below.putIfAbsent(name(), entry(1));
        }
        return new RandomNode(
                edited.kind(), edited.mode(), edited.owner(), edited.time(), edited.data(), below);
    }

    private RandomNode attributes(RandomNode old) {
        RandomNode other =
                old.isDirectory()
                        ? directory(old.below())
                        : RandomNode.leaf(
                                old.kind(),
                                pick(FILE_MODES),
                                owner(old.kind()),
                                pick(times),
                                old.data());
        return new RandomNode(
                old.kind(),
                chance(50) ? other.mode() : old.mode(),
                chance(40) ? other.owner() : old.owner(),
                chance(60) ? other.time() : old.time(),
                old.data(),
                old.below());
    }

    private RandomNode content(RandomNode old) {
        return old.isDirectory() ? directory(old.below()) : leaf(old.kind());
    }

    /** The lines of a tree, where some of the files are other names of one before. */
    List<String> lines(RandomNode root, boolean hardLinks) {
        List<String> lines = new ArrayList<>();
        root.lines(".", lines);
        if (!hardLinks) {
            return lines;
        }
        List<String> leaders = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("f ")) {
                continue;
            }
            String path = line.split(" ", 3)[1];
            if (!leaders.isEmpty() && chance(30)) {
                lines.set(i, "h " + path + " = " + pick(leaders));
            } else {
                leaders.add(path);
            }
        }
        return lines;
    }

    /** The lines of a tree where one of its directories, in its root, stands behind a link. */
    List<String> linked(List<String> lines) {
        List<String> directories =
                lines.stream()
                        .filter(line -> line.matches("d [^./][^/]*( @.*)?"))
                        .map(line -> line.split(" ", 3)[1])
                        .toList();
        if (directories.isEmpty() || lines.contains("d kept")) {
            return lines;
        }
        String name = pick(directories);
        List<String> linked = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                boolean path = i == 1 || (i == 3 && words[0].equals("h"));
                if (path && (words[i].equals(name) || words[i].startsWith(name + "/"))) {
                    words[i] = "kept" + words[i].substring(name.length());
                }
            }
            linked.add(String.join(" ", words));
        }
        linked.add("l " + name + " -> kept");
        return linked;
    }

    List<String> paths(RandomNode root) {
        List<String> lines = lines(root, false);
        return lines.subList(1, lines.size()).stream().map(l -> l.split(" ", 3)[1]).toList();
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
