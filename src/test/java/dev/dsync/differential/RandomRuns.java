package dev.dsync.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Runs made up from a number: a pair of options, in whatever order of all pairs, and trees that
 * suit them.
 */
final class RandomRuns {

    /** Options with their values; those in a line of their own do nothing without each other. */
    private static final List<String> OPTIONS =
            List.of(
                    "-n",
                    "-ii",
                    "-v",
                    "-q",
                    "--stats",
                    "--out-format=%i:%n%L",
                    "--delete",
                    "--delete-after",
                    "--delete-before",
                    "--delete --delete-delay",
                    "--delete-excluded --exclude=*.o",
                    "--delete --delete-excluded --exclude=a",
                    "--exclude=*.o",
                    "--exclude=a/",
                    "--exclude=/b",
                    "--exclude-from=%/rules",
                    "--include=*/ --include=*.o --exclude=*",
                    "--include-from=%/rules --exclude=*.c",
                    "--existing",
                    "--ignore-existing",
                    "--existing --ignore-existing --delete",
                    "--filter=P_*.o --delete",
                    "--filter=H_b --delete",
                    "--filter=-p_*.o --delete",
                    "--filter=R_e.o --filter=P_*.o --delete",
                    "-f-_c",
                    "--filter=-!_*.o",
                    "--force",
                    "--delete --max-delete=0",
                    "--delete --max-delete=1000",
                    "--max-size=3",
                    "--min-size=2",
                    "--max-size=1k",
                    "--chmod=D2750,F640",
                    "--chmod=go-w,+X",
                    "--chmod=Fa-x,Du+w",
                    "--chown=bin:games",
                    "--groupmap=*:games",
                    "--usermap=daemon:bin,1234:nobody",
                    "--numeric-ids",
                    "--cvs-exclude",
                    "-C --delete",
                    "-C",
                    "--files-from=%/list",
                    "--from0 --exclude-from=%/rules0",
                    "--files-from=%/list --no-implied-dirs",
                    "-R --no-implied-dirs",
                    "--delete-missing-args",
                    "--ignore-missing-args",
                    "--mkpath",
                    "-a",
                    "--no-D",
                    "--no-g",
                    "--no-l",
                    "--no-o",
                    "--no-p",
                    "--no-r",
                    "--no-t",
                    "--no-R",
                    "-m",
                    "--prune-empty-dirs --exclude=*.o",
                    "--remove-source-files",
                    "--safe-links",
                    "--size-only",
                    "-E --no-p",
                    "-E",
                    "-H",
                    "-I",
                    "-J",
                    "-O",
                    "-R",
                    "-S",
                    "-L",
                    "-k",
                    "--copy-unsafe-links",
                    "--munge-links",
                    "-A",
                    "-K -O --filter=-_/kept",
                    "-X",
                    "-c",
                    "-d",
                    "-r",
                    "-r -l",
                    "-r -t",
                    "-r -l -t -E",
                    "-u",
                    "-b",
                    "--backup --suffix=.1",
                    "--backup-dir=../K",
                    "-b --delete",
                    "--backup-dir=../K --suffix=.1 --delete",
                    "--compare-dest=../C",
                    "--copy-dest=../C",
                    "--link-dest=../C",
                    "--append",
                    "--append-verify",
                    "--inplace",
                    "--inplace -b");

    private final List<List<String>> pairs = new ArrayList<>();
    private final long seed;

    RandomRuns(long seed) {
        this.seed = seed;
        for (int i = 0; i < OPTIONS.size(); i++) {
            for (int j = i + 1; j < OPTIONS.size(); j++) {
                List<String> words = new ArrayList<>(List.of("-i"));
                words.addAll(List.of(OPTIONS.get(i).split(" ", -1)));
                words.addAll(List.of(OPTIONS.get(j).split(" ", -1)));
                List<String> flags = List.copyOf(new LinkedHashSet<>(words));
                if (!Defensible.refused(flags)) {
                    pairs.add(flags);
                }
            }
        }
        Collections.shuffle(pairs, new Random(seed));
    }

    /** How many runs meet each pair of options once. */
    int pairs() {
        return pairs.size();
    }

    RandomRun run(int number) {
        List<String> flags = pairs.get(number % pairs.size());
        Set<String> names = new HashSet<>();
        flags.forEach(flag -> names.add(DifferentialCase.withoutValue(flag)));
        if (names.contains("--append-verify")) {
            names.add("--append");
        }
        RandomTree random = new RandomTree(new SplittableRandom(seed * 1_000_003 + number), names);
        boolean beside = flags.stream().anyMatch(flag -> flag.contains("-dest="));
        RandomNode source = random.root();
        RandomNode target = source;
        Map<String, List<String>> trees = new TreeMap<>();
        trees.put("A", random.lines(source, random.chance(30)));
        if (beside) {
            trees.put("B", List.of("d ."));
            trees.put("C", random.lines(random.edited(source, 25), false));
        } else {
            target = random.edited(source, random.pick(List.of(10, 25, 60)));
            trees.put("B", random.lines(target, random.chance(30)));
        }
        List<String> locations = locations(names, random, beside, source, target);
        if (locations.contains("C/")) {
            trees.put("C", random.lines(random.edited(source, 40), false));
        }
        boolean deletes = names.contains("--delete-missing-args");
        trees.put(".", around(random, source, deletes ? gone(random, source, target) : List.of()));
        RandomRun run = Defensible.avoided(new RandomRun(flags, locations, trees));
        return names.contains("-K")
                ? run.with("B", random.linked(run.trees().getOrDefault("B", List.of())))
                : run;
    }

    /** Names of the target that the source has not, in directories that it has. */
    private static List<String> gone(RandomTree random, RandomNode source, RandomNode target) {
        Set<String> there = new HashSet<>(random.paths(source));
        return random.paths(target).stream()
                .filter(path -> !there.contains(path) && !path.contains("\\n"))
                .filter(path -> !path.contains("/") || there.contains(above(path)))
                .toList();
    }

    private static String above(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static List<String> around(RandomTree random, RandomNode source, List<String> gone) {
        Set<String> list = new LinkedHashSet<>();
        List<String> paths = random.paths(source);
        for (int i = 0; i < 3 && !paths.isEmpty(); i++) {
            String path = random.pick(paths);
            list.add(path.contains("\\n") ? "a" : path);
        }
        if (!gone.isEmpty()) {
            list.add(random.pick(gone));
        }
        if (random.chance(20)) {
            list.addAll(List.of("not/there", "a/not"));
        }
        return List.of(
                "f list \"" + String.join("\\n", list) + "\"",
                "f rules \"- *.c\\n+ a\\n- /b\\n\"",
                "f rules0 \"- *.c\\x00- n\\nl\\x00\"");
    }

    private static List<String> locations(
            Set<String> names,
            RandomTree random,
            boolean beside,
            RandomNode source,
            RandomNode target) {
        if (names.contains("-R")) {
            List<String> typed = typed(random.paths(source));
            boolean whole = typed.isEmpty() || names.contains("--files-from");
            return whole || !names.contains("--no-implied-dirs")
                    ? List.of("./A/", "B/")
                    : List.of("A/./" + random.pick(typed), "B/");
        }
        if (names.contains("--delete-missing-args") && !names.contains("--files-from")) {
            Set<String> named = new LinkedHashSet<>(List.of("A/missing"));
            List<String> all = new ArrayList<>(source.below().keySet());
            all.addAll(target.below().keySet());
            for (String name : typed(all)) {
                if (random.chance(60)) {
                    named.add("A/" + name);
                }
            }
            named.add("B/");
            return List.copyOf(named);
        }
        if (names.contains("--files-from") || beside || random.chance(70)) {
            return List.of("A/", "B/");
        }
        if (names.contains("--ignore-missing-args")) {
            return List.of("A/", "missing", "B/");
        }
        if (names.contains("--mkpath") || names.contains("-v") || names.contains("--stats")) {
            return List.of("A", "B/");
        }
        return random.pick(
                List.of(List.of("A", "B/"), List.of("A/", "N/"), List.of("A/", "C/", "B/")));
    }

    /** Paths that are written in a command as they are. */
    private static List<String> typed(List<String> paths) {
        return paths.stream().filter(path -> path.matches("[-.\\w/]+")).toList();
    }
}
