package dev.dsync.netns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.process.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Three machines that watch one share, each with the other two as peers. */
final class Trio implements AutoCloseable {
    private final Path directory;
    private final Path key;
    private final Network network;
    private final Map<String, Machine> machines = new LinkedHashMap<>();

    /** A machine joins a network. */
    @FunctionalInterface
    interface Joining {
        void join(Network network) throws IOException;
    }

    private Trio(Path directory, Network network) throws IOException {
        this.directory = directory;
        this.network = network;
        this.key = Files.writeString(directory.resolve("key"), "7".repeat(64) + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    /**
     * Machines a, b and c, none of which watches yet.
     *
     * @param third how c joins
     */
    static Trio open(Path directory, Joining third) throws IOException {
        Network network = Network.open();
        try {
            Trio trio = new Trio(directory, network);
            network.join("a");
            network.join("b");
            third.join(network);
            for (String name : List.of("a", "b", "c")) {
                Path folder = Files.createDirectory(directory.resolve(name));
                trio.machines.put(name, new Machine(network, name, directory, folder));
            }
            return trio;
        } catch (IOException | RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    static Trio open(Path directory) throws IOException {
        return open(directory, network -> network.join("c"));
    }

    Network network() {
        return network;
    }

    Machine a() {
        return machine("a");
    }

    Machine b() {
        return machine("b");
    }

    Machine c() {
        return machine("c");
    }

    /** Some of them. */
    List<Machine> only(String... names) {
        return Stream.of(names).map(this::machine).toList();
    }

    private Machine machine(String name) {
        return Objects.requireNonNull(machines.get(name));
    }

    /** Starts one, which returns once it listens. */
    void start(Machine machine) throws IOException {
        List<String> others =
                machines.values().stream()
                        .filter(other -> !other.equals(machine))
                        .map(Machine::address)
                        .toList();
        machine.start(key, others);
    }

    void startAll() throws IOException {
        for (Machine machine : machines.values()) {
            start(machine);
        }
    }

    /** Waits until in all folders the same is to be seen; returns how long that took. */
    Duration settle(String what, Duration most) throws IOException {
        return settle(what, most, List.copyOf(machines.values()));
    }

    /** Waits until in these folders the same is to be seen; returns how long that took. */
    Duration settle(String what, Duration most, List<Machine> among) throws IOException {
        long start = System.nanoTime();
        try {
            Eventually.eventually(what, most, () -> isSame(among));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + described(), e);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static boolean isSame(List<Machine> among) throws IOException {
        Map<String, String> first = among.getFirst().folder().look();
        for (Machine machine : among) {
            if (machine.folder().isLittered() || !Objects.equals(first, machine.folder().look())) {
                return false;
            }
        }
        return first != null;
    }

    /**
     * The end of each hardship: all are in sync by their own account, all folders hold the same to
     * the byte, and nothing is left over.
     */
    Map<String, String> assertEqual(Duration most) throws IOException {
        settle("all are equal", most);
        for (Machine machine : machines.values()) {
            machine.waitUntilSynced(most);
        }
        Map<String, String> contents = contents(a());
        for (Machine machine : machines.values()) {
            assertEquals(contents, contents(machine), () -> machine + described());
            assertEquals(false, machine.folder().isLittered(), () -> machine + described());
        }
        return contents;
    }

    private static Map<String, String> contents(Machine machine) throws IOException {
        Map<String, String> contents = machine.folder().contents();
        if (contents == null) {
            throw new AssertionError(machine + " still changes");
        }
        return contents;
    }

    private String described() {
        StringBuilder text = new StringBuilder();
        Set<String> everywhere = null;
        Map<String, Map<String, String>> seen = new LinkedHashMap<>();
        for (Machine machine : machines.values()) {
            Map<String, String> look = lookAt(machine);
            seen.put(machine.toString(), look);
            Set<String> lines = lines(look);
            if (everywhere == null) {
                everywhere = lines;
            } else {
                everywhere.retainAll(lines);
            }
            text.append("\n-- ").append(machine).append(" said:\n").append(machine.said());
        }
        for (Map.Entry<String, Map<String, String>> one : seen.entrySet()) {
            List<String> own = new ArrayList<>(lines(one.getValue()));
            own.removeAll(Objects.requireNonNull(everywhere));
            own.sort(null);
            text.append("\n-- only at ").append(one.getKey()).append(":\n");
            own.forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    private static Set<String> lines(Map<String, String> look) {
        Set<String> lines = new HashSet<>();
        look.forEach((path, facts) -> lines.add(path + ": " + facts));
        return lines;
    }

    private static Map<String, String> lookAt(Machine machine) {
        try {
            @Nullable Map<String, String> look = machine.folder().look();
            return look == null ? Map.of() : look;
        } catch (IOException e) {
            return Map.of("cannot be looked at", e.toString());
        }
    }

    /** For what a test needs beside the folders. */
    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        machines.values().forEach(Machine::close);
        network.close();
    }
}
