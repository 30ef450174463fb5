package dev.dsync.app.cli;

import dev.dsync.app.render.Statistics;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.filter.RuleParser;
import dev.dsync.engine.session.Ending;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code push} and {@code pull}: one command under two names. */
final class PushCommand implements Command {
    private final CommandSpec spec;
    private final List<Given> given = new ArrayList<>();
    private final List<byte[]> locations = new ArrayList<>();

    PushCommand(String name) {
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        for (RunFlag flag : RunFlag.all()) {
            spec.addOption(option(flag, true, flag.names()));
            spec.addOption(option(flag, false, flag.negations()));
        }
        PositionalParamSpec.Builder places =
                PositionalParamSpec.builder()
                        .paramLabel("LOCATION")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .hidden(true)
                        .parameterConsumer(this::takeLocations);
        spec.addPositional(places.build());
        PushHelp.describe(spec);
    }

    private OptionSpec option(RunFlag flag, boolean on, List<String> names) {
        OptionSpec.Builder option =
                OptionSpec.builder(
                                names.getFirst(),
                                names.subList(1, names.size()).toArray(String[]::new))
                        .description(flag.help().replace("%", "%%")) // it is a format
                        .hidden(!on);
        if (on && flag.takesValue()) {
            option.type(String.class)
                    .arity("1")
                    .paramLabel(flag.label())
                    .parameterConsumer((args, _, _) -> takeValue(flag, args));
        } else {
            option.type(boolean.class).arity("0").setter(setter(flag, on));
        }
        return option.build();
    }

    private picocli.CommandLine.Model.ISetter setter(RunFlag flag, boolean on) {
        return new picocli.CommandLine.Model.ISetter() {
            @Override
            public <T> T set(T value) {
                if (Boolean.TRUE.equals(value)) {
                    given.add(new Given(flag, on, "", Given.Layer.ARGUMENTS));
                }
                return value;
            }
        };
    }

    private void takeValue(RunFlag flag, Stack<String> args) {
        if (args.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), flag.names().getLast() + " needs a value: " + flag.label());
        }
        given.add(new Given(flag, true, args.pop(), Given.Layer.ARGUMENTS));
    }

    private void takeLocations(Stack<String> args, ArgSpec places, CommandSpec command) {
        locations.add(Latin.bytes(args.pop()));
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    /** What the parsed arguments and the settings come to. */
    Order order(Settings settings) throws UsageException, IOException, InvalidRuleException {
        List<Given> all = new ArrayList<>(settings.given());
        all.addAll(given);
        List<Location> parsed = new ArrayList<>();
        for (byte[] location : locations) {
            parsed.add(LocationParser.parse(location));
        }
        return Draft.order(all, parsed, new RuleParser(new OperatorFiles(), false));
    }

    @Override
    public int run(Assembly assembly, Console console)
            throws UsageException, IOException, InvalidRuleException {
        return carryOut(order(assembly.settings(console)), assembly, console).exitCode();
    }

    /**
     * How a push or pull went.
     *
     * @param figures null if it did not come to an end of its own
     * @param stopped whether its time was over
     */
    record Ran(int exitCode, @Nullable Statistics figures, boolean stopped) {}

    /**
     * Carries one out, and shows it.
     *
     * @throws IOException if it cannot be logged as was asked for
     */
    static Ran carryOut(Order order, Assembly assembly, Console console) throws IOException {
        if (order.run().sources().isEmpty()) {
            return new Ran(ExitCode.OK, null, false);
        }
        String logFile = order.view().logFile();
        if (logFile.isEmpty()) {
            return carryOut(order, assembly, console, new RunView(order, console, null));
        }
        try (RunLog log = RunLog.open(logFile)) {
            return carryOut(order, assembly, console, new RunView(order, console, log));
        }
    }

    private static Ran carryOut(Order order, Assembly assembly, Console console, RunView view) {
        Optional<Duration> limit = order.end().map(end -> Duration.between(Instant.now(), end));
        try (StopTimer timer = new StopTimer(limit, console.cancellation())) {
            int exitCode = run(order, assembly, console, view, timer);
            boolean stopped = timer.isOver() && exitCode == ExitCode.TIMEOUT;
            return new Ran(exitCode, view.statistics(), stopped);
        }
    }

    private static int run(
            Order order, Assembly assembly, Console console, RunView view, StopTimer timer) {
        view.begin();
        try {
            Runs runs = assembly.runs(console);
            Ending ending =
                    order.waits()
                            ? new LockWait(console.cancellation(), view::waits)
                                    .run(runs, order.run(), view)
                            : runs.run(order.run(), view);
            boolean stopped = ending instanceof Ending.Cancelled && timer.isOver();
            return stopped ? view.fail(StopTimer.failure()) : view.end(ending);
        } catch (IOException e) {
            trace(order, console, e);
            return view.fail(timer.isOver() ? StopTimer.failure() : Messages.of(e, order.run()));
        } catch (OutOfMemoryError e) {
            trace(order, console, e);
            return view.fail(Messages.ofMemory());
        } catch (RuntimeException | AssertionError e) {
            trace(order, console, e);
            return view.fail(Messages.ofBug(e));
        }
    }

    private static void trace(Order order, Console console, Throwable e) {
        if (order.view().debug()) {
            PrintStream err = new PrintStream(console.err(), true, StandardCharsets.UTF_8);
            e.printStackTrace(err);
        }
    }
}
