package dev.dsync.differential;

import dev.dsync.tree.SpecLine;
import dev.dsync.tree.TreeDifference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps what runs that are made up leave, and a dry one says, off what stands in {@code
 * rsync-differences.md}, and off nothing else.
 */
final class DefensibleTrees {
    private static final Set<String> ATTRIBUTES = Set.of("mode", "owner", "mtime");
    private static final Set<String> CONTENT = Set.of("content", "size");
    private static final String STAYS = "cannot delete non-empty directory: ";

    private DefensibleTrees() {}

    /** What is to be told of where two trees differ. */
    static List<TreeDifference> told(RandomRun run, List<TreeDifference> differences) {
        List<String> flags = run.flags();
        Set<String> linked = linked(run, "B");
        Set<String> groups = flags.contains("-H") ? linked(run, "A") : Set.of();
        Set<String> empty = new TreeSet<>();
        emptyInBoth(run).forEach(line -> empty.add(place(line)));
        boolean inPlace = flags.contains("--inplace");
        boolean built = inPlace || flags.contains("--append") || flags.contains("--append-verify");
        boolean owned = Defensible.keepsOwners(flags) && Defensible.keepsGroups(flags);
        boolean kept = owned && Defensible.keepsModes(flags) && Defensible.keepsTimes(flags);
        List<TreeDifference> told = new ArrayList<>();
        for (TreeDifference one : differences) {
            // which of several names gives its attributes to the one file that all of them are
            boolean attribute = ATTRIBUTES.contains(one.field());
            boolean last =
                    linked.contains(inPlace ? one.path().replaceFirst("~$", "") : one.path())
                            && (attribute || (inPlace && CONTENT.contains(one.field())));
            // which of several names is made first, where it gives to all what is not kept
            boolean first = !kept && attribute && groups.contains(one.path());
            // an empty directory that two sources have, under -m
            boolean pruned = empty.contains(one.path());
            // who owns a backup that is a copy, and has which list
            boolean lost =
                    (!owned && one.field().equals("owner"))
                            || one.field().equals("xattr.system.posix_acl_access");
            boolean copy = inPlace && flags.contains("-b") && lost && one.path().endsWith("~");
            // what gets other extended attributes
            boolean noted = one.field().equals("mode") && noted(run).contains(one.path());
            // a file that is written in place is built in a directory that is not named itself
            boolean passed = built && one.field().equals("mtime") && passed(run, one.path());
            if (!last && !first && !pruned && !copy && !noted && !passed) {
                told.add(one);
            }
        }
        return told;
    }

    /** Whether it is a directory of the target that only leads to what was named. */
    private static boolean passed(RandomRun run, String path) {
        boolean named = run.flags().contains("--files-from=%/list") || run.flags().contains("-R");
        return named
                && run.trees().getOrDefault("B", List.of()).stream()
                        .filter(line -> line.startsWith("d "))
                        .anyMatch(
                                line -> (path(line).equals(".") ? "B" : place(line)).equals(path));
    }

    /** What gets other extended attributes at the target, but no mode. */
    private static Set<String> noted(RandomRun run) {
        if (!run.flags().contains("-X") || Defensible.keepsModes(run.flags())) {
            return Set.of();
        }
        Map<String, String> there = new HashMap<>();
        for (String line : run.trees().getOrDefault("B", List.of())) {
            there.put(path(line), attributes(line));
        }
        Set<String> noted = new TreeSet<>();
        run.prefixes()
                .forEach(
                        (tree, prefix) -> {
                            for (String line : run.trees().getOrDefault(tree, List.of())) {
                                String path = (prefix + path(line)).replaceFirst("/\\.$", "");
                                if (!attributes(line).equals(there.getOrDefault(path, ""))) {
                                    noted.add(path.equals(".") ? "B" : place("d " + path));
                                }
                            }
                        });
        return noted;
    }

    private static String attributes(String line) {
        return Pattern.compile("user\\.\\S+")
                .matcher(line)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining(" "));
    }

    /** Names in a tree that are one of several of their file, as they stand at the target. */
    private static Set<String> linked(RandomRun run, String tree) {
        Set<String> linked = new TreeSet<>();
        for (String line : run.trees().getOrDefault(tree, List.of())) {
            if (line.startsWith("h ")) {
                linked.add(place(line));
                linked.add(place("f " + line.split(" ", -1)[3]));
            }
        }
        return linked;
    }

    /** Lines of the second source's directories that under -m are only seen by rsync. */
    static List<String> emptyInBoth(RandomRun run) {
        if (!run.locations().contains("C/")
                || (!run.flags().contains("-m") && !run.flags().contains("--prune-empty-dirs"))) {
            return List.of();
        }
        Set<String> filled = new TreeSet<>();
        Set<String> directories = Defensible.directories(run.trees(), List.of("A", "C"));
        for (String tree : List.of("A", "C")) {
            for (String line : run.trees().getOrDefault(tree, List.of())) {
                String path = path(line);
                // a directory of one source stands for whatever another one has by its name
                while (!directories.contains(path(line)) && path.contains("/")) {
                    path = path.substring(0, path.lastIndexOf('/'));
                    filled.add(path);
                }
            }
        }
        Set<String> first =
                run.trees().getOrDefault("A", List.of()).stream()
                        .map(DefensibleTrees::path)
                        .collect(Collectors.toSet());
        return run.trees().getOrDefault("C", List.of()).stream()
                .filter(line -> line.startsWith("d ") && !path(line).equals("."))
                .filter(line -> first.contains(path(line)) && !filled.contains(path(line)))
                .toList();
    }

    /**
     * Takes directories away which stay since backups stay in them: a dry run of rsync has them go.
     *
     * @param missing lines that rsync has printed, and dsync has not
     * @param extra the other way round
     */
    static void dryDeletes(RandomRun run, List<String> missing, List<String> extra) {
        if (!run.flags().contains("-n") || !run.flags().contains("-b")) {
            return;
        }
        for (String line : List.copyOf(extra)) {
            if (line.startsWith(STAYS)
                    && missing.remove("*deleting   " + line.substring(STAYS.length()) + "/")) {
                extra.remove(line);
            }
        }
    }

    private static String path(String line) {
        return line.split(" ", 3)[1];
    }

    /** The path of a line of the target, as a difference has it. */
    private static String place(String line) {
        return "B/" + SpecLine.parse("f " + path(line)).path();
    }
}
