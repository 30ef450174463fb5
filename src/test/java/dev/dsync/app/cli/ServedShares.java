package dev.dsync.app.cli;

import dev.dsync.process.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code dsync serve} in this JVM, on a port of its own, and the command line of its users. */
final class ServedShares implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String LISTENING = "listening on 127.0.0.1:";

    private final Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Cancellation cancellation = new Cancellation();
    private final FutureTask<Integer> serving;

    /** What a command printed and how it ended. */
    record Ran(int exitCode, String out, String err) {}

    private ServedShares(Path directory, List<String> argv) {
        this.directory = directory;
        Console console =
                new Console(out, err, home(directory, "there"), 0, System::nanoTime, cancellation);
        serving = new FutureTask<>(() -> Main.run(bytes(argv), console, Assembly.standard()));
    }

    /**
     * Serves with one key, which is written to {@code key} in this directory.
     *
     * @param options {@code --share} and others
     */
    static ServedShares open(Path directory, String... options) throws IOException {
        key(directory.resolve("key"), '5');
        List<String> argv = new ArrayList<>(List.of("serve", "-v", "--listen", "127.0.0.1:0"));
        argv.addAll(List.of("--key-file", directory.resolve("key").toString()));
        argv.addAll(Arrays.asList(options));
        ServedShares served = new ServedShares(directory, argv);
        Thread.ofPlatform().daemon().start(served.serving);
        Eventually.eventually(
                "it listens",
                DEADLINE,
                () -> served.text().startsWith(LISTENING) || served.serving.isDone());
        if (served.serving.isDone()) {
            throw new IOException(served.err.toString(StandardCharsets.UTF_8));
        }
        return served;
    }

    static Path key(Path file, char digit) throws IOException {
        Files.writeString(file, String.valueOf(digit).repeat(64) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** What it has printed. */
    String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    int port() {
        return Integer.parseInt(
                text().lines().findFirst().orElseThrow().substring(LISTENING.length()));
    }

    /** What was said about those who came. */
    String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    String url(String path) {
        return url(port(), path);
    }

    static String url(int port, String path) {
        return "dsync://127.0.0.1:" + port + "/" + path;
    }

    /** What it said of its visitors, once it said so of that many. */
    String told(int visitors) throws IOException {
        Eventually.eventually(
                "it tells of its visitors",
                DEADLINE,
                () -> err.toString(StandardCharsets.UTF_8).lines().count() >= visitors);
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Runs a command as somebody who has the key. */
    Ran run(String command, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(command));
        argv.addAll(List.of("--key-file", directory.resolve("key").toString()));
        argv.addAll(Arrays.asList(arguments));
        return run(directory, argv);
    }

    /** Runs a command as somebody who has only what the arguments say. */
    static Ran run(Path directory, List<String> argv) {
        return run(directory, "here", argv);
    }

    /** Runs a command with the home of this name. */
    static Ran run(Path directory, String home, List<String> argv) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console =
                new Console(
                        out, err, home(directory, home), 0, System::nanoTime, new Cancellation());
        int exitCode = Main.run(bytes(argv), console, Assembly.standard());
        return new Ran(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    private static Map<String, String> home(Path directory, String name) {
        return Map.of("DSYNC_HOME", directory.resolve("home-" + name).toString());
    }

    private static List<byte[]> bytes(List<String> argv) {
        return argv.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    public void close() throws IOException {
        cancellation.cancel();
        try {
            int exitCode = serving.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (exitCode != ExitCode.INTERRUPTED) {
                throw new IOException("serve ended with " + exitCode);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
