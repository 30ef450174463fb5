package dev.dsync.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes those parts of lines of made-up runs the same which may differ by what stands in {@code
 * rsync-differences.md}, and no others.
 */
final class DefensibleLines {

    private static final Pattern ITEM =
            Pattern.compile("([<>ch.][fdLDS][^ ]{9}|[<>ch.][fdLDS] {10}|hf {9})( |:)(.*)");
    private static final String STAYS = "cannot delete non-empty directory: ";
    private static final Pattern GONE = Pattern.compile("(?:\\*deleting   |" + STAYS + ")(.*?)/?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(s|n|xff|\\\\)");
    private static final Pattern NEW_DIRECTORY = Pattern.compile("cd[^+]{9}[ :].*");
    private static final Pattern DIRECTORY = Pattern.compile("[c.]d[^+]{9}[ :].*");

    private DefensibleLines() {}

    /** What was printed, with that made the same which rsync may print otherwise. */
    static List<String> of(RandomRun run, String printed) {
        List<String> lines = new ArrayList<>();
        Set<String> empty = emptyInBoth(run);
        boolean newDirectoriesLackTimes =
                Defensible.any(run.flags(), ".*-dest=.*")
                        && Defensible.any(run.flags(), "-O|-b|--backup");
        boolean pruned = Defensible.any(run.flags(), "-m|--prune-empty-dirs");
        Set<String> setId = setId(run);
        Set<String> linked = run.flags().contains("-H") ? hardLinked(run) : Set.of();
        Set<String> shared = linkedAtTarget(run);
        shared.removeAll(linked);
        for (String line : Printed.lines(printed)) {
            String shown =
                    line.replace(" (DRY RUN)", "")
                            .replaceAll("^((Literal|Matched) data: ).*", "$1#");
            Matcher item = ITEM.matcher(shown);
            if (item.matches() && empty.contains(item.group(3))) {
                continue;
            }
            Matcher gone = GONE.matcher(shown);
            if (gone.matches() && empty.contains(gone.group(1) + "/")) {
                continue;
            }
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
                if (shown.startsWith(".") || run.flags().contains("--inplace")) {
                    continue;
                }
                shown = shown.substring(0, 2) + "?????????" + shown.substring(11);
            }
            if (newDirectoriesLackTimes && NEW_DIRECTORY.matcher(shown).matches()) {
                shown = shown.substring(0, 4) + "." + shown.substring(5);
                if (shown.substring(2, 11).equals(".........")) {
                    continue;
                }
            }
            if (run.flags().contains("--delete-before") && DIRECTORY.matcher(shown).matches()) {
                shown = shown.substring(0, 4) + "." + shown.substring(5);
                if (!run.flags().contains("-ii") && shown.substring(2, 11).equals(".........")) {
                    continue;
                }
            }
            if (pruned && shown.startsWith("Number of files: ")) { // directories are counted
                shown = shown.replaceFirst("[0-9,]+", "#").replaceFirst("dir: [0-9,]+(, )?", "");
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
        List<String> lines = run.listedTarget();
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
        for (String line : run.listedTarget()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("h")) {
                linked.add(printed(words[1]));
                linked.add(printed(words[3]));
            }
        }
        return linked;
    }

    /** As printed, directories of both sources in which there is nothing but directories. */
    private static Set<String> emptyInBoth(RandomRun run) {
        return DefensibleTrees.emptyInBoth(run).stream()
                .map(line -> printed(line.split(" ", 3)[1]) + "/")
                .collect(Collectors.toSet());
    }

    /** As printed, the names at the sources that are one of several of their file. */
    private static Set<String> hardLinked(RandomRun run) {
        Set<String> linked = new TreeSet<>();
        run.prefixes()
                .forEach(
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
