package dev.dsync.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table proves itself by rsync: every case is about something, and rsync agrees with itself.
 */
@Tag("rsync")
class CaseTableIT {

    private static final int WORKERS = 4;

    @TempDir Path directory;

    @BeforeEach
    void needsRootForSomeOfTheCases() {
        Precondition.root();
    }

    @BeforeEach
    void letEverybodyThrough() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void everyCase_changesItsResultWhenItsPointIsLeftOut(TestReporter reporter) throws Exception {
        Matrix matrix = new Matrix();
        for (DifferentialCase one : CaseTable.all()) {
            matrix.rows(one.invocation().flags());
        }

        Matrix remote = new Matrix();
        CaseTable.built().forEach(one -> remote.rows(one.invocation().flags()));
        Set<String> chosen = new TreeSet<>();
        RemoteCases.all().forEach(one -> chosen.add(one.one().name()));

        List<String> pointless =
                eachCase(
                        (one, runner) ->
                                pointless(
                                        one,
                                        runner,
                                        chosen.contains(one.name())
                                                ? List.of(matrix, remote)
                                                : List.of(matrix)));

        reporter.publishEntry("differential matrix", "\n" + matrix);
        reporter.publishEntry("the same as processes", "\n" + remote);
        assertEquals(List.of(), pointless);
        assertEquals(List.of(), matrix.emptyRows(), "no case shows that these flags matter");
        assertEquals(List.of(), remote.emptyRows(), "no process shows that these flags matter");
        assertEquals(List.of(), remote.emptyColumns(), "no process meets these kinds");
    }

    @Test
    void rsyncAgainstItself_showsNoDifference() throws Exception {
        List<String> findings =
                eachCase(
                        (one, runner) -> {
                            List<String> found = runner.findings(one, new Rsync());
                            if (one.expectation().isEmpty()) {
                                return found;
                            }
                            return found.isEmpty()
                                    ? List.of("rsync does what is called a difference from it")
                                    : List.of();
                        });
        assertEquals(List.of(), findings);
    }

    private static List<String> pointless(
            DifferentialCase one, CaseRunner runner, List<Matrix> matrices) throws IOException {
        List<String> pointless = new ArrayList<>();
        Observation whole = runner.observe(one, new Rsync());
        for (About part : one.about()) {
            Observation reduced = runner.observe(one.without(part), new Rsync());
            if (whole.differences(reduced, one.ignoredFields()).isEmpty()) {
                pointless.add("the same without " + part + "\n" + whole.outcome());
                continue;
            }
            String flag =
                    part instanceof About.Flag leftOut
                            ? DifferentialCase.withoutValue(leftOut.word())
                            : Matrix.NO_FLAG;
            Set<String> kinds = whole.kindsThatDiffer(reduced, one.ignoredFields());
            matrices.forEach(matrix -> matrix.count(flag, kinds));
        }
        return pointless;
    }

    /** What is to be said of one case; empty if nothing. */
    private interface Check {
        List<String> findings(DifferentialCase one, CaseRunner runner) throws IOException;
    }

    /** Several at a time, each worker at a place of its own: rsync waits more than it works. */
    private List<String> eachCase(Check check) throws InterruptedException, ExecutionException {
        Queue<DifferentialCase> left = new ConcurrentLinkedQueue<>(CaseTable.all());
        List<Future<List<String>>> workers = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            for (int i = 0; i < WORKERS; i++) {
                CaseRunner runner = new CaseRunner(directory.resolve("w" + i));
                workers.add(threads.submit(() -> work(left, runner, check)));
            }
            for (Future<List<String>> worker : workers) {
                findings.addAll(worker.get());
            }
        }
        return findings;
    }

    private static List<String> work(Queue<DifferentialCase> left, CaseRunner runner, Check check)
            throws IOException {
        List<String> findings = new ArrayList<>();
        for (DifferentialCase one = left.poll(); one != null; one = left.poll()) {
            DifferentialCase current = one;
            check.findings(one, runner).forEach(finding -> findings.add(current + ": " + finding));
        }
        runner.clear();
        return findings;
    }

    @Test
    void builtFeatures_areFeaturesOfCases() {
        Set<String> known = new TreeSet<>();
        CaseTable.all().forEach(one -> known.addAll(one.needs()));
        assertTrue(
                known.containsAll(CaseTable.builtFeatures()),
                () -> CaseTable.builtFeatures() + " " + known);
    }
}
