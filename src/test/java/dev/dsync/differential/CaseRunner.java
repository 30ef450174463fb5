package dev.dsync.differential;

import dev.dsync.process.Precondition;
import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs cases one after the other at the same place, so that paths in outputs are the same for every
 * program.
 */
final class CaseRunner {

    private static final String HERE = "%/";

    private final Path root;
    private final Rsync oracle = new Rsync();

    /**
     * @param root made anew for every run; its parents must let everybody through
     */
    CaseRunner(Path root) {
        this.root = root;
    }

    Observation observe(DifferentialCase one, SyncUnderTest program) throws IOException {
        if (one.needsRoot()) {
            Precondition.root();
        }
        one.trees().build(root);
        TreeLook before = look();
        Outcome outcome = program.run(placed(one.invocation()));
        return new Observation(before, look(), outcome);
    }

    /** What the oracle, or where the case says so its expectation, wants to see. */
    Observation expected(DifferentialCase one) throws IOException {
        Observation byRsync = observe(one, oracle);
        if (one.expectation().isEmpty()) {
            return byRsync;
        }
        Expectation expectation = one.expectation().get();
        TreeLook after = byRsync.after();
        if (expectation.trees().isPresent()) {
            expectation.trees().get().build(root);
            after = look();
        }
        Outcome outcome = byRsync.outcome();
        return new Observation(
                byRsync.before(),
                after,
                new Outcome(
                        expectation.exitCode().orElse(outcome.exitCode()),
                        expectation
                                .stdout()
                                .map(lines -> String.join("\n", lines).replace(HERE, root + "/"))
                                .orElse(outcome.stdout()),
                        stderr(expectation, outcome)));
    }

    /** Who ends otherwise than rsync says why, unless all went well. */
    private static String stderr(Expectation expectation, Outcome byRsync) {
        if (expectation.exitCode().isEmpty()) {
            return byRsync.stderr();
        }
        return expectation.exitCode().getAsInt() == 0 ? "" : "a reason";
    }

    /**
     * What a user could tell from what rsync does, or from what the case says is done instead;
     * empty if nothing.
     */
    List<String> findings(DifferentialCase one, SyncUnderTest program) throws IOException {
        Observation expected = expected(one);
        Observation actual = observe(one, program);
        List<String> findings = new ArrayList<>(expected.differences(actual, one.ignoredFields()));
        if (findings.isEmpty() && one.inOrder() && !expected.sameOrder(actual)) {
            findings.add("output: not in rsync's order:\n" + actual.outcome().stdout());
        }
        return findings;
    }

    void clear() throws IOException {
        TreeSpec.remove(root);
    }

    private TreeLook look() throws IOException {
        return TreeLook.at(root).only(path -> !path.equals("."));
    }

    private Invocation placed(Invocation invocation) {
        return new Invocation(
                invocation.flags().stream().map(flag -> flag.replace(HERE, root + "/")).toList(),
                invocation.locations().stream().map(place -> root + "/" + place).toList(),
                invocation.bare(),
                invocation.asNobody());
    }
}
