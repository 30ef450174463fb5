package dev.dsync.netns;

import dev.dsync.process.Command;
import dev.dsync.process.Eventually;
import dev.dsync.process.NativeTool;
import dev.dsync.process.Precondition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Machines that reach each other and nobody else: each is a network namespace, and a bridge in one
 * more joins them.
 */
final class Network implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SUBNET = "10.73.0.";

    /** Columns of {@code /proc/net/dev}: bytes the hub got from a machine, and gave to it. */
    private static final int RECEIVED = 1;

    private static final int SENT = 9;

    private final Path ip = Precondition.program("ip");
    private final Path nsenter = Precondition.program("nsenter");
    private final String prefix;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final List<Command.Running> wires = new ArrayList<>();

    private Network() {
        prefix = "dsync-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + "-";
    }

    /** A network of nobody yet. */
    static Network open() throws IOException {
        Precondition.root();
        Network network = new Network();
        Command add = Command.of(network.ip + "", "netns", "add", network.hub());
        Precondition.require(add.run().exitCode() == 0, "no network namespace can be made");
        network.ip("-n", network.hub(), "link", "add", "bridge", "type", "bridge");
        network.ip("-n", network.hub(), "link", "set", "bridge", "up");
        return network;
    }

    private String hub() {
        return prefix + "hub";
    }

    private String space(String machine) {
        return prefix + machine;
    }

    /** The hub's end of what joins a machine. */
    private static String port(String machine) {
        return "to-" + machine;
    }

    private void ip(String... words) throws IOException {
        Command.of(ip.toString()).plus(words).run().succeeded();
    }

    /** Adds a machine; its name is a short one. */
    void join(String machine) throws IOException {
        ip("netns", "add", space(machine));
        String[] ends = {"link", "add", "name", port(machine), "netns", hub(), "type", "veth"};
        String[] peer = {"peer", "name", "eth0", "netns", space(machine)};
        Command.of(ip.toString()).plus(ends).plus(peer).run().succeeded();
        connect(machine);
    }

    /**
     * Adds a machine behind a wire that loses frames and takes its time.
     *
     * @param lostPerMille of all frames, each way
     * @param delayMillis each way
     * @param seed what is lost
     */
    void joinByPoorWire(String machine, int lostPerMille, int delayMillis, long seed)
            throws IOException {
        ip("netns", "add", space(machine));
        Command.Running wire =
                Command.of(NativeTool.program("wire").toString())
                        .plus("/run/netns/" + hub(), port(machine))
                        .plus("/run/netns/" + space(machine), "eth0")
                        .plus(lostPerMille + "", delayMillis + "", seed + "")
                        .start();
        wires.add(wire);
        Eventually.eventually(
                "the wire is there",
                SOON,
                () -> wire.stdoutSoFar().contains("ready") || !wire.process().isAlive());
        Precondition.require(wire.process().isAlive(), "no TAP device: " + wire.stderrSoFar());
        connect(machine);
    }

    private void connect(String machine) throws IOException {
        String address = SUBNET + (addresses.size() + 1);
        ip("-n", hub(), "link", "set", port(machine), "master", "bridge", "up");
        ip("-n", space(machine), "addr", "add", address + "/24", "dev", "eth0");
        ip("-n", space(machine), "link", "set", "eth0", "up");
        ip("-n", space(machine), "link", "set", "lo", "up");
        addresses.put(machine, address);
    }

    String address(String machine) {
        String address = addresses.get(machine);
        if (address == null) {
            throw new IllegalArgumentException(machine + " has not joined");
        }
        return address;
    }

    /** A command that runs on a machine. */
    Command on(String machine, String... argv) {
        return inSpace(space(machine), argv);
    }

    private Command inSpace(String space, String... argv) {
        List<String> words = new ArrayList<>();
        words.add(nsenter.toString());
        words.add("--net=/run/netns/" + space);
        words.addAll(Arrays.asList(argv));
        return Command.of(words);
    }

    /** Pulls a machine's plug. */
    void cut(String machine) throws IOException {
        ip("-n", hub(), "link", "set", port(machine), "down");
    }

    /** Puts it in again. */
    void mend(String machine) throws IOException {
        ip("-n", hub(), "link", "set", port(machine), "up");
    }

    /** All bytes a machine has received, from any of the others. */
    long bytesTo(String machine) throws IOException {
        return counter(machine, SENT);
    }

    /** All bytes a machine has sent, to any of the others. */
    long bytesFrom(String machine) throws IOException {
        return counter(machine, RECEIVED);
    }

    private long counter(String machine, int column) throws IOException {
        String table = inSpace(hub(), "cat", "/proc/net/dev").run().succeeded().stdout();
        return table.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(port(machine) + ":"))
                .mapToLong(line -> Long.parseLong(line.split("[: ]+", -1)[column]))
                .findFirst()
                .orElseThrow();
    }

    /** Takes everything down; whoever still runs on a machine is alone from now on. */
    @Override
    public void close() throws IOException {
        wires.forEach(Command.Running::close);
        for (String machine : addresses.keySet()) {
            ip("netns", "del", space(machine));
        }
        ip("netns", "del", hub());
    }
}
