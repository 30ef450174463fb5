package dev.dsync.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The caps and manners of source files, each check one line for each breach. */
final class Tidiness {
    static final int FILE_LINES_MAX = 400;
    static final int METHOD_LINES_MAX = 60;
    static final int PUBLIC_TYPES_MAX = 12;
    static final int SUPPRESSIONS_MAX = 10;
    static final int LONG_METHODS_MAX = 8;

    private static final Set<String> NO_NOUNS =
            Set.of("util", "utils", "common", "model", "impl", "manager", "service", "helper");
    // In pieces, so that this file does not hold them.
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(" + "TO" + "DO|FIX" + "ME|X" + "XX)\\b");

    private final List<SourceFile> files;

    Tidiness(List<SourceFile> files) {
        this.files = List.copyOf(files);
    }

    List<String> longFiles() {
        return files.stream()
                .filter(file -> file.lines().size() > FILE_LINES_MAX)
                .map(file -> file.at(1) + " has " + file.lines().size() + " lines")
                .toList();
    }

    /** Methods over the cap that are not on the list, and entries of the list without need. */
    List<String> longMethods(Map<String, String> reasonOfException) {
        List<String> breaches = new ArrayList<>();
        Set<String> unused = new TreeSet<>(reasonOfException.keySet());
        for (SourceFile file : files) {
            for (SourceFile.Method method : file.methods()) {
                if (method.lineCount() > METHOD_LINES_MAX
                        && !unused.remove(method.name())
                        && !reasonOfException.containsKey(method.name())) {
                    breaches.add(
                            file.at(method.line())
                                    + " %s has %d lines"
                                            .formatted(method.name(), method.lineCount()));
                }
            }
        }
        unused.forEach(name -> breaches.add(name + " needs no exception"));
        return breaches;
    }

    List<String> crowdedPackages() {
        Map<String, Integer> counts = new TreeMap<>();
        for (SourceFile file : files) {
            for (SourceFile.Type type : file.types()) {
                if (type.topLevel() && type.isPublic()) {
                    counts.merge(file.packageName(), 1, Integer::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > PUBLIC_TYPES_MAX)
                .map(entry -> entry.getKey() + " has " + entry.getValue() + " public types")
                .toList();
    }

    List<String> packagesNotNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        files.forEach(file -> unmarked.add(file.packageName()));
        for (SourceFile file : files) {
            if (file.fileName().equals("package-info.java")
                    && file.lines().contains("@NullMarked")) {
                unmarked.remove(file.packageName());
            }
        }
        return List.copyOf(unmarked);
    }

    List<String> packagesWithoutNoun() {
        Set<String> bad = new TreeSet<>();
        for (SourceFile file : files) {
            for (String part : file.packageName().split("\\.", -1)) {
                if (NO_NOUNS.contains(part)) {
                    bad.add(file.packageName());
                }
            }
        }
        return List.copyOf(bad);
    }

    List<String> suppressions() {
        return files.stream()
                .flatMap(file -> file.suppressionLines().stream().map(file::at))
                .toList();
    }

    List<String> suppressionsWithoutReason() {
        List<String> breaches = new ArrayList<>();
        for (SourceFile file : files) {
            for (int line : file.suppressionLines()) {
                if (!file.lines().get(line - 1).contains("//")) {
                    breaches.add(file.at(line));
                }
            }
        }
        return breaches;
    }

    List<String> unfinished() {
        List<String> breaches = new ArrayList<>();
        for (SourceFile file : files) {
            for (int index = 0; index < file.lines().size(); index++) {
                if (UNFINISHED.matcher(file.lines().get(index)).find()) {
                    breaches.add(file.at(index + 1));
                }
            }
        }
        return breaches;
    }

    List<String> openSwitches() {
        return files.stream()
                .flatMap(file -> file.openSwitchLines().stream().map(file::at))
                .toList();
    }

    /** Test classes speak through their methods' names, and what is nested in tests by its use. */
    List<String> typesWithoutSentence() {
        List<String> breaches = new ArrayList<>();
        for (SourceFile file : files) {
            boolean test = file.fileName().matches(".*(Test|IT|Sim)\\.java");
            boolean tests = file.path().startsWith(Project.TEST_SOURCES);
            for (SourceFile.Type type : file.types()) {
                if (!type.documented() && !test && (type.topLevel() || !tests)) {
                    breaches.add(file.at(type.line()) + " " + type.name());
                }
            }
        }
        return breaches;
    }

    int medianFileLines() {
        return median(files.stream().map(file -> file.lines().size()).toList());
    }

    int medianMethodLines() {
        return median(
                files.stream()
                        .flatMap(file -> file.methods().stream())
                        .map(SourceFile.Method::lineCount)
                        .toList());
    }

    private static int median(List<Integer> numbers) {
        List<Integer> sorted = numbers.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
