package dev.dsync.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** {@code dsync share} as a process. */
public final class ShareProcess implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String PIN = "PIN ";

    private final Command.Running process;

    private ShareProcess(Command.Running process) {
        this.process = process;
    }

    /**
     * Starts it, and returns once there is a link.
     *
     * @param home its {@code DSYNC_HOME}
     * @param address where it listens
     */
    public static ShareProcess open(Path home, String address, Path shared, String... options)
            throws IOException {
        Command.Running process =
                Command.of(Image.program().toString(), "share", "--listen", address)
                        .plus(shared.toString())
                        .plus(options)
                        .with("DSYNC_HOME", home.toString())
                        .start();
        try {
            process.awaitLine("http", DEADLINE);
        } catch (IOException | AssertionError e) {
            process.close();
            throw e;
        }
        return new ShareProcess(process);
    }

    /** The link. */
    public String url() {
        return process.stdoutSoFar().lines().findFirst().orElseThrow();
    }

    /** The digits that are asked for. */
    public String pin() throws IOException {
        process.awaitLine(PIN, DEADLINE);
        String pin = process.after(PIN);
        assertTrue(pin.matches("\\d{6}"), pin);
        return pin;
    }

    /** To be looked at and ended. */
    public Command.Running running() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
