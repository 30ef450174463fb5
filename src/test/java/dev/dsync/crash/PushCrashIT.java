package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Image;
import dev.dsync.process.Precondition;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push that dies anywhere leaves old or new at each path, and the same command finishes it. */
class PushCrashIT {

    /** One of each thing a push does to a name. */
    private static final TreeSpec SMALL =
            TreeSpec.of(
                    """
                    d A @1000
                    f A/attributes   0600 @1000.5 "same bytes"
                    d A/becomesDir   @1001
                    f A/becomesDir/in "in"
                    f A/becomesFile  "was a directory"
                    l A/becomesLink  -> same
                    f A/holes        rand:4:5000+hole:1M
                    f A/leader       rand:5:1000
                    h A/linked       = A/leader
                    f A/new          rand:1:3000
                    d A/newDir       0500 @1002
                    f A/newDir/deep  "deep"
                    l A/newLink      -> replaced
                    p A/newPipe
                    f A/replaced     0640 @1100000000.5 rand:2:2500
                    f A/same         "s"
                    d B
                    f B/attributes   @1000.5 "same bytes"
                    f B/becomesDir   "was a file"
                    d B/becomesFile
                    f B/becomesFile/in "in"
                    f B/becomesLink  "was a file"
                    f B/extra        "e"
                    d B/extraDir
                    l B/extraDir/link -> nowhere
                    f B/linked       "alone"
                    f B/replaced     rand:3:2500
                    f B/same         "s"
                    """);

    /** Enough for more than one read, message and batch. */
    private static final TreeSpec LARGER =
            SMALL.plus(
                    TreeSpec.of(
                            """
                            f A/large        rand:7:3M+hole:2M+rand:8:1M
                            f B/large        rand:9:2M
                            f A/many/f1      rand:10:90k
                            f A/many/f2      rand:11:90k
                            f A/many/f3      rand:12:90k
                            f A/many/f4      rand:13:90k
                            f B/many/f2      rand:14:90k
                            """));

    private static final Set<String> CALLS =
            Set.of(
                    "fsync",
                    "ftruncate",
                    "linkat",
                    "mkdirat",
                    "mknodat",
                    "pwrite",
                    "renameat2",
                    "symlinkat",
                    "unlinkat");

    /** A file whose new version is made of the old one. */
    private static final TreeSpec DELTA =
            TreeSpec.of(
                    """
                    d A @1000
                    f A/large rand:7:1500k+rand:8:40k+rand:7:300k
                    d B
                    f B/large rand:7:1500k+rand:7:300k
                    """);

    private static final Set<String> DELTA_CALLS =
            Set.of("copy_file_range", "fsync", "pwrite", "renameat2", "unlinkat");

    private static final int WORKERS = 2;

    @TempDir Path directory;

    @BeforeEach
    void needsCompiler() {
        Precondition.program("gcc");
    }

    private CrashScenario push(TreeSpec trees) {
        return push(trees, CALLS);
    }

    private CrashScenario push(TreeSpec trees, Set<String> calls, String... options) {
        String program = Image.program().toString();
        return new CrashScenario(
                trees,
                "B",
                place ->
                        Command.of(program, "push", "-H", "--delete")
                                .plus(options)
                                .plus(place + "/A/", place + "/B/")
                                .with("DSYNC_HOME", directory.resolve("home").toString()),
                calls,
                Optional.empty());
    }

    @Test
    void pushKilledAtAnyOfItsCalls_leavesOldOrNew_andIsFinishedByTheNext() throws IOException {
        new CrashSweep(push(SMALL), directory).run(WORKERS).assertClean();
    }

    @Test
    void pushThatCopiesFromTheOldFile_killedAtAnyOfItsCalls_isFinishedByTheNext()
            throws IOException {
        CrashScenario scenario = push(DELTA, DELTA_CALLS, "--no-whole-file");
        new CrashSweep(scenario, directory).run(WORKERS).assertClean();
    }

    @Test
    void contentIsDurableBeforeItsName_andNamesBeforeTheEnd() throws IOException {
        CrashSweep sweep = new CrashSweep(push(SMALL), directory);
        List<String> findings = SyncOrder.findings(sweep.trace());
        assertTrue(findings.isEmpty(), () -> String.join("\n", findings));
    }

    @Test
    void pushKilledAtRandomMoments_isFinishedByTheNext() throws IOException {
        int hits =
                new RandomKill(push(SMALL), directory.resolve("random"), RandomKill.seed()).run(8);
        assertTrue(hits > 0, "no run was hit");
    }

    @Test
    @Tag("slow")
    void largerPushKilledAtSomeOfItsCalls_leavesOldOrNew() throws IOException {
        new CrashSweep(push(LARGER), directory)
                .oneOf(8, RandomKill.seed())
                .run(WORKERS)
                .assertClean();
    }

    @Test
    @Tag("slow")
    void largerPushKilledAtRandomMoments_isFinishedByTheNext() throws IOException {
        new RandomKill(push(LARGER), directory.resolve("random"), RandomKill.seed()).run(20);
    }

    @Test
    @Tag("exhaustive")
    void largerPushKilledAtAnyOfItsCalls_leavesOldOrNew() throws IOException {
        new CrashSweep(push(LARGER), directory).run(WORKERS).assertClean();
    }

    @Test
    @Tag("exhaustive")
    void largerPushKilledAtManyRandomMoments_isFinishedByTheNext() throws IOException {
        new RandomKill(push(LARGER), directory.resolve("random"), RandomKill.seed()).run(60);
    }
}
