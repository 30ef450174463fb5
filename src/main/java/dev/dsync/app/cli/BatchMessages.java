package dev.dsync.app.cli;

import dev.dsync.app.batch.Result;
import dev.dsync.app.render.Printable;

/** What users are told of jobs that did not come to an end of their own. */
final class BatchMessages {
    private BatchMessages() {}

    /** What is to be said of a job beyond what its last attempt has said, and its exit code. */
    static Failure of(Result result) {
        String job = result.job().name();
        return switch (result.outcome()) {
            case Result.Ended _ -> new Failure(exitCode(result), "");
            case Result.Overdue _ ->
                    Failure.of(
                            ExitCode.TIMEOUT,
                            "cannot go on with job " + job + ": its time-limit is over",
                            "raise it, what is done is not sent again");
            case Result.Interrupted _ -> interrupted(result);
            case Result.NotRun _ ->
                    Failure.of(
                            ExitCode.INTERRUPTED,
                            "cannot run job " + job + ": the batch was ended before its turn",
                            "run it again");
            case Result.Busy busy -> busy(job, busy.holder());
        };
    }

    private static int exitCode(Result result) {
        return result.last() == null ? ExitCode.OK : result.last().exitCode();
    }

    private static Failure interrupted(Result result) {
        return exitCode(result) == ExitCode.INTERRUPTED
                ? new Failure(ExitCode.INTERRUPTED, "")
                : Messages.cancelled();
    }

    /** Somebody runs a job already. */
    static Failure busy(String job, String holder) {
        return Failure.of(
                ExitCode.ROOT_BUSY,
                "cannot run job " + job + ": it is being run by " + holder,
                "wait until that has ended, or start it less often");
    }

    /** A file of jobs is not there. */
    static Failure missing(String file, String why) {
        return Failure.of(
                ExitCode.FILE_IO,
                "cannot read " + file + ": " + why,
                "name a file that is there and may be read");
    }

    /** A file of jobs has something wrong in it. */
    static Failure faulty(String file, int line, int column, String message) {
        return new Failure(ExitCode.USAGE, file + ":" + line + ":" + column + ": " + message);
    }

    /** No job has a name that was given. */
    static UsageException unknown(String job, String file, String remedy) {
        return new UsageException(
                "cannot find job '" + Printable.of(job) + "' in " + file + "; " + remedy);
    }
}
