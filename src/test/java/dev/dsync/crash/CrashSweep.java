package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.tree.TreeLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One scenario killed at every call that touches its trees, each time from a fresh copy, and each
 * time run again.
 */
public final class CrashSweep {

    private final CrashScenario scenario;
    private final Path place;
    private final Path scratch;

    /**
     * @param directory for the trees and the counters, the test's own
     */
    public CrashSweep(CrashScenario scenario, Path directory) throws IOException {
        this.scenario = scenario;
        this.place = Files.createDirectories(directory.resolve("trees")).toRealPath();
        this.scratch = Files.createDirectories(directory.resolve("scratch")).toRealPath();
    }

    /**
     * What a sweep saw.
     *
     * @param counts calls by function in the run that was not killed
     * @param kills runs that were killed
     * @param findings what must not be, each with the call it was killed at; empty if all is well
     */
    public record Report(Map<String, Long> counts, int kills, List<String> findings) {

        public Report {
            counts = Map.copyOf(counts);
            findings = List.copyOf(findings);
        }

        public void assertClean() {
            assertEquals(List.of(), findings);
        }
    }

    public Report run() throws IOException {
        CrashPoints points = new CrashPoints(place, scratch, scenario.side());
        scenario.trees().build(place);
        TreeLook before = TreeLook.at(place);
        command().with(points.counting()).run().succeeded();
        Aftermath aftermath = new Aftermath(scenario.target(), before, TreeLook.at(place));
        Map<String, Long> counts = points.counts();
        assertTrue(
                counts.keySet().containsAll(scenario.functions()),
                () -> "not seen by the library: of " + scenario.functions() + " only " + counts);
        List<String> trace = points.trace();

        List<String> findings = new ArrayList<>();
        int kills = 0;
        // Threads may order or split their calls otherwise each time: the end is a run that nothing
        // killed.
        for (long number = 1; ; number++) {
            if (!kill(points, number, CrashPoints.When.BEFORE, aftermath, trace, findings)) {
                break;
            }
            kills++;
            if (carriesBytes(trace, number)
                    && kill(points, number, CrashPoints.When.HALF, aftermath, trace, findings)) {
                kills++;
            }
        }
        assertTrue(
                kills >= trace.size() / 2,
                "only " + kills + " kills at " + trace.size() + " calls");
        return new Report(new TreeMap<>(counts), kills, findings);
    }

    /** False if the run came to its end. */
    private boolean kill(
            CrashPoints points,
            long number,
            CrashPoints.When when,
            Aftermath aftermath,
            List<String> trace,
            List<String> findings)
            throws IOException {
        scenario.trees().build(place);
        command().with(points.at(number, when)).run();
        if (!points.killed()) {
            return false;
        }
        String at =
                when
                        + " call "
                        + (number <= trace.size() ? trace.get((int) number - 1) : number)
                        + ": ";
        aftermath.afterKill(TreeLook.at(place)).forEach(finding -> findings.add(at + finding));
        Finished next = command().run();
        aftermath
                .afterNextRun(next, TreeLook.at(place))
                .forEach(finding -> findings.add(at + finding));
        return true;
    }

    private Command command() {
        return scenario.command().apply(place);
    }

    private static boolean carriesBytes(List<String> trace, long number) {
        return number <= trace.size()
                && CrashPoints.OF_BYTES.contains(trace.get((int) number - 1).split(" ", 3)[1]);
    }
}
