package dev.dsync.app.cli;

import dev.dsync.app.batch.Job;
import dev.dsync.app.batch.Runner;
import dev.dsync.core.filter.InvalidRuleException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs jobs as the pushes and pulls they are, in this process. */
final class JobRunner implements Runner {
    /** What may be over soon: no connection, none any more, no answer, a busy machine or root. */
    private static final Set<Integer> PASSING =
            Set.of(
                    ExitCode.START,
                    ExitCode.SOCKET,
                    ExitCode.STREAM,
                    ExitCode.TIMEOUT,
                    ExitCode.CONNECT_TIMEOUT,
                    ExitCode.ROOT_BUSY);

    private final JobOptions options;
    private final Assembly assembly;
    private final Console console;
    private final boolean collecting;

    /**
     * A runner.
     *
     * @param collecting whether what the runs say is kept for a report, rather than said at once
     */
    JobRunner(JobOptions options, Assembly assembly, Console console, boolean collecting) {
        this.options = options;
        this.assembly = assembly;
        this.console = console;
        this.collecting = collecting;
    }

    @Override
    public Attempt attempt(Job job, @Nullable Duration limit) {
        Collected collected = new Collected();
        OutputStream out = collecting ? collected : console.out();
        OutputStream err = collecting ? collected : console.err();
        Cancellation cancellation = new Cancellation();
        console.cancellation().onCancel(cancellation::cancel);
        Console own =
                new Console(out, err, console.environment(), 0, console.nanoTime(), cancellation);
        try (StopTimer timer = new StopTimer(Optional.ofNullable(limit), cancellation)) {
            PushCommand.Ran ran = run(job, own);
            return new Attempt(
                    ran.exitCode(),
                    PASSING.contains(ran.exitCode()) && !ran.stopped(),
                    timer.isOver() && ran.exitCode() == ExitCode.INTERRUPTED,
                    ran.figures(),
                    collected.text());
        }
    }

    private PushCommand.Ran run(Job job, Console own) {
        try {
            return PushCommand.carryOut(options.order(job), assembly, own);
        } catch (UsageException e) {
            String why = String.valueOf(e.getMessage());
            return unable(own.complain(new Failure(ExitCode.USAGE, why)));
        } catch (InvalidRuleException e) {
            return unable(own.complain(Messages.of(e)));
        } catch (IOException e) {
            return unable(own.complain(Messages.of(e)));
        }
    }

    private static PushCommand.Ran unable(int exitCode) {
        return new PushCommand.Ran(exitCode, null, false);
    }
}
