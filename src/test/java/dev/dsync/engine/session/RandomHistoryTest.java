package dev.dsync.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.dsync.core.plan.Policy;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.wire.Message.ReportLevel;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees that change at random, run after run. */
final class RandomHistoryTest {
    private static final int SEEDS = Integer.getInteger("dsync.histories", 40);
    private static final int RUNS = 4;

    @ParameterizedTest
    @ValueSource(longs = {0, 10_000, 20_000, 30_000})
    void treesThatChangeAtRandom_endEqual(long first) throws IOException {
        for (long seed = first; seed < first + SEEDS; seed++) {
            history(seed);
        }
    }

    private static void history(long seed) throws IOException {
        Scenario scenario = new Scenario(seed);
        scenario.policy =
                new Policy(
                        new Policy.Deletion(
                                true,
                                chosen(Policy.Timing.values(), seed % 4),
                                false,
                                new Policy.MaxDelete.Unlimited(),
                                false,
                                false,
                                false),
                        new Policy.Comparison(
                                seed % 11 == 0, false, false, Policy.Comparison.NANOSECONDS, false),
                        Policy.Selection.ALL);
        scenario.report = chosen(ReportLevel.values(), seed % 3);
        scenario.wholeFiles = seed % 6 == 5;
        if (seed % 5 == 0) {
            scenario.to.without(RenameMode.EXCHANGE);
        }
        if (seed % 7 == 0) {
            scenario.to.without(RenameMode.NO_REPLACE);
        }
        scenario.profile = seed / 4 % 2 == 0 ? Scenario.ARCHIVE_LINKS : Scenario.ARCHIVE;
        RandomTree source = new RandomTree(scenario.source, scenario.random, 0);
        RandomTree target = new RandomTree(scenario.target, scenario.random, 1_000_000);
        for (int run = 0; run < RUNS; run++) {
            source.change(12);
            target.change(4);
            String where = "seed " + seed + ", run " + run;
            try (VirtualRun virtual = scenario.run(run % 2 == 0).toEnd()) {
                Ending.Done done =
                        assertInstanceOf(
                                Ending.Done.class,
                                virtual.ending(),
                                () -> where + " " + virtual.ending() + virtual.listenerEnding());
                assertEquals(0, done.problems(), () -> where + " " + scenario.problems());
                assertInstanceOf(Ending.Done.class, virtual.listenerEnding(), where);
            } catch (IllegalStateException e) {
                throw new IllegalStateException(where, e);
            }
            assertEquals(looks(scenario, scenario.source), looks(scenario, scenario.target), where);
            assertEquals(0, scenario.from.openHandles() + scenario.to.openHandles(), where);
        }
    }

    private static String looks(Scenario scenario, MemoryTree tree) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (var line : tree.look().entrySet()) {
            String look = line.getValue();
            boolean cut = scenario.profile.equals(Scenario.ARCHIVE) && look.startsWith("FILE");
            lines.append(line.getKey())
                    .append(' ')
                    .append(cut ? look.substring(0, look.lastIndexOf('\t')) : look);
            lines.append('\n');
        }
        return lines.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sameSeed_runsTheSame(long seed) throws IOException {
        assertEquals(trace(seed), trace(seed));
    }

    private static List<String> trace(long seed) throws IOException {
        Scenario scenario = new Scenario(seed).deleting();
        new RandomTree(scenario.source, scenario.random, 0).change(30);
        try (VirtualRun virtual = scenario.push().toEnd()) {
            return virtual.trace();
        }
    }

    private static <T> T chosen(T[] all, long which) {
        return all[(int) which];
    }
}
