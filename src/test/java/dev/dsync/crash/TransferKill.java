package dev.dsync.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.tree.TreeLook;
import dev.dsync.tree.TreeSpec;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * A source {@code A} and a target {@code to/B} between which runs are killed when a drawn part of
 * the content has come, and run again.
 */
final class TransferKill {

    /** Who is not killed has to notice it and end within this time. */
    static final Duration SOON = Duration.ofSeconds(20);

    private static final int SMALL_FILES = 300;
    private static final int SMALL_BYTES = 8 << 10;
    private static final int LARGE_BYTES = 40 << 20;
    private static final long POLL_NANOS = 5_000_000;
    private static final TreeSpec OLD =
            TreeSpec.of("f B/many/f7 rand:1000:9k\nf B/z rand:1001:1M\nf B/other \"o\"\n");

    private final Path to;
    private final long seed;
    private final RandomGenerator random;
    private final TreeLook before;
    private final Aftermath aftermath;
    private int hits;

    /** Who is killed in a run under way. */
    @FunctionalInterface
    interface Victim {
        Optional<ProcessHandle> of(Command.Running run);
    }

    /**
     * Builds both trees.
     *
     * @param place for them, the test's own
     * @param whole a run that is not killed: what it leaves is wanted
     */
    TransferKill(Path place, long seed, Command whole) throws IOException {
        this.to = place.resolve("to");
        this.seed = seed;
        this.random = new Random(seed);
        StringBuilder source = new StringBuilder("f A/z rand:999:" + LARGE_BYTES + "\n");
        for (int i = 0; i < SMALL_FILES; i++) {
            source.append("f A/many/f").append(i).append(" rand:").append(i);
            source.append(":").append(SMALL_BYTES).append("\n");
        }
        TreeSpec.of(source.toString()).build(place);
        OLD.build(to);
        before = TreeLook.at(to);
        whole.run().succeeded();
        aftermath = new Aftermath("B", before, TreeLook.at(to));
    }

    /** How many runs were hit before their end. */
    int hits() {
        return hits;
    }

    /**
     * Starts a run into the old target and kills in it; empty if the run came to its end before.
     */
    Optional<Finished> killed(Command command, Victim victim) throws IOException {
        OLD.build(to);
        boolean amongSmallFiles = random.nextBoolean();
        long small = (long) SMALL_FILES * SMALL_BYTES;
        long moment =
                amongSmallFiles ? random.nextLong(small) : small + random.nextLong(LARGE_BYTES / 2);
        long old = contentBytes();
        try (Command.Running run = command.start()) {
            while (run.process().isAlive() && contentBytes() - old < moment) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            Optional<ProcessHandle> found = victim.of(run);
            found.ifPresent(ProcessHandle::destroyForcibly);
            Finished end = run.finish(SOON);
            if (found.isEmpty() || end.exitCode() == 0) {
                return Optional.empty();
            }
            hits++;
            assertSays("", end.stderr());
            return Optional.of(end);
        }
    }

    /** What a side that lives on says of the end of the other: no stack trace in any case. */
    void assertSays(String words, String said) {
        assertFalse(said.contains("\tat ") || !said.contains(words), () -> said + withSeed());
    }

    /** Checks what a kill left, runs the command again and checks what that left. */
    void assertFinishedBy(Command command) throws IOException {
        List<String> findings = new ArrayList<>(aftermath.afterKill(TreeLook.at(to)));
        Finished next = command.run();
        findings.addAll(aftermath.afterNextRun(next, TreeLook.at(to)));
        assertEquals(List.of(), findings, this::withSeed);
    }

    String withSeed() {
        return "with -Ddsync.seed=" + seed;
    }

    /** Bytes in files of the target, finished or in the making. */
    private long contentBytes() throws IOException {
        AtomicLong bytes = new AtomicLong();
        Files.walkFileTree(
                to.resolve("B"),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        bytes.addAndGet(attributes.size());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException renamed) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException error) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return bytes.get();
    }
}
