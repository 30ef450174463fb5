package dev.dsync.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code dsync serve} as a process, on a port of its own. */
public final class ServeProcess implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String PAGE = "status page at ";
    private static final String LISTENING = "listening on 127.0.0.1:";

    private final Command.Running process;

    private ServeProcess(Command.Running process) {
        this.process = process;
    }

    /**
     * Starts it, and returns once it listens.
     *
     * @param launcher the program, with what comes before it to run it as somebody else
     * @param home its {@code DSYNC_HOME}
     * @param options {@code --share}, {@code --key-file} and others
     */
    public static ServeProcess open(List<String> launcher, Path home, List<String> options)
            throws IOException {
        List<String> argv = new ArrayList<>(launcher);
        argv.addAll(List.of("serve", "-v", "--listen", "127.0.0.1:0"));
        argv.addAll(options);
        Command.Running process = Command.of(argv).with("DSYNC_HOME", home.toString()).start();
        try {
            process.awaitLine(LISTENING, DEADLINE);
        } catch (IOException | AssertionError e) {
            process.close();
            throw e;
        }
        return new ServeProcess(process);
    }

    public int port() {
        return Integer.parseInt(process.after(LISTENING));
    }

    /** The link of its status page, asked for by {@code --web}. */
    public String page() throws IOException {
        process.awaitLine(PAGE, DEADLINE);
        return process.after(PAGE);
    }

    /** What it says of those who came. */
    public String said() {
        return process.stderrSoFar();
    }

    @Override
    public void close() {
        process.close();
    }
}
