package dev.dsync.differential;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps runs that are made up off what stands in {@code rsync-differences.md}, and off nothing
 * else.
 */
final class Defensible {

    private Defensible() {}

    /** That the two together are another thing to dsync, or need one that is not given. */
    static boolean refused(List<String> flags) {
        long maps = flags.stream().filter(f -> f.matches("--(usermap|groupmap|chown)=.*")).count();
        boolean kept = flags.contains("--backup-dir=../K");
        boolean changesDirectories = maps > 0 || any(flags, "--chmod=.*");
        boolean links = flags.contains("-K");
        return maps > 1
                || (links && (changesDirectories || any(flags, "--delete(?!-missing).*|-[AX]")))
                || (flags.contains("-A") && flags.contains("--no-p"))
                || (flags.contains("--delete-missing-args") && flags.contains("--stats"))
                || (kept && (changesDirectories || any(flags, "--append-verify|--inplace")))
                || (!keepsModes(flags) && any(flags, ".*-dest=.*"))
                || (flags.contains("-v") && flags.contains("--safe-links"))
                || (any(flags, "--inplace|--append.*") && !keepsTimes(flags))
                || (!keepsGroups(flags) && flags.contains("--chmod=D2750,F640"));
    }

    /** That what is new gets a group by itself, which a set-group-id bit above it decides. */
    static boolean keepsGroups(Collection<String> flags) {
        return keeps(flags, "-g", "--no-g");
    }

    static boolean any(List<String> flags, String pattern) {
        return flags.stream().anyMatch(flag -> flag.matches(pattern));
    }

    static boolean keepsOwners(Collection<String> flags) {
        return keeps(flags, "-o", "--no-o");
    }

    static boolean keepsModes(Collection<String> flags) {
        return keeps(flags, "-p", "--no-p") || flags.contains("-A");
    }

    static boolean keepsTimes(Collection<String> flags) {
        return keeps(flags, "-t", "--no-t") && !flags.contains("-O");
    }

    private static boolean keeps(Collection<String> flags, String word, String not) {
        boolean bare = !Collections.disjoint(flags, List.of("-r", "-l", "-t", "-d"));
        return !flags.contains(not) && (flags.contains(word) || flags.contains("-a") || !bare);
    }

    /** The same run without entries that are another thing to dsync. */
    static RandomRun avoided(RandomRun run) {
        Map<String, List<String>> trees = new TreeMap<>(run.trees());
        if (run.flags().contains("--ignore-existing")) {
            boolean followed = any(run.flags(), "-L|-k|--copy-unsafe-links");
            trees.put("B", withoutLeavesAtDirectories(trees, followed));
        }
        if (!keepsModes(run.flags())) {
            trees.put("B", withoutLinksAtSpecials(trees));
        }
        if (run.flags().stream()
                .anyMatch(
                        f ->
                                f.matches(
                                        "-b|--backup.*|-f.*|-C|--(cvs-)?(exclude|filter|include).*"))) {
            trees.put("B", withoutWhatIsProtected(trees));
        }
        if (run.flags().contains("-b") || run.flags().contains("--backup")) {
            trees.put("B", withoutSpecialsNamedAsBackups(trees));
        }
        if (run.flags().contains("--remove-source-files")
                && any(run.flags(), "--(link|compare)-dest=.*")) {
            trees.put("C", filesAndDirectories(trees));
        }
        if (any(run.flags(), ".*-dest=.*") && any(run.flags(), "--append.*")) {
            trees.put("C", withoutOtherFiles(trees));
        }
        if (any(run.flags(), "-L|-k|--copy-unsafe-links")) {
            if (run.flags().contains("-X")) { // what a link leads to gives it its attributes
                trees.replaceAll(
                        (name, lines) ->
                                name.equals("B")
                                        ? lines
                                        : lines.stream()
                                                .map(l -> l.replaceAll(" user\\.\\S+", ""))
                                                .toList());
            }
            if (any(run.flags(), ".*-dest=.*")) {
                trees.put("C", without(trees, "C", "l .* -> (.*/)?(to|below|a|b)"));
            }
            if (any(run.flags(), "--delete.*")) { // where a link leads nowhere
                trees.replaceAll((name, _) -> withoutDangling(trees, name));
            }
        }
        if (run.flags().contains("--safe-links") && any(run.flags(), "-b|--backup.*")) {
            trees.put("B", without(trees, "B", "l .* -> (/|\\.\\./).*"));
        }
        return new RandomRun(run.flags(), run.locations(), trees);
    }

    /** Where the source has a directory and the target something else, rsync sets its time. */
    private static List<String> withoutLeavesAtDirectories(
            Map<String, List<String>> trees, boolean followed) {
        Set<String> directories = directories(trees, trees.keySet());
        Set<String> all = new TreeSet<>(directories);
        for (List<String> lines : followed ? trees.values() : List.<List<String>>of()) {
            lines.stream()
                    .filter(line -> line.startsWith("l "))
                    .filter(line -> directories.contains(leads(line).toString()))
                    .forEach(line -> all.add(path(line)));
        }
        List<String> target = trees.getOrDefault("B", List.of());
        List<String> kept = target;
        for (String line : target) {
            if (!line.startsWith("d ") && all.contains(path(line))) {
                kept = RandomRun.without(kept, line);
            }
        }
        return kept;
    }

    /** The paths of what is a directory in one of the trees. */
    static Set<String> directories(Map<String, List<String>> trees, Collection<String> names) {
        Set<String> directories = new TreeSet<>();
        for (String name : names) {
            trees.getOrDefault(name, List.of()).stream()
                    .filter(line -> line.startsWith("d "))
                    .forEach(line -> directories.add(path(line)));
        }
        return directories;
    }

    /** Where a line of a symbolic link says it leads, from the root of its tree. */
    private static Path leads(String line) {
        String target = line.substring(line.indexOf(" -> ") + 4);
        return Path.of(path(line)).resolveSibling(target).normalize();
    }

    private static List<String> without(
            Map<String, List<String>> trees, String tree, String pattern) {
        List<String> kept = trees.getOrDefault(tree, List.of());
        for (String line : kept) {
            if (line.matches(pattern)) {
                kept = RandomRun.without(kept, line);
            }
        }
        return kept;
    }

    /** Without links that do not lead to something of their own tree, and not by another link. */
    private static List<String> withoutDangling(Map<String, List<String>> trees, String tree) {
        List<String> kept = trees.getOrDefault(tree, List.of());
        Set<Path> there = new HashSet<>();
        for (String line : kept) {
            if (!line.startsWith("l ")) {
                there.add(Path.of(path(line)));
            }
        }
        for (String line : kept) {
            if (line.startsWith("l ")) {
                if (!there.contains(leads(line))) {
                    kept = RandomRun.without(kept, line);
                }
            }
        }
        return kept;
    }

    /** What stands elsewhere is nothing to append to. */
    private static List<String> withoutOtherFiles(Map<String, List<String>> trees) {
        List<String> source = trees.getOrDefault("A", List.of());
        List<String> kept = trees.getOrDefault("C", List.of());
        for (String line : kept) {
            if (line.startsWith("f ") && !source.contains(line)) {
                kept = RandomRun.without(kept, line);
            }
        }
        return kept;
    }

    /** What is no file and is to be had elsewhere is not removed at the source. */
    private static List<String> filesAndDirectories(Map<String, List<String>> trees) {
        return trees.getOrDefault("C", List.of()).stream()
                .filter(line -> line.matches("[fhd] .*"))
                .toList();
    }

    /** Each path of a source with the kinds that are there. */
    private static Map<String, String> kinds(Map<String, List<String>> trees) {
        Map<String, String> kinds = new HashMap<>();
        for (String tree : List.of("A", "C")) {
            for (String line : trees.getOrDefault(tree, List.of())) {
                kinds.merge(path(line), line.substring(0, 1).replace('h', 'f'), String::concat);
            }
        }
        return kinds;
    }

    /** What takes the place of a symbolic link would be open to everybody. */
    private static List<String> withoutLinksAtSpecials(Map<String, List<String>> trees) {
        Map<String, String> kinds = kinds(trees);
        List<String> kept = trees.getOrDefault("B", List.of());
        for (String line : kept) {
            if (line.startsWith("l ") && kinds.getOrDefault(path(line), "").matches(".*[pscb].*")) {
                kept = RandomRun.without(kept, line);
            }
        }
        return kept;
    }

    private static List<String> withoutWhatIsProtected(Map<String, List<String>> trees) {
        Map<String, String> kinds = kinds(trees);
        List<String> kept = trees.getOrDefault("B", List.of());
        for (String line : kept) {
            String theirs = kinds.getOrDefault(path(line), "d");
            if (line.startsWith("d ")
                    && !theirs.replace("d", "").isEmpty()
                    && path(line).matches("(.*/)?([abc]|core|.*\\.[oc]|.*~)")) {
                kept = RandomRun.without(kept, line);
            }
        }
        return kept;
    }

    private static List<String> withoutSpecialsNamedAsBackups(Map<String, List<String>> trees) {
        List<String> kept = trees.getOrDefault("B", List.of());
        for (String line : kept) {
            if (line.matches("[lpscb] .*") && path(line).endsWith("~")) {
                kept = RandomRun.without(kept, line);
            }
        }
        return kept;
    }

    private static String path(String line) {
        return line.split(" ", 3)[1];
    }
}
