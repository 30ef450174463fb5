package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.tree.TreeLook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** One scenario killed from outside at moments drawn from a seed, and run again. */
public final class RandomKill {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final CrashScenario scenario;
    private final Path place;
    private final long seed;

    public RandomKill(CrashScenario scenario, Path place, long seed) {
        this.scenario = scenario;
        this.place = place;
        this.seed = seed;
    }

    /** {@code -Ddsync.seed}, or the fixed one of a normal run. */
    public static long seed() {
        String given = System.getProperty("dsync.seed", "");
        return given.isEmpty() ? 20_260_101L : Long.parseLong(given);
    }

    /** Returns how many runs were hit before their end; what went wrong fails with the seed. */
    public int run(int rounds) throws IOException {
        RandomGenerator random = new Random(seed);
        scenario.trees().build(place);
        TreeLook before = TreeLook.at(place);
        Finished whole = command().run().succeeded();
        Aftermath aftermath = new Aftermath(scenario.target(), before, TreeLook.at(place));
        List<String> findings = new ArrayList<>();
        int hits = 0;
        Duration longest = whole.duration();
        for (int round = 0; round < rounds; round++) {
            long moment = (long) (random.nextDouble() * longest.toNanos());
            scenario.trees().build(place);
            Finished run = killedAfter(moment);
            if (run.exitCode() != 0) {
                hits++;
            } else if (run.duration().compareTo(longest) < 0) {
                longest = run.duration(); // the ones before were held up by something else
            }
            aftermath.afterKill(TreeLook.at(place)).forEach(findings::add);
            Finished next = command().run();
            aftermath.afterNextRun(next, TreeLook.at(place)).forEach(findings::add);
        }
        assertEquals(List.of(), findings, () -> "with -Ddsync.seed=" + seed);
        return hits;
    }

    private Finished killedAfter(long nanos) throws IOException {
        try (Command.Running running = command().start()) {
            long start = System.nanoTime();
            while (running.process().isAlive() && System.nanoTime() - start < nanos) {
                LockSupport.parkNanos(Math.max(1, nanos - (System.nanoTime() - start)));
            }
            Optional<ProcessHandle> victim = victim(running.process().toHandle());
            victim.ifPresent(ProcessHandle::destroyForcibly);
            return running.finish(TIMEOUT);
        }
    }

    private Optional<ProcessHandle> victim(ProcessHandle main) {
        if (scenario.side().isEmpty()) {
            return Optional.of(main);
        }
        String word = scenario.side().get();
        return main.descendants()
                .filter(
                        process ->
                                List.of(process.info().arguments().orElse(new String[0]))
                                        .contains(word))
                .findFirst();
    }

    private Command command() {
        return scenario.command().apply(place);
    }
}
