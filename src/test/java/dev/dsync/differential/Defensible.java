package dev.dsync.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps runs that are made up off what stands in {@code rsync-differences.md}, and off nothing
 * else; where it cannot, it makes the differing part of a line the same.
 */
final class Defensible {

    private static final Pattern ITEM =
            Pattern.compile("([<>ch.][fdLDS][^ ]{9}|[<>ch.][fdLDS] {10}|hf {9})( |:)(.*)");
    private static final String STAYS = "cannot delete non-empty directory: ";
    private static final Pattern ESCAPE = Pattern.compile("\\\\(s|n|xff|\\\\)");
    private static final Pattern DIRECTORY = Pattern.compile("[c.]d[^+]{9}[ :].*");

    private Defensible() {}

    /** That the two together are another thing to dsync, or need one that is not given. */
    static boolean refused(List<String> flags) {
        long maps = flags.stream().filter(f -> f.matches("--(usermap|groupmap|chown)=.*")).count();
        boolean files = flags.contains("--files-from=%/list");
        boolean kept = flags.contains("--backup-dir=../K");
        boolean changesDirectories = maps > 0 || any(flags, "--chmod=.*");
        return maps > 1
                || (files && (flags.contains("--filter=-!_*.o") || flags.contains("--exclude=*")))
                || (kept && (changesDirectories || flags.contains("--append-verify")))
                || (!keeps(flags, "-p", "--no-p") && any(flags, ".*-dest=.*"))
                || (flags.contains("-v") && flags.contains("--safe-links"))
                || (any(flags, "--inplace|--append.*") && !keepsTimes(flags))
                || (!keepsGroups(flags) && flags.contains("--chmod=D2750,F640"));
    }

    /** That what is new gets a group by itself, which a set-group-id bit above it decides. */
    static boolean keepsGroups(Collection<String> flags) {
        return keeps(flags, "-g", "--no-g");
    }

    private static boolean any(List<String> flags, String pattern) {
        return flags.stream().anyMatch(flag -> flag.matches(pattern));
    }

    private static boolean keepsTimes(List<String> flags) {
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
            trees.put("B", withoutLeavesAtDirectories(trees));
        }
        if (!keeps(run.flags(), "-p", "--no-p")) {
            trees.put("B", withoutOtherKinds(trees));
            trees.computeIfPresent(
                    "B", (_, lines) -> lines.stream().map(Defensible::withoutSetId).toList());
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
        return new RandomRun(run.flags(), run.locations(), trees);
    }

    /** Where the source has a directory and the target something else, rsync sets its time. */
    private static List<String> withoutLeavesAtDirectories(Map<String, List<String>> trees) {
        Set<String> directories = new TreeSet<>();
        trees.values()
                .forEach(
                        lines ->
                                lines.stream()
                                        .filter(line -> line.startsWith("d "))
                                        .forEach(line -> directories.add(path(line))));
        List<String> target = trees.getOrDefault("B", List.of());
        List<String> kept = target;
        for (String line : target) {
            if (!line.startsWith("d ") && directories.contains(path(line))) {
                kept = RandomRun.without(kept, line);
            }
        }
        return kept;
    }

    private static String withoutSetId(String line) {
        return line.startsWith("d ") ? line : line.replaceAll(" 0[2-7][0-7]{3}(?= |$)", "");
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

    private static List<String> withoutOtherKinds(Map<String, List<String>> trees) {
        Map<String, String> kinds = kinds(trees);
        List<String> kept = trees.getOrDefault("B", List.of());
        for (String line : kept) {
            String kind = line.substring(0, 1).replace('h', 'f');
            String theirs = kinds.getOrDefault(path(line), kind);
            if (!kind.equals("d") && !theirs.replace(kind, "").isEmpty()) {
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

    /** What was printed, with that made the same which rsync may print otherwise. */
    static List<String> lines(RandomRun run, String printed) {
        List<String> lines = new ArrayList<>();
        Set<String> setId = setId(run);
        Set<String> shared = run.flags().contains("-H") ? Set.of() : linkedAtTarget(run);
        Set<String> linked = run.flags().contains("-H") ? hardLinked(run) : Set.of();
        for (String line : Printed.lines(printed)) {
            String shown =
                    line.replace(" (DRY RUN)", "")
                            .replaceAll("^((Literal|Matched) data: ).*", "$1#");
            Matcher item = ITEM.matcher(shown);
            if (item.matches() && linked.contains(item.group(3).replaceAll(" => .*", ""))) {
                continue; // which of the names leads the others is another one
            }
            if (item.matches() && setId.contains(item.group(3)) && item.group(1).startsWith(".")) {
                shown = shown.substring(0, 5) + "???" + shown.substring(8);
                if (shown.substring(2, 11).equals("...???...")) {
                    continue;
                }
            }
            if (item.matches() && shared.contains(item.group(3))) {
                if (shown.startsWith(".")) {
                    continue;
                }
                shown = shown.substring(0, 2) + "?????????" + shown.substring(11);
            }
            if (run.flags().contains("--delete-before") && DIRECTORY.matcher(shown).matches()) {
                shown = shown.substring(0, 4) + "." + shown.substring(5);
                if (!run.flags().contains("-ii") && shown.substring(2, 11).equals(".........")) {
                    continue;
                }
            }
            if (!shown.startsWith(STAYS) || !lines.contains(shown)) {
                lines.add(shown);
            }
        }
        lines.sort(null);
        return lines;
    }

    /** As printed, what has a set-id bit at the target, which a change of its owner takes. */
    private static Set<String> setId(RandomRun run) {
        Set<String> setId = new TreeSet<>();
        List<String> lines = run.trees().getOrDefault("B", List.of());
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (!words[0].equals("d") && line.matches(".* 0[2-7][0-7]{3}( .*|)")) {
                setId.add(printed(words[1]));
            }
        }
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("h") && setId.contains(printed(words[3]))) {
                setId.add(printed(words[1]));
            }
        }
        return setId;
    }

    /** As printed, the names at the target that are one of several of their file. */
    private static Set<String> linkedAtTarget(RandomRun run) {
        Set<String> linked = new TreeSet<>();
        for (String line : run.trees().getOrDefault("B", List.of())) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("h")) {
                linked.add(printed(words[1]));
                linked.add(printed(words[3]));
            }
        }
        return linked;
    }

    /** As printed, the names at the sources that are one of several of their file. */
    private static Set<String> hardLinked(RandomRun run) {
        Set<String> linked = new TreeSet<>();
        Map<String, String> prefixes = new HashMap<>();
        run.locations()
                .subList(0, run.locations().size() - 1)
                .forEach(
                        place -> {
                            String tree = place.replace("/", "").replace(".", "");
                            boolean named = !place.endsWith("/") || place.startsWith(".");
                            prefixes.put(tree, named ? tree + "/" : "");
                        });
        prefixes.forEach(
                (tree, prefix) -> {
                    for (String line : run.trees().getOrDefault(tree, List.of())) {
                        String[] words = line.split(" ", -1);
                        if (words[0].equals("h")) {
                            linked.add(prefix + printed(words[1]));
                            linked.add(prefix + printed(words[3]));
                        }
                    }
                });
        return linked;
    }

    private static String printed(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        Matcher escape = ESCAPE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        return escape.replaceAll(
                found ->
                        switch (found.group()) {
                            case "\\s" -> " ";
                            case "\\n" -> "\\\\#012";
                            case "\\xff" -> "\\\\#377";
                            default -> "\\\\";
                        });
    }
}
