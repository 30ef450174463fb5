package dev.dsync.netns;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.process.Command;
import dev.dsync.process.Finished;
import dev.dsync.process.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine of a network that watches a folder of its own. */
final class Machine implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PORT = ":22001";

    private final Network network;
    private final String name;
    private final Path home;
    private final Folder folder;
    private final Map<String, String> environment = new HashMap<>();
    private Command.@Nullable Running process;

    /**
     * One that has joined the network.
     *
     * @param directory for what it has beside the folder
     */
    Machine(Network network, String name, Path directory, Path folder) {
        this.network = network;
        this.name = name;
        this.home = directory.resolve("home-" + name);
        this.folder = new Folder(folder);
    }

    Folder folder() {
        return folder;
    }

    /** How others name it. */
    String address() {
        return network.address(name) + PORT;
    }

    /** A variable of its watch, from the next start on. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    private Command dsync(List<String> words) {
        return network.on(name, Image.program().toString())
                .plus(words.toArray(String[]::new))
                .with("DSYNC_HOME", home.toString());
    }

    /** Begins to watch, and returns once it listens. */
    void start(Path key, List<String> peers) throws IOException {
        Command.Running started =
                dsync(List.of("watch", folder.path().toString(), "--share", "s"))
                        .plus("--key-file", key.toString())
                        .plus("--peers", String.join(",", peers))
                        .with(environment)
                        .start();
        process = started;
        started.awaitLine("listening on ", SOON);
    }

    /** Kills the watch as the kernel does. */
    void kill() throws IOException {
        running().process().destroyForcibly();
        running().finish(SOON);
        process = null;
    }

    /** Sends the watch a signal, such as STOP. */
    void signal(String signal) throws IOException {
        Command.of("kill", "-" + signal, running().process().pid() + "").run().succeeded();
    }

    private Command.Running running() {
        return Objects.requireNonNull(process);
    }

    /** What its watch has said on either stream since it was started last. */
    String said() {
        return running().stdoutSoFar() + running().stderrSoFar();
    }

    /** What the watch says of itself and its peers, as one line of JSON. */
    String status() throws IOException {
        return dsync(List.of("status", folder.path().toString(), "--json"))
                .run()
                .succeeded()
                .stdout();
    }

    /** What this one says of a peer. */
    String statusOf(Machine peer) throws IOException {
        String status = status();
        int at = status.indexOf("{\"name\":\"" + network.address(peer.name) + "\"");
        assertTrue(at >= 0, status);
        return status.substring(at, status.indexOf('}', at) + 1);
    }

    /** Whether this one says that it is linked with a peer. */
    boolean isLinkedWith(Machine peer) throws IOException {
        return statusOf(peer).contains("\"state\":\"connected\"");
    }

    /** Waits until this one says that it is in sync with all its peers. */
    void waitUntilSynced(Duration most) throws IOException {
        Finished waited =
                dsync(List.of("wait", folder.path().toString(), "--synced"))
                        .plus("--timeout", most.toSeconds() + "")
                        .within(most.plus(SOON))
                        .run();
        if (waited.exitCode() != 0) {
            throw new AssertionError(name + ": " + waited.stderr() + status() + said());
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
