package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.tree.TreeLook;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One scenario killed at every call that touches its trees, each time from a fresh copy, and each
 * time run again.
 */
public final class CrashSweep {

    private final CrashScenario scenario;
    private final Path directory;
    private final long first;
    private final int step;

    /**
     * @param directory for the trees and the counters, the test's own
     */
    public CrashSweep(CrashScenario scenario, Path directory) throws IOException {
        this(scenario, directory.toRealPath(), 1, 1);
    }

    private CrashSweep(CrashScenario scenario, Path directory, long first, int step) {
        this.scenario = scenario;
        this.directory = directory;
        this.first = first;
        this.step = step;
    }

    /** A sample of it: one call of so many, which ones by the seed. */
    public CrashSweep oneOf(int calls, long seed) {
        return new CrashSweep(scenario, directory, 1 + Math.floorMod(seed, calls), calls);
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
        return run(1);
    }

    /** With so many killed runs side by side, each in trees of its own. */
    public Report run(int workers) throws IOException {
        AtomicLong next = new AtomicLong(first);
        List<FutureTask<Report>> sweeps = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            Place place = new Place(directory.resolve("sweep" + worker));
            FutureTask<Report> sweep = new FutureTask<>(() -> place.sweep(next));
            sweeps.add(sweep);
            Thread.ofPlatform().start(sweep);
        }
        Map<String, Long> counts = new TreeMap<>();
        List<String> findings = new ArrayList<>();
        int kills = 0;
        for (FutureTask<Report> sweep : sweeps) {
            Report report = result(sweep);
            counts.putAll(report.counts);
            kills += report.kills;
            findings.addAll(report.findings);
        }
        long calls = counts.values().stream().mapToLong(Long::longValue).sum();
        assertTrue(kills >= calls / step / 2, "only " + kills + " kills at " + calls + " calls");
        return new Report(counts, kills, findings);
    }

    /** The calls of a run that is not killed, in order: {@code NUMBER FUNCTION PATH}. */
    public List<String> trace() throws IOException {
        return new Place(directory.resolve("trace")).trace;
    }

    private static Report result(FutureTask<Report> sweep) throws IOException {
        try {
            return sweep.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /** Trees to be killed in, and what becomes of them when nothing is killed. */
    private final class Place {
        private final Path trees;
        private final CrashPoints points;
        private final Aftermath aftermath;
        private final Map<String, Long> counts;
        private final List<String> trace;

        Place(Path own) throws IOException {
            trees = Files.createDirectories(own.resolve("trees"));
            points =
                    new CrashPoints(
                            trees,
                            Files.createDirectories(own.resolve("scratch")),
                            scenario.side());
            scenario.trees().build(trees);
            TreeLook before = TreeLook.at(trees);
            command().with(points.counting()).run().succeeded();
            aftermath = new Aftermath(scenario.target(), before, TreeLook.at(trees));
            counts = points.counts();
            assertTrue(
                    counts.keySet().containsAll(scenario.functions()),
                    () ->
                            "not seen by the library: of "
                                    + scenario.functions()
                                    + " only "
                                    + counts);
            trace = points.trace();
        }

        /**
         * Kills at one call after the other. Threads may order or split their calls otherwise each
         * time: the end is a run that nothing killed.
         */
        Report sweep(AtomicLong next) throws IOException {
            List<String> findings = new ArrayList<>();
            int kills = 0;
            while (true) {
                long number = next.getAndAdd(step);
                if (!kill(number, CrashPoints.When.BEFORE, findings)) {
                    return new Report(counts, kills, findings);
                }
                kills++;
                if (carriesBytes(number) && kill(number, CrashPoints.When.HALF, findings)) {
                    kills++;
                }
            }
        }

        /** False if the run came to its end. */
        private boolean kill(long number, CrashPoints.When when, List<String> findings)
                throws IOException {
            scenario.trees().build(trees);
            command().with(points.at(number, when)).run();
            if (!points.killed()) {
                return false;
            }
            String call = number <= trace.size() ? trace.get((int) number - 1) : "" + number;
            String at = when + " call " + call + ": ";
            aftermath.afterKill(TreeLook.at(trees)).forEach(finding -> findings.add(at + finding));
            Finished next = command().run();
            aftermath
                    .afterNextRun(next, TreeLook.at(trees))
                    .forEach(finding -> findings.add(at + finding));
            return true;
        }

        private boolean carriesBytes(long number) {
            return number <= trace.size()
                    && CrashPoints.OF_BYTES.contains(trace.get((int) number - 1).split(" ", 3)[1]);
        }

        private Command command() {
            return scenario.command().apply(trees);
        }
    }
}
