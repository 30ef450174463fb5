package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.io.fs.FileSystem;
import dev.dsync.process.Command;
import dev.dsync.process.NativeTool;
import dev.dsync.process.Precondition;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rig stays green for a careful copier and turns red for each way of being careless. */
class CrashRigIT {

    private static final TreeSpec TREES =
            TreeSpec.of(
                    """
                    d A @1000
                    f A/new      rand:1:3000
                    f A/replaced 0600 @1100000000.5 rand:2:2500
                    f A/same     "s"
                    f B/replaced rand:3:2500
                    f B/same     "s"
                    f B/extra    "e"
                    """);
    private static final Set<String> CALLS = Set.of("fsync", "renameat2", "unlinkat", "write");

    @TempDir Path directory;

    @BeforeEach
    void needsCompiler() {
        Precondition.program("gcc");
    }

    private CrashScenario scenario(String way, Set<String> functions, Optional<String> side)
            throws IOException {
        Path copier = NativeTool.program("copier");
        return new CrashScenario(
                TREES,
                "B",
                w -> Command.of(copier.toString(), way, w + "/A", w + "/B"),
                functions,
                side);
    }

    private CrashSweep.Report sweep(String way) throws IOException {
        return new CrashSweep(scenario(way, Set.of("fsync", "write"), Optional.empty()), directory)
                .run();
    }

    @Test
    void carefulCopier_survivesEveryKill() throws IOException {
        CrashSweep.Report report =
                new CrashSweep(scenario("careful", CALLS, Optional.empty()), directory).run();
        report.assertClean();
        // Two files of three writes; killed once before each call and once in the middle of each
        // write.
        assertEquals(
                Map.of("fsync", 3L, "renameat2", 2L, "unlinkat", 1L, "write", 6L), report.counts());
        assertEquals(12 + 6, report.kills());
    }

    @Test
    void carefulCopierInTheKernel_survivesEveryKill() throws IOException {
        Set<String> calls = Set.of("copy_file_range", "ficlone", "fsync", "renameat2", "unlinkat");
        CrashSweep.Report report =
                new CrashSweep(scenario("kernel", calls, Optional.empty()), directory).run();
        report.assertClean();
        assertEquals(
                Map.of(
                        "copy_file_range", 2L,
                        "ficlone", 2L,
                        "fsync", 3L,
                        "renameat2", 2L,
                        "unlinkat", 1L),
                report.counts());
        assertEquals(10 + 2, report.kills());
    }

    @Test
    void tornCopierInTheKernel_isFoundAtACopyCutInTheMiddle() throws IOException {
        Set<String> calls = Set.of("copy_file_range", "ficlone");
        List<String> findings =
                new CrashSweep(scenario("kernel-torn", calls, Optional.empty()), directory)
                        .run()
                        .findings();
        assertTrue(
                findings.stream()
                        .filter(f -> f.startsWith("HALF call"))
                        .filter(f -> f.contains(" copy_file_range "))
                        .anyMatch(f -> f.contains("B/replaced is neither old nor new")),
                findings::toString);
    }

    @Test
    void copiesOfTheGate_areSeenAndCut() throws Exception {
        Path watched = Files.createDirectories(directory.resolve("watched"));
        CrashPoints points =
                new CrashPoints(
                        watched,
                        Files.createDirectories(directory.resolve("scratch")),
                        Optional.empty());
        Path classes =
                Path.of(
                        FileSystem.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        Command copying =
                Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classes.toString(),
                        "src/test/native/Copying.java",
                        watched.toString());

        copying.with(points.counting()).run().succeeded();

        assertEquals(Map.of("pwrite", 1L, "ficlone", 1L, "copy_file_range", 1L), points.counts());
        assertEquals(1000, Files.size(watched.resolve("copy")));

        for (String name : List.of("donor", "clone", "copy")) {
            Files.delete(watched.resolve(name));
        }
        copying.with(points.at(3, CrashPoints.When.HALF)).run();
        assertTrue(points.killed());
        assertEquals(500, Files.size(watched.resolve("copy")));
    }

    @Test
    void tornCopier_isFound() throws IOException {
        List<String> findings = sweep("torn").findings();
        assertTrue(
                findings.stream().anyMatch(f -> f.contains("B/replaced is neither old nor new")),
                findings::toString);
        assertTrue(
                findings.stream().anyMatch(f -> f.contains("B/new is neither old nor new")),
                findings::toString);
    }

    @Test
    void forgetfulCopier_isFound() throws IOException {
        List<String> findings = sweep("forgetful").findings();
        assertFalse(findings.isEmpty());
        assertTrue(
                findings.stream()
                        .allMatch(
                                f -> f.contains("B/replaced is neither old nor new but missing")));
    }

    @Test
    void litteringCopier_isFound() throws IOException {
        List<String> findings = sweep("litter").findings();
        assertFalse(findings.isEmpty());
        assertTrue(
                findings.stream().allMatch(f -> f.contains("after the next run: B/.dsync-")),
                findings::toString);
    }

    @Test
    void callsTheLibraryDoesNotSee_proveNothing() throws IOException {
        CrashSweep sweep =
                new CrashSweep(scenario("careful", Set.of("linkat"), Optional.empty()), directory);
        AssertionError unseen = assertThrows(AssertionError.class, sweep::run);
        assertTrue(unseen.toString().contains("not seen by the library"), unseen::toString);
    }

    @Test
    void onlyTheSideUnderTest_isKilled() throws IOException {
        new CrashSweep(scenario("careful", CALLS, Optional.of("careful")), directory)
                .run()
                .assertClean();

        CrashSweep other =
                new CrashSweep(scenario("careful", CALLS, Optional.of("serve")), directory);
        assertThrows(AssertionError.class, other::run);
    }

    @Test
    void carefulCopier_survivesKillsAtRandomMoments() throws IOException {
        new RandomKill(
                        scenario("careful", CALLS, Optional.empty()),
                        directory.resolve("random"),
                        RandomKill.seed())
                .run(20);
    }

    @Test
    void tornCopier_isFoundByKillsAtRandomMoments() throws IOException {
        Path copier = NativeTool.program("copier");
        CrashScenario torn =
                new CrashScenario(
                        TreeSpec.of("f A/large rand:1:20M\nd B\n"),
                        "B",
                        w -> Command.of(copier.toString(), "torn", w + "/A", w + "/B"),
                        Set.of(),
                        Optional.empty());
        RandomKill kills = new RandomKill(torn, directory.resolve("random"), RandomKill.seed());

        AssertionError found = assertThrows(AssertionError.class, () -> kills.run(10));

        assertTrue(found.toString().contains("-Ddsync.seed="), found::toString);
    }

    @Test
    void javaProcess_isSeenWhereItFindsItsFunctionsByDlsym() throws IOException {
        Path watched = Files.createDirectories(directory.resolve("watched"));
        CrashPoints points =
                new CrashPoints(
                        watched,
                        Files.createDirectories(directory.resolve("scratch")),
                        Optional.empty());

        Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "src/test/native/Foreign.java",
                        watched.toString())
                .with(points.counting())
                .run()
                .succeeded();

        assertTrue(Files.isDirectory(watched.resolve("unseen")));
        assertEquals(Map.of("mkdirat", 1L, "write", 1L, "fdatasync", 1L), points.counts());
        assertTrue(points.trace().get(0).endsWith("mkdirat " + watched.toRealPath() + "/seen"));
    }
}
