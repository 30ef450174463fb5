package dev.dsync.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run that was made up, as its case is written, and whatever is a little less than it.
 *
 * @param trees lines of each, by the directory it stands in
 */
record RandomRun(List<String> flags, List<String> locations, Map<String, List<String>> trees) {

    private static final List<String> PARTS_OF_ARCHIVE = List.of("-r", "-l", "-t", "-d");

    RandomRun {
        flags = List.copyOf(flags);
        locations = List.copyOf(locations);
        trees = new TreeMap<>(trees);
    }

    /** The text of a case, to be put into a {@code *.cases} file as it is. */
    List<String> text(String name) {
        List<String> text = new ArrayList<>(List.of("== " + name, "about flag -i"));
        text.add("flags " + String.join(" ", flags));
        text.add("run " + String.join(" ", locations));
        if (flags.stream().anyMatch(PARTS_OF_ARCHIVE::contains) && !flags.contains("-a")) {
            text.add("bare");
        }
        trees.forEach(
                (tree, lines) -> {
                    if (tree.equals(".") && flags.stream().noneMatch(f -> f.contains("%/"))) {
                        return;
                    }
                    text.add(tree + ":");
                    lines.forEach(line -> text.add("  " + line));
                });
        return text;
    }

    /** By the tree of a source, what stands before its names where they come. */
    Map<String, String> prefixes() {
        Map<String, String> prefixes = new TreeMap<>();
        for (String source : locations.subList(0, locations.size() - 1)) {
            String tree = source.replaceFirst("^\\./", "").replaceFirst("/.*", "");
            boolean named = source.equals(tree) || source.startsWith("./");
            prefixes.put(tree, named ? tree + "/" : "");
        }
        return prefixes;
    }

    /** The lines of the target, by the names by which it is listed under {@code -K}. */
    List<String> listedTarget() {
        List<String> lines = trees.getOrDefault("B", List.of());
        for (String line : lines) {
            if (line.startsWith("l ") && line.endsWith(" -> kept") && flags.contains("-K")) {
                String name = line.split(" ", 3)[1];
                return lines.stream()
                        .map(l -> l.replaceAll(" kept(?=/| |$)", " " + name.replace("\\", "\\\\")))
                        .toList();
            }
        }
        return lines;
    }

    DifferentialCase toCase() {
        return CaseText.parse(text("random"));
    }

    RandomRun withFlags(List<String> others) {
        return new RandomRun(others, locations, trees);
    }

    RandomRun dry() {
        return with("-n");
    }

    RandomRun with(String flag) {
        List<String> more = new ArrayList<>(flags);
        more.add(0, flag);
        return withFlags(more);
    }

    /** Each with one thing less: a flag, an entry with what is below it, a field of an entry. */
    List<RandomRun> smaller() {
        List<RandomRun> smaller = new ArrayList<>();
        for (String flag : flags) {
            boolean holds =
                    flag.equals("-O") && flags.contains("-K"); // the times are another thing
            if (!flag.equals("-i") && !holds) {
                smaller.add(withFlags(flags.stream().filter(f -> !f.equals(flag)).toList()));
            }
        }
        if (!locations.equals(List.of("A/", "B/")) && !flags.contains("-R")) {
            smaller.add(new RandomRun(flags, List.of("A/", "B/"), trees));
        }
        for (String location : locations) {
            if (locations.size() > 2 && !location.equals("B/")) {
                List<String> fewer = new ArrayList<>(locations);
                fewer.remove(location);
                smaller.add(new RandomRun(flags, fewer, trees));
            }
        }
        trees.forEach(
                (tree, lines) -> {
                    for (String line : lines) {
                        if (!line.startsWith("d . ") && !line.equals("d .") && !tree.equals(".")) {
                            smaller.add(with(tree, without(lines, line)));
                        }
                    }
                });
        trees.forEach(
                (tree, lines) -> {
                    for (String line : lines) {
                        if (tree.equals(".") || line.startsWith("h ")) {
                            continue;
                        }
                        for (String field : line.split(" ", -1)) {
                            if (field.matches(
                                            "0\\d+|[ug]id=.*|user\\..*|acl=.*|default=.*|@.*|\\w+:.*")
                                    && !line.startsWith("c ")
                                    && !line.startsWith("b ")) {
                                smaller.add(
                                        with(
                                                tree,
                                                replaced(
                                                        lines,
                                                        line,
                                                        line.replace(" " + field, ""))));
                            }
                        }
                    }
                });
        return smaller;
    }

    RandomRun with(String tree, List<String> lines) {
        Map<String, List<String>> others = new TreeMap<>(trees);
        others.put(tree, lines);
        return new RandomRun(flags, locations, others);
    }

    private static List<String> replaced(List<String> lines, String line, String other) {
        return lines.stream().map(l -> l.equals(line) ? other : l).toList();
    }

    static List<String> without(List<String> lines, String line) {
        String path = line.split(" ", 3)[1];
        List<String> gone =
                lines.stream()
                        .map(l -> l.split(" ", 3)[1])
                        .filter(p -> p.equals(path) || p.startsWith(path + "/"))
                        .toList();
        return lines.stream()
                .filter(
                        l -> {
                            String[] words = l.split(" ", -1);
                            return !gone.contains(words[1])
                                    && !(words[0].equals("h") && gone.contains(words[3]));
                        })
                .toList();
    }
}
