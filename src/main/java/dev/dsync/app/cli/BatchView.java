package dev.dsync.app.cli;

import dev.dsync.app.batch.Batch;
import dev.dsync.app.batch.Job;
import dev.dsync.app.batch.Result;
import dev.dsync.app.batch.Runner;
import dev.dsync.app.render.Figures;
import dev.dsync.app.render.JobLines;
import dev.dsync.app.render.Statistics;
import dev.dsync.core.tree.Escape;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a batch: a block of text for each job of which there is something to say, or JSON. */
final class BatchView implements Batch.Listener {
    private static final double MILLIS = 1e3;

    private final Console console;
    private final boolean json;
    private final boolean verbose;
    private final Transcript out;
    private final long start;
    private boolean spoken;

    /**
     * A view.
     *
     * @param verbose whether there is something to say of a job that went well
     */
    BatchView(Console console, boolean json, boolean verbose) {
        this.console = console;
        this.json = json;
        this.verbose = verbose;
        this.out = new Transcript(console.out(), console.cancellation()::cancel);
        this.start = console.nanoTime().getAsLong();
    }

    /** Names a job that is not run now. */
    void list(Job job) {
        line(json ? lineOf(job) : job.name() + ": " + what(job));
    }

    private static String lineOf(Job job) {
        return JobLines.job(job.name(), job.way().word(), job.sources(), job.destination());
    }

    private static String what(Job job) {
        List<String> sources = new ArrayList<>();
        job.sources().forEach(source -> sources.add(shown(source)));
        return job.way().word()
                + " "
                + String.join(" ", sources)
                + " to "
                + shown(job.destination());
    }

    private static String shown(String place) {
        return Escape.text(place);
    }

    @Override
    public void began(Job job) {
        if (json) {
            line(lineOf(job));
        }
    }

    @Override
    public void retrying(Job job, int attempts, Runner.Attempt failed, Duration pause) {
        if (json) {
            line(JobLines.retry(job.name(), attempts, failed.exitCode(), pause));
        }
    }

    @Override
    public void ended(Result result) {
        Failure failure = BatchMessages.of(result);
        if (json) {
            Runner.Attempt last = result.last();
            line(
                    JobLines.result(
                            result.job().name(),
                            word(result),
                            failure.exitCode(),
                            failure.message(),
                            result.attempts(),
                            result.elapsed(),
                            last == null ? null : last.figures()));
            return;
        }
        String output = result.last() == null ? "" : result.last().output();
        if (failure.exitCode() == ExitCode.OK && output.isEmpty() && !verbose) {
            return;
        }
        if (spoken) {
            out.line("");
        }
        spoken = true;
        out.line(result.job().name() + ": " + heading(result, failure));
        out.line(what(result.job()));
        if (result.last() != null && result.last().figures() != null) {
            out.line(figures(result.last().figures()));
        }
        out.text(output);
        if (!failure.message().isEmpty()) {
            out.line("dsync: " + failure.message());
        }
        out.flush();
    }

    /** The outcome for programs. */
    private static String word(Result result) {
        return switch (result.outcome()) {
            case Result.Ended _ -> BatchMessages.of(result).exitCode() == 0 ? "done" : "failed";
            case Result.Overdue _ -> "overdue";
            case Result.Interrupted _ -> "interrupted";
            case Result.NotRun _ -> "not-run";
            case Result.Busy _ -> "busy";
        };
    }

    private static String heading(Result result, Failure failure) {
        String what =
                switch (result.outcome()) {
                    case Result.NotRun _ -> "not run";
                    case Result.Busy _ -> "not run, exit code " + failure.exitCode();
                    case Result.Ended _, Result.Overdue _, Result.Interrupted _ ->
                            failure.exitCode() == ExitCode.OK
                                    ? "done"
                                    : "failed, exit code " + failure.exitCode();
                };
        if (result.last() == null) {
            return what;
        }
        String attempts = result.attempts() > 1 ? ", " + result.attempts() + " attempts" : "";
        return what + attempts + ", " + seconds(result.elapsed());
    }

    private static String seconds(Duration time) {
        return Figures.GROUPED.decimal(time.toMillis() / MILLIS, 1) + " s";
    }

    private static String figures(@Nullable Statistics figures) {
        if (figures == null) {
            return "";
        }
        Figures style = Figures.GROUPED;
        long files = figures.transferredFiles();
        return style.count(files)
                + (files == 1 ? " file of " : " files of ")
                + style.bytes(figures.transferredBytes())
                + " bytes, "
                + style.count(figures.deleted().total())
                + " deleted; sent "
                + style.bytes(figures.sentBytes())
                + " bytes, received "
                + style.bytes(figures.receivedBytes())
                + " bytes"
                + (figures.dryRun() ? " (DRY RUN)" : "");
    }

    /**
     * Says how the batch ended.
     *
     * @return the exit code: 20 if it was ended, else that of the first job that failed
     */
    int end(List<Result> results) {
        int done = 0;
        int notRun = 0;
        int exitCode = ExitCode.OK;
        for (Result result : results) {
            int code = BatchMessages.of(result).exitCode();
            boolean isEnded =
                    result.outcome() instanceof Result.NotRun
                            || result.outcome() instanceof Result.Interrupted;
            done += code == ExitCode.OK ? 1 : 0;
            notRun += result.last() == null ? 1 : 0;
            exitCode = isEnded || exitCode == ExitCode.OK ? code : exitCode;
        }
        int failed = results.size() - done - notRun;
        if (json) {
            Duration elapsed = Duration.ofNanos(console.nanoTime().getAsLong() - start);
            line(JobLines.batch(results.size(), done, failed, notRun, exitCode, elapsed));
        } else if (spoken) {
            out.line("");
            out.line(
                    done
                            + " of "
                            + (results.size() == 1 ? "1 job" : results.size() + " jobs")
                            + " done"
                            + (failed > 0 ? ", " + failed + " failed" : "")
                            + (notRun > 0 ? ", " + notRun + " not run" : ""));
        }
        return close(exitCode);
    }

    /**
     * Nothing more is said.
     *
     * @return the exit code, another where something could not be said
     */
    int close(int exitCode) {
        out.flush();
        IOException lost = out.lost();
        return lost == null ? exitCode : console.complain(Messages.ofOutput(lost));
    }

    private void line(String line) {
        out.line(line);
        out.flush();
    }
}
