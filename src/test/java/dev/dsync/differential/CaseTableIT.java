package dev.dsync.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Precondition;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The table proves itself by rsync: every case is about something, and rsync agrees with itself.
 */
@Tag("rsync")
class CaseTableIT {

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
    void everyCase_changesItsResultWhenItsPointIsLeftOut(TestReporter reporter) throws IOException {
        CaseRunner runner = new CaseRunner(directory.resolve("w"));
        Matrix matrix = new Matrix();
        List<String> pointless = new ArrayList<>();
        for (DifferentialCase one : CaseTable.all()) {
            one.invocation()
                    .flags()
                    .forEach(flag -> matrix.row(DifferentialCase.withoutValue(flag)));
            Observation whole = runner.observe(one, new Rsync());
            for (About part : one.about()) {
                Observation reduced = runner.observe(one.without(part), new Rsync());
                if (whole.differences(reduced, one.ignoredFields()).isEmpty()) {
                    pointless.add(one + " is the same without " + part + "\n" + whole.outcome());
                    continue;
                }
                Set<String> kinds = whole.kindsThatDiffer(reduced, one.ignoredFields());
                matrix.count(
                        part instanceof About.Flag flag
                                ? DifferentialCase.withoutValue(flag.word())
                                : Matrix.NO_FLAG,
                        kinds);
            }
        }
        runner.clear();
        reporter.publishEntry("differential matrix", "\n" + matrix);
        assertEquals(List.of(), pointless);
        assertEquals(List.of(), matrix.emptyRows(), "no case shows that these flags matter");
    }

    @Test
    void rsyncAgainstItself_showsNoDifference() throws IOException {
        CaseRunner runner = new CaseRunner(directory.resolve("w"));
        List<String> findings = new ArrayList<>();
        for (DifferentialCase one : CaseTable.all()) {
            List<String> found = runner.findings(one, new Rsync());
            if (one.expectation().isPresent()) {
                assertFalse(
                        found.isEmpty(),
                        one + ": rsync does what is called a difference from rsync");
            } else {
                found.forEach(finding -> findings.add(one + ": " + finding));
            }
        }
        runner.clear();
        assertEquals(List.of(), findings);
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
