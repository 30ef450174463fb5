package dev.dsync.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.process.Precondition;
import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source is edited round after round; what rsync makes of its target, and dsync of its own, stays
 * the same.
 */
@Tag("rsync")
@Tag("root")
class EvolvingTargetIT {

    private static final long SEED =
            System.getProperty("dsync.seed", "").isEmpty() ? 1 : Long.getLong("dsync.seed");
    private static final int ROUNDS = 10;
    private static final List<List<String>> OPTIONS =
            List.of(
                    List.of("-i", "--delete"),
                    List.of("-i"),
                    List.of("-i", "-H", "--delete"),
                    List.of("-i", "-c", "--delete"),
                    List.of("-i", "--delete-after", "--exclude=*.o"),
                    List.of("-i", "--force"),
                    List.of("-i", "--inplace", "--delete"),
                    List.of("-i", "-b", "--delete"));

    @TempDir Path directory;

    @BeforeEach
    void needsRoot() {
        Precondition.root();
    }

    @Test
    void aTargetInRounds_staysWhatRsyncMakesOfIt() throws Exception {
        evolve(SEED);
    }

    @Test
    @Tag("exhaustive")
    void manyTargetsInRounds_stayWhatRsyncMakesOfThem() throws Exception {
        for (int i = 1; i <= 40; i++) {
            evolve(SEED + i);
        }
    }

    private void evolve(long seed) throws Exception {
        Path root = Files.createDirectory(directory.resolve("w" + seed));
        SyncUnderTest dsync = LocalDifferentialIT.dsync(directory.resolve("home" + seed));
        List<String> flags = OPTIONS.get(Math.floorMod(seed, OPTIONS.size()));
        RandomTree random = new RandomTree(new SplittableRandom(seed), new HashSet<>(flags));
        Files.createDirectory(root.resolve("R"));
        Files.createDirectory(root.resolve("D"));
        RandomNode source = random.root();
        List<String> before = new ArrayList<>(List.of("d ."));
        for (int round = 0; round < ROUNDS; round++) {
            List<String> lines = random.lines(source, flags.contains("-H"));
            TreeSpec.of(String.join("\n", lines)).build(root.resolve("A"));
            RandomRun run =
                    new RandomRun(flags, List.of("A/", "B/"), Map.of("A", lines, "B", before));
            Outcome byRsync = new Rsync().run(to(root, "R", flags));
            Outcome dry = dsync.run(to(root, "D", run.dry().flags()));
            Outcome byDsync = dsync.run(to(root, "D", flags));
            String what =
                    "round "
                            + round
                            + "; repeat with -Ddsync.seed="
                            + seed
                            + "\n"
                            + String.join("\n", run.text("round-" + round));
            assertEquals(shown(run, byRsync), shown(run, byDsync), what);
            assertEquals(shown(run, byDsync), shown(run, dry), () -> "dry run; " + what);
            assertEquals(
                    List.of(),
                    TreeLook.at(root.resolve("R")).differences(TreeLook.at(root.resolve("D"))),
                    what);
            before.addAll(lines.subList(1, lines.size()));
            source = random.edited(source, 20);
        }
        TreeSpec.remove(root);
    }

    private static String shown(RandomRun run, Outcome outcome) throws IOException {
        return String.join("\n", DefensibleLines.of(run, outcome.stdout()))
                + "\nexit code "
                + outcome.exitCode();
    }

    private static Invocation to(Path root, String target, List<String> flags) {
        return new Invocation(
                flags, List.of(root + "/A/", root + "/" + target + "/"), false, false);
    }
}
