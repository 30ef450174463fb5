package dev.dsync.app.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.app.batch.Runner.Attempt;
import dev.dsync.io.fs.MemoryFileSystem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Duration BACKOFF = Duration.ofSeconds(10);

    private final List<String> told = new ArrayList<>();
    private final Queue<Attempt> attempts = new ArrayDeque<>();
    private final Set<String> held = new HashSet<>();
    private Duration now = Duration.ZERO;
    private Duration attemptTime = Duration.ofSeconds(1);
    private Duration end = Duration.ofDays(1);

    /** Time that passes only while somebody waits or runs. */
    private final class FakeClock implements Clock {
        @Override
        public long nanoTime() {
            return now.toNanos();
        }

        @Override
        public boolean isEnded() {
            return now.compareTo(end) >= 0;
        }

        @Override
        public void pause(Duration time) {
            pass(time);
        }
    }

    private void pass(Duration time) {
        Duration then = now.plus(time);
        now = now.compareTo(end) < 0 && then.compareTo(end) > 0 ? end : then;
    }

    /** Tells the story of a batch. */
    private final class Story implements Batch.Listener {
        @Override
        public void began(Job job) {
            told.add(job.name());
        }

        @Override
        public void retrying(Job job, int count, Attempt failed, Duration pause) {
            boolean isWithin =
                    pause.compareTo(BACKOFF.multipliedBy(1L << (count - 1)).dividedBy(2)) >= 0
                            && pause.compareTo(BACKOFF.multipliedBy(1L << (count - 1))) <= 0;
            told.add(failed.exitCode() + (isWithin ? " again" : " again after " + pause));
        }

        @Override
        public void ended(Result result) {
            told.add(result.outcome().getClass().getSimpleName() + " " + result.attempts());
        }
    }

    private static Attempt attempt(int exitCode) {
        return new Attempt(exitCode, exitCode == 12, false, null, "");
    }

    private static Job job(String name, int retries, @Nullable Duration limit) {
        return new Job(
                name,
                Job.Way.PUSH,
                List.of("/a"),
                "/b",
                List.of(),
                new Retry(retries, BACKOFF),
                limit);
    }

    private Attempt run(Job job, @Nullable Duration limit) {
        assertTrue(held.contains(job.name()), "it holds the lock");
        if (limit != null && limit.compareTo(attemptTime) < 0) {
            pass(limit);
            return new Attempt(20, false, true, null, "");
        }
        pass(attemptTime);
        return attempts.remove();
    }

    private Closeable take(Job job) throws IOException {
        if (!held.add(job.name())) {
            throw new Batch.BusyException("somebody");
        }
        return () -> held.remove(job.name());
    }

    private List<Result> batch(Job... jobs) throws IOException {
        return new Batch(this::take, this::run, new FakeClock(), new Random(7), new Story())
                .run(List.of(jobs));
    }

    @Test
    void jobsThatFail_doNotStopOthers_andKeepNoLock() throws IOException {
        attempts.addAll(List.of(attempt(23), attempt(0)));
        List<Result> results = batch(job("a", 3, null), job("b", 0, null));
        assertEquals(List.of("a", "Ended 1", "b", "Ended 1"), told);
        assertEquals(Duration.ofSeconds(1), results.getFirst().elapsed());
        assertEquals(Set.of(), held);
    }

    @Test
    void whatMayPass_isTriedAgain_afterPausesThatDouble() throws IOException {
        attempts.addAll(List.of(attempt(12), attempt(12), attempt(12), attempt(0)));
        batch(job("a", 3, null));
        assertEquals(List.of("a", "12 again", "12 again", "12 again", "Ended 4"), told);
        told.clear();
        attempts.addAll(List.of(attempt(12), attempt(12)));
        List<Result> results = batch(job("a", 1, null));
        assertEquals(List.of("a", "12 again", "Ended 2"), told);
        assertEquals(attempt(12), results.getFirst().last());
    }

    @Test
    void timeLimit_endsAnAttempt_andKeepsFromWaitingInVain() throws IOException {
        attemptTime = Duration.ofHours(1);
        batch(job("a", 3, Duration.ofMinutes(5)));
        assertEquals(Duration.ofMinutes(5), now);
        attemptTime = Duration.ofSeconds(1);
        attempts.addAll(List.of(attempt(12), attempt(0)));
        batch(job("b", 3, Duration.ofSeconds(5)), job("c", 0, null));
        assertEquals(List.of("a", "Overdue 1", "b", "Ended 1", "c", "Ended 1"), told);
    }

    @Test
    void aJobThatIsBeingRun_isLeftAlone() throws IOException {
        held.add("a");
        attempts.add(attempt(0));
        List<Result> results = batch(job("a", 3, null), job("b", 0, null));
        assertEquals(List.of("a", "Busy 0", "b", "Ended 1"), told);
        assertEquals(new Result.Busy("somebody"), results.getFirst().outcome());
    }

    @Test
    void anEnd_isHeededWhileRunning_whilePausing_andBeforeTheTurn() throws IOException {
        end = Duration.ofMillis(500);
        attempts.add(attempt(20));
        batch(job("a", 3, null), job("b", 0, null));
        end = now.plusSeconds(2);
        attempts.add(attempt(12));
        batch(job("c", 3, null), job("d", 0, null));
        assertEquals(
                List.of(
                        "a",
                        "Interrupted 1",
                        "NotRun 0",
                        "c",
                        "12 again",
                        "Interrupted 1",
                        "NotRun 0"),
                told);
    }

    @Test
    void pauses_growNoLongerThanAnHour_unlessTheFirstIs() {
        Retry retry = new Retry(100, BACKOFF);
        Retry rare = new Retry(1, Duration.ofHours(5));
        Random random = new Random(3);
        for (int i = 1; i <= 100; i++) {
            assertTrue(retry.pause(i, random).compareTo(Duration.ofHours(1)) <= 0);
            Duration long5 = rare.pause(i, random);
            assertTrue(long5.compareTo(Duration.ofMinutes(150)) >= 0, long5.toString());
            assertTrue(long5.compareTo(Duration.ofHours(5)) <= 0, long5.toString());
        }
        assertTrue(retry.pause(20, random).compareTo(Duration.ofMinutes(30)) >= 0);
        assertThrows(IllegalArgumentException.class, () -> new Retry(101, BACKOFF));
        assertThrows(IllegalArgumentException.class, () -> new Retry(1, Duration.ZERO));
    }

    @Test
    void aLock_isOfOneJobOfOneFile_andTellsItsHolder() throws IOException {
        MemoryFileSystem system = new MemoryFileSystem(() -> Instant.EPOCH);
        JobLocks one = locks(system, "/etc/one.toml", "one");
        JobLocks again = locks(system, "/etc/one.toml", "again");
        JobLocks other = locks(system, "/etc/other.toml", "other");
        Job job = job("a", 0, null);
        try (Closeable _ = one.take(job)) {
            var busy = assertThrows(Batch.BusyException.class, () -> again.take(job));
            assertEquals("one", busy.getMessage());
            one.take(job("b", 0, null)).close();
            other.take(job).close();
        }
        Closeable taken = again.take(job);
        var busy = assertThrows(Batch.BusyException.class, () -> one.take(job));
        assertEquals("again", busy.getMessage());
        taken.close();
        assertEquals(0, system.openHandles());
    }

    private static JobLocks locks(MemoryFileSystem system, String file, String self) {
        return new JobLocks(
                system, "/state", file.getBytes(StandardCharsets.UTF_8), new Random(1), self);
    }
}
