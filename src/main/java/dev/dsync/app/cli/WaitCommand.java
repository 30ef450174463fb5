package dev.dsync.app.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code wait}: until a running watch and its peers have the same. */
final class WaitCommand implements Command {
    private static final long PAUSE_MILLIS = 50;
    private static final double SECONDS_MAX = 1e9;
    private static final double MILLIS = 1e3;

    private final CommandSpec spec;
    private final OptionSpec synced =
            Switch.of("Wait until nothing is left to do; has to be given.", "--synced");
    private final List<String> timeout = new ArrayList<>();
    private final RunningWatch watch = new RunningWatch();

    WaitCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.addOption(synced);
        spec.addOption(
                OptionSpec.builder("--timeout")
                        .type(String.class)
                        .arity("1")
                        .paramLabel("SECONDS")
                        .description("Give up after so long; without end if not given.")
                        .parameterConsumer((args, _, _) -> timeout.add(args.pop()))
                        .build());
        spec.addPositional(watch.parameter());
        spec.usageMessage()
                .customSynopsis("dsync wait [DIR] --synced [--timeout SECONDS]")
                .description(
                        "Wait until a directory that is watched is the same at its peers.",
                        "",
                        "All peers that were named must be connected; if none was, one at least",
                        "must be. What changed here before is at all of them then.")
                .footer("", "Example: dsync wait ./share --synced --timeout 60");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public int run(Assembly assembly, Console console) throws UsageException, IOException {
        if (!Switch.isGiven(synced)) {
            throw new UsageException("nothing to wait for; write dsync wait --synced");
        }
        Duration longest = timeout.isEmpty() ? null : duration(timeout.getLast());
        CountDownLatch cancelled = new CountDownLatch(1);
        console.cancellation().onCancel(cancelled::countDown);
        long end = longest == null ? 0 : console.nanoTime().getAsLong() + longest.toNanos();
        return watch.with(
                assembly.system(),
                console,
                running -> {
                    long mark = 0;
                    while (cancelled.getCount() > 0) {
                        if (longest != null) {
                            long left = end - console.nanoTime().getAsLong();
                            if (left <= 0) {
                                return console.complain(
                                        WatchMessages.notSynced(Latin.shown(timeout.getLast())));
                            }
                            running.setPatience(Duration.ofNanos(left));
                        }
                        mark = mark == 0 ? running.mark() : mark;
                        if (running.isSynced(mark)) {
                            return ExitCode.OK;
                        }
                        pause(cancelled);
                    }
                    return console.complain(Messages.cancelled());
                });
    }

    private static void pause(CountDownLatch cancelled) throws IOException {
        try {
            cancelled.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Duration duration(String seconds) throws UsageException {
        try {
            double value = Double.parseDouble(seconds);
            if (value >= 0 && value <= SECONDS_MAX) {
                return Duration.ofMillis((long) (value * MILLIS));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(
                "cannot use --timeout '" + Latin.shown(seconds) + "'; write seconds, as 60");
    }
}
