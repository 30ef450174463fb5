package dev.dsync.app.doctor;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine that is as a test says; a sound one if it says nothing. */
final class FakeMachine implements Surroundings, Programs {
    final Map<String, String> properties =
            new HashMap<>(
                    Map.of(
                            "java.version", "25.0.1",
                            "java.specification.version", "25",
                            "java.home", "/jdk",
                            "sun.jnu.encoding", "UTF-8"));
    final Map<String, String> files =
            new HashMap<>(
                    Map.of(
                            "/proc/sys/fs/inotify/max_user_watches", "524288\n",
                            "/proc/sys/fs/inotify/max_user_instances", "128\n",
                            "/proc/self/limits",
                                    "Limit  Soft Limit\nMax open files    20000   20000  files\n"));

    /** What programs answer, by their words; one that is not here is not installed. */
    final Map<String, Ended> answers = new HashMap<>();

    final List<List<String>> ran = new ArrayList<>();
    final Map<Long, ProcessHandle> holders = new HashMap<>();
    List<Link> links =
            List.of(new Link("lo", true, true, true), new Link("eth0", true, true, false));
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    boolean canWatch = true;
    String whyNotListening = "";

    @Override
    public String property(String name) {
        return properties.getOrDefault(name, "");
    }

    @Override
    public Optional<String> text(String file) {
        return Optional.ofNullable(files.get(file));
    }

    @Override
    public boolean canWatch() {
        return canWatch;
    }

    @Override
    public Optional<String> whyNotListening(InetSocketAddress address) {
        return whyNotListening.isEmpty() ? Optional.empty() : Optional.of(whyNotListening);
    }

    @Override
    public Optional<ProcessHandle> holder(long socket) {
        return Optional.ofNullable(holders.get(socket));
    }

    @Override
    public List<Link> links() {
        return links;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Optional<Ended> run(Duration allowed, List<String> argv) {
        ran.add(argv);
        return Optional.ofNullable(answers.get(String.join(" ", argv)));
    }
}
