package dev.dsync.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A directory that {@code dsync watch} keeps in sync, as a process with a home of its own. */
public final class WatchProcess implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String LISTENING = "listening on 127.0.0.1:";

    private final Path home;
    private final Path folder;
    private final List<Command.Running> runs = new ArrayList<>();

    private WatchProcess(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /** A directory and a home beside it, which has the key of share {@code s}; not watched yet. */
    public static WatchProcess of(Path directory, String name) throws IOException {
        Path home = Files.createDirectory(directory.resolve("home-" + name));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        ServedShares.key(directory.resolve("key"), '7');
        return new WatchProcess(home, Files.createDirectory(directory.resolve(name)));
    }

    public Path folder() {
        return folder;
    }

    /** Watches, and returns once it listens. */
    public void start(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("watch", folder.toString()));
        words.addAll(List.of("--share", "s", "--listen", "127.0.0.1:0"));
        words.addAll(List.of("--key-file", folder.resolveSibling("key").toString()));
        words.addAll(Arrays.asList(options));
        Command.Running run = command(words).start();
        runs.add(run);
        run.awaitLine(LISTENING, DEADLINE);
    }

    private Command command(List<String> words) {
        List<String> argv = new ArrayList<>(List.of(Image.program().toString()));
        argv.addAll(words);
        return Command.of(argv).with("DSYNC_HOME", home.toString());
    }

    /** What it has said since it was started last. */
    public String said() {
        return runs.getLast().stdoutSoFar();
    }

    /** What it has complained of since it was started last. */
    public String complained() {
        return runs.getLast().stderrSoFar();
    }

    /** Returns once it complains of that. */
    void complains(String part) throws IOException {
        Eventually.eventually(part, DEADLINE, () -> complained().contains(part));
    }

    /** Where it listens. */
    public String address() {
        return "127.0.0.1:" + runs.getLast().after(LISTENING);
    }

    boolean isAlive() {
        return runs.getLast().process().isAlive();
    }

    /** The link of its status page. */
    public String page() {
        return runs.getLast().after("status page at ");
    }

    /** The exit code, once it has ended. */
    public int ended() throws IOException {
        return runs.getLast().finish(DEADLINE).exitCode();
    }

    /** Runs a command of this directory with the same home. */
    public Finished run(String command, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of(command, folder.toString()));
        words.addAll(Arrays.asList(options));
        return command(words).run();
    }

    /** Runs a command with the same home. */
    Finished runElsewhere(String... words) throws IOException {
        return command(Arrays.asList(words)).run();
    }

    /** Begins a command with the same home. */
    Command.Running begin(String... words) throws IOException {
        return command(Arrays.asList(words)).start();
    }

    /** Ends the watch as a power switch would. */
    void kill() throws IOException {
        runs.getLast().process().destroyForcibly();
        ended();
    }

    /** Waits until it and its peers are equal. */
    public void synced() throws IOException {
        run("wait", "--synced", "--timeout", "30").succeeded();
    }

    /**
     * Ends it once both have a file of that name, and has both edit that, each saying whose it is:
     * here long ago, so that the other's edit wins when they meet again.
     */
    public void diverge(WatchProcess other, String name) throws IOException {
        Path here = folder.resolve(name);
        Files.writeString(here, "one");
        synced();
        run("stop").succeeded();
        assertEquals(0, ended());
        Files.writeString(here, "from " + folder.getFileName());
        Files.writeString(other.folder.resolve(name), "from " + other.folder.getFileName());
        Files.setLastModifiedTime(here, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    @Override
    public void close() {
        runs.forEach(Command.Running::close);
    }
}
