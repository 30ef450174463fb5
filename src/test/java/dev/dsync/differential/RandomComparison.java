package dev.dsync.differential;

import dev.dsync.tree.TreeDifference;
import dev.dsync.tree.TreeLook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs that were made up, by both programs, one after the other at one place. */
final class RandomComparison {
    private static final int ATTEMPTS = 300;

    private final CaseRunner runner;
    private final SyncUnderTest dsync;

    RandomComparison(Path root, Path directory) {
        runner = new CaseRunner(root);
        dsync = LocalDifferentialIT.dsync(directory.resolve("home-" + root.getFileName()));
    }

    void clear() throws IOException {
        runner.clear();
    }

    List<String> findings(RandomRun run) throws IOException {
        Observation expected = runner.observe(run.toCase(), new Rsync());
        Observation actual = runner.observe(run.toCase(), dsync);
        List<String> findings = new ArrayList<>();
        List<TreeDifference> trees =
                expected.after().differences(actual.after(), TreeLook.WITHOUT_HOLES);
        DefensibleTrees.told(run, trees).forEach(one -> findings.add("tree: " + one));
        if (expected.outcome().exitCode() != actual.outcome().exitCode()) {
            findings.add(
                    "exit code: expected "
                            + expected.outcome().exitCode()
                            + ", was "
                            + actual.outcome().exitCode()
                            + "; "
                            + expected.outcome().stderr().strip()
                            + "; "
                            + actual.outcome().stderr().strip());
        }
        findings.addAll(unequal(run, "output", lines(run, expected), lines(run, actual)));
        if (!run.flags().contains("-n")) {
            findings.addAll(dryFindings(run, actual));
        }
        return findings;
    }

    private List<String> dryFindings(RandomRun run, Observation real) throws IOException {
        Observation dry = runner.observe(run.dry().toCase(), dsync);
        List<String> findings = new ArrayList<>();
        dry.before()
                .differences(dry.after(), TreeLook.WITHOUT_HOLES)
                .forEach(difference -> findings.add("dry run changed: " + difference));
        if (!run.flags().contains("--stats")) {
            findings.addAll(unequal(run, "dry run", lines(run, real), lines(run, dry)));
        }
        return findings;
    }

    private static List<String> lines(RandomRun run, Observation observation) {
        return DefensibleLines.of(run, observation.outcome().stdout());
    }

    private static List<String> unequal(
            RandomRun run, String what, List<String> expected, List<String> actual) {
        List<String> missing = new ArrayList<>(expected);
        List<String> extra = new ArrayList<>();
        for (String line : actual) {
            if (!missing.remove(line)) {
                extra.add(line);
            }
        }
        DefensibleTrees.dryDeletes(run, missing, extra);
        List<String> findings = new ArrayList<>();
        extra.forEach(line -> findings.add(what + ": not expected: " + line));
        missing.forEach(line -> findings.add(what + ": missing: " + line));
        return findings;
    }

    /** The least run found, by leaving out one thing after the other, that still differs. */
    RandomRun shrunk(RandomRun run) throws IOException {
        RandomRun least = run;
        int attempts = 0;
        for (boolean progress = true; progress && attempts < ATTEMPTS; ) {
            progress = false;
            for (RandomRun smaller : least.smaller()) {
                attempts++;
                if (attempts < ATTEMPTS && !findings(smaller).isEmpty()) {
                    least = smaller;
                    progress = true;
                    break;
                }
            }
        }
        return least;
    }
}
