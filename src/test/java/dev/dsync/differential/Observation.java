package dev.dsync.differential;

import dev.dsync.tree.TreeDifference;
import dev.dsync.tree.TreeLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All a case compares: how every tree stood after the run, what was printed, how it ended. */
record Observation(TreeLook before, TreeLook after, Outcome outcome) {

    /**
     * What is otherwise in {@code actual}, as sentences; empty if a user could not tell the two
     * runs apart.
     */
    List<String> differences(Observation actual, Set<String> ignoredFields) {
        List<String> findings = new ArrayList<>();
        for (TreeDifference difference : after.differences(actual.after, ignoredFields)) {
            findings.add("tree: " + difference);
        }
        if (outcome.exitCode() != actual.outcome.exitCode()) {
            findings.add(
                    "exit code: expected "
                            + outcome.exitCode()
                            + ", was "
                            + actual.outcome.exitCode());
        }
        if (outcome.stderr().isEmpty() != actual.outcome.stderr().isEmpty()) {
            findings.add("stderr: expected " + quoted(outcome) + ", was " + quoted(actual.outcome));
        }
        findings.addAll(outputDifferences(actual));
        return findings;
    }

    private static String quoted(Outcome outcome) {
        return outcome.stderr().isEmpty() ? "nothing" : outcome.stderr().strip();
    }

    private List<String> outputDifferences(Observation actual) {
        List<String> missing = sortedLines();
        List<String> extra = new ArrayList<>();
        for (String line : actual.sortedLines()) {
            if (!missing.remove(line)) {
                extra.add("output: not expected: " + line);
            }
        }
        missing.forEach(line -> extra.add("output: missing: " + line));
        return extra;
    }

    boolean sameOrder(Observation actual) {
        return Printed.lines(outcome.stdout()).equals(Printed.lines(actual.outcome.stdout()));
    }

    private List<String> sortedLines() {
        List<String> lines = Printed.lines(outcome.stdout());
        lines.sort(null);
        return lines;
    }

    /**
     * The kinds of the entries in which the two runs are not the same; {@code run} if only words or
     * exit code are not.
     */
    Set<String> kindsThatDiffer(Observation other, Set<String> ignoredFields) {
        Set<String> kinds = new TreeSet<>();
        for (TreeDifference difference : after.differences(other.after, ignoredFields)) {
            for (TreeLook look : List.of(before, after, other.after)) {
                look.entry(difference.path())
                        .ifPresent(
                                entry -> {
                                    kinds.add(EntryKind.of(entry.kind()).toString());
                                    if (!entry.field("hard").equals("-")) {
                                        kinds.add(EntryKind.HARD_LINK.toString());
                                    }
                                });
            }
        }
        for (String finding : outputDifferences(other)) {
            EntryKind.ofItem(finding.substring(finding.indexOf(": ", 8) + 2))
                    .ifPresent(k -> kinds.add(k.toString()));
        }
        return kinds.isEmpty() ? Set.of("run") : kinds;
    }
}
