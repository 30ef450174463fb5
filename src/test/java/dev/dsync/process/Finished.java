package dev.dsync.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;

/**
 * What a process that has ended left: its exit code (128 + signal if killed), its output, how long
 * it ran.
 */
public record Finished(int exitCode, String stdout, String stderr, Duration duration) {

    public static final int KILLED = 128 + 9;

    public Finished succeeded() {
        assertEquals(0, exitCode, () -> "stdout:\n" + stdout + "\nstderr:\n" + stderr);
        return this;
    }
}
