package dev.dsync.netns;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long each step took and what crossed the network: printed, never judged. */
final class Times {
    private static final double NANOS = 1e9;

    private final Network network;
    private final List<String> rows = new ArrayList<>();

    Times(Network network) {
        this.network = network;
    }

    /** A step of a test. */
    @FunctionalInterface
    interface Step {
        /** Changes something, and returns how long it took until that was everywhere. */
        Duration run() throws IOException;
    }

    /** Does a step and takes down its figures. */
    void take(String what, Step step) throws IOException {
        long toA = network.bytesTo("a");
        long toB = network.bytesTo("b");
        long toC = network.bytesTo("c");
        Duration took = step.run();
        rows.add(
                String.format(
                        Locale.ROOT,
                        "| %-52s | %7.2f | %,13d | %,13d | %,13d |",
                        what,
                        took.toNanos() / NANOS,
                        network.bytesTo("a") - toA,
                        network.bytesTo("b") - toB,
                        network.bytesTo("c") - toC));
    }

    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "| %-52s | seconds | %13s | %13s | %13s |%n",
                        "until all three are equal",
                        "bytes to a",
                        "bytes to b",
                        "bytes to c")
                + String.join("\n", rows);
    }
}
