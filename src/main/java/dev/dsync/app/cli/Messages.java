package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.core.filter.InvalidRuleException;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Problem;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.SourceFiles;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.StateDirectory;
import dev.dsync.io.transport.TransportException;
import dev.dsync.io.trust.KeyFileException;
import dev.dsync.io.wire.Message;
import java.io.IOException;

/**
 * What users are told when something fails, and the exit code that goes with it: {@code cannot VERB
 * PATH: REASON; REMEDY}. What peers and the system say is escaped.
 */
final class Messages {
    private static final String SAME_VERSION = "install the same dsync on both machines";
    private static final String OUTSIDE = " leads outside the share";
    private static final String INTO = "into ";
    private static final String NOBODY = "no (user|group) here is named .*";
    static final String AGAIN = "run the same command again, what is done is not sent again";

    private Messages() {}

    /** How a run ended. */
    static Failure of(Ending ending, RunOptions run) {
        return switch (ending) {
            case Ending.Done done -> of(done);
            case Ending.Refused refused ->
                    refused(
                            refused.reason(),
                            detail(refused, run),
                            refused.byPeer() == (run.ownRole() == Message.Role.TARGET));
            case Ending.Lost lost ->
                    Failure.of(
                            ExitCode.STREAM,
                            "cannot go on: connection lost: " + Printable.of(lost.reason()),
                            AGAIN);
            case Ending.Broken broken ->
                    Failure.of(
                            ExitCode.PROTOCOL,
                            "cannot understand the other side: " + Printable.of(broken.what()),
                            SAME_VERSION);
            case Ending.Failed failed -> of(failed);
            case Ending.Cancelled _ -> cancelled();
        };
    }

    /** What one side says of it; the other side of a failed write does not know the path. */
    private static String detail(Ending.Refused refused, RunOptions run) {
        return refused.detail().equals(INTO + "the destination")
                ? INTO + run.destination()
                : Printable.of(refused.detail());
    }

    /** What the user ended. */
    static Failure cancelled() {
        return Failure.of(ExitCode.INTERRUPTED, "cannot go on: interrupted", AGAIN);
    }

    private static Failure of(Ending.Failed failed) {
        String what = Printable.of(failed.what());
        return switch (failed.part()) {
            case FILES ->
                    Failure.of(
                            ExitCode.FILE_IO,
                            "cannot go on: " + what,
                            "see to the disk, then run the same command again");
            case MEMORY -> ofMemory();
            case PROGRAM -> ofBug(what);
        };
    }

    private static Failure of(Ending.Done done) {
        PlanSummary summary = done.done();
        if (done.problems() > 0) {
            boolean vanished = done.vanished();
            String paths = done.problems() == 1 ? "1 path" : done.problems() + " paths";
            return vanished
                    ? Failure.of(
                            ExitCode.VANISHED,
                            "cannot take everything: " + paths + " vanished from the source",
                            "run again if they are back")
                    : Failure.of(
                            ExitCode.PARTIAL,
                            "cannot take everything: " + paths + " failed",
                            "see the messages above");
        }
        return summary.deletesSkipped() > 0
                ? Failure.of(
                        ExitCode.MAX_DELETE,
                        "cannot delete everything: --max-delete left "
                                + summary.deletesSkipped()
                                + " in place",
                        "look at them with -n and allow more")
                : Failure.NONE;
    }

    /** One side would not go on. */
    static Failure refused(Message.Reason reason, String detail, boolean bySource) {
        return switch (reason) {
            case VERSION ->
                    Failure.of(
                            ExitCode.PROTOCOL,
                            "cannot talk to the other side: versions differ: " + detail,
                            SAME_VERSION);
            case NOT_TRUSTED ->
                    Failure.of(
                            ExitCode.NOT_TRUSTED,
                            "cannot enter: the other side does not trust this one: " + detail,
                            "check the share's name and key with dsync key show, or get it by"
                                    + " dsync pair");
            case VERB_NOT_GRANTED -> notGranted(detail);
            case MALFORMED ->
                    Failure.of(
                            ExitCode.PROTOCOL,
                            "cannot understand the other side: " + detail,
                            SAME_VERSION);
            case NO_SUCH_PATH ->
                    bySource
                            ? Failure.of(
                                    ExitCode.PARTIAL,
                                    "cannot find " + detail + ": No such file or directory",
                                    "check the source's name")
                            : Failure.of(
                                    ExitCode.FILE_IO,
                                    "cannot create " + detail + ": No such file or directory",
                                    "create the directory above it or add --mkpath");
            case NOT_DIRECTORY ->
                    Failure.of(
                            ExitCode.SELECTION,
                            "cannot write into " + detail + ": Not a directory",
                            "name a directory, or a single file as source");
            case UNREADABLE ->
                    Failure.of(
                            ExitCode.PARTIAL,
                            "cannot read " + detail + ": Permission denied",
                            "run as a user who may read it");
            case UNWRITABLE ->
                    Failure.of(
                            ExitCode.FILE_IO,
                            "cannot write " + detail + ": Permission denied",
                            "run as a user who may write there");
            case NO_SPACE ->
                    Failure.of(
                            ExitCode.NO_SPACE,
                            "cannot write " + detail + ": No space left on device",
                            "free some and run the same command again");
            case ROOT_BUSY ->
                    Failure.of(
                            ExitCode.ROOT_BUSY,
                            "cannot lock " + detail + ": another run writes there",
                            "wait until it has ended, or have --wait-lock do so");
            case TOO_MANY_DELETES ->
                    Failure.of(
                            ExitCode.MAX_DELETE,
                            "cannot begin: " + detail,
                            "look at it with -n, then allow more with --max-delete");
            case EMPTIED_ROOT ->
                    Failure.of(
                            ExitCode.MAX_DELETE,
                            "cannot begin: " + detail,
                            "if that is meant, run it once with --no-max-delete");
            case UNSUPPORTED ->
                    Failure.of(
                            ExitCode.START,
                            "cannot do this: not supported: " + detail,
                            "leave out the option, or update dsync there");
            case CANCELLED ->
                    Failure.of(
                            ExitCode.INTERRUPTED, "cannot go on: the other side ended it", AGAIN);
            case SILENT ->
                    Failure.of(
                            ExitCode.TIMEOUT,
                            "cannot go on: the other side no longer answers: " + detail,
                            AGAIN);
            case INTERNAL ->
                    Failure.of(
                            ExitCode.STREAM,
                            "cannot go on: the other side failed: " + detail,
                            "run it there with --debug and report what it prints");
            case INVALID_RULE ->
                    Failure.of(
                            ExitCode.USAGE,
                            "cannot use the filter rules: " + detail,
                            "correct the rule and run again");
            case FILE_IO ->
                    Failure.of(
                            ExitCode.FILE_IO,
                            "cannot use the " + (bySource ? "source: " : "destination: ") + detail,
                            "see to it there, then run the same command again");
            case TOO_BUSY ->
                    Failure.of(
                            ExitCode.START,
                            "cannot enter: the other side is too busy: " + detail,
                            "run the same command again later");
        };
    }

    /** One reason stands for both; only the words of the side that refuses tell them apart. */
    private static Failure notGranted(String detail) {
        if (detail.endsWith(OUTSIDE)) {
            String path = detail.substring(0, detail.length() - OUTSIDE.length());
            return Failure.of(
                    ExitCode.START,
                    "cannot use " + path + ": it" + OUTSIDE,
                    "name a path beneath the share");
        }
        return Failure.of(
                ExitCode.START,
                "cannot do this in the share: not granted: " + detail,
                "use its read-write key, or have it served with more verbs");
    }

    /** One path that failed while the run went on. */
    static String of(Problem problem) {
        String path = problem.path().toString();
        String reason = Printable.of(problem.reason());
        return switch (problem.kind()) {
            case LIST_DIRECTORY ->
                    said("list", path, reason, "allow reading it, until then nothing is deleted");
            case READ_ENTRY -> said("read", path, reason, "allow reading it and run again");
            case READ_CONTENT -> said("read", path, reason, "allow reading it and run again");
            case CHANGED_WHILE_READING ->
                    said("read", path, "it changed while being read", "run again when it is still");
            case VANISHED -> said("read", path, "it vanished", "run again if it is back");
            case CREATE -> said("create", path, reason, "allow writing there and run again");
            case WRITE -> said("write", path, reason, "see to the disk and run again");
            case REPLACE -> said("replace", path, reason, "see what is in its place and run again");
            case DELETE -> said("delete", path, reason, "allow deleting it and run again");
            case DIRECTORY_NOT_EMPTY -> "cannot delete non-empty directory: " + path;
            case SET_ATTRIBUTES ->
                    reason.matches(NOBODY)
                            ? nobody(reason)
                            : said(
                                    "set attributes of",
                                    path,
                                    reason,
                                    "run as a user who may set them");
            case CHANGED_AT_TARGET ->
                    said("replace", path, "it changed after it was listed", "run again");
            case ILLEGAL_NAME -> said("take", path, reason, "rename it at the source");
            case UNSUPPORTED -> said("take", path, reason, "leave it out with --exclude");
            case NOT_REGULAR -> "skipping non-regular file \"" + path + "\"";
            case SKIPPED_DIRECTORY -> "skipping directory " + path;
            case SOURCE -> "cannot read " + reason + "; " + sourceRemedy(reason);
        };
    }

    /** Whom an option means, and nobody is here. */
    private static String nobody(String reason) {
        String option = reason.startsWith("no user") ? "--usermap" : "--groupmap";
        return "cannot follow "
                + option
                + " or --chown: "
                + reason
                + "; write one there is, or a number";
    }

    private static String sourceRemedy(String reason) {
        if (reason.endsWith("/: " + FsException.Reason.NOT_DIRECTORY.text())) {
            return "leave out the slash, which stands for what is in it";
        }
        return reason.endsWith(FsException.Reason.NOT_FOUND.text())
                        || reason.endsWith(FsException.Reason.NOT_DIRECTORY.text())
                ? "check the source's name"
                : "allow reading it and run again";
    }

    private static String said(String verb, String path, String reason, String remedy) {
        return "cannot " + verb + " " + path + ": " + reason + "; " + remedy;
    }

    /** A rule of the command line or of a file it names. */
    static Failure of(InvalidRuleException e) {
        return Failure.of(
                ExitCode.USAGE,
                "cannot use rule '" + e.rule() + "' of " + e.origin() + ": " + e.fault().what(),
                e.fault().remedy());
    }

    /** Whatever else ended this run, or kept it from beginning. */
    static Failure of(IOException e, RunOptions run) {
        return e instanceof TransportException.DsyncNotFound missing
                ? TransportMessages.of(missing, run.reach().dsyncPath())
                : of(e);
    }

    /** Whatever else ended a run, or kept it from beginning. */
    static Failure of(IOException e) {
        return switch (e) {
            case TransportException transport -> TransportMessages.of(transport);
            case SourceFiles.EnclosesTargetException inside ->
                    Failure.of(
                            ExitCode.SELECTION,
                            "cannot write into "
                                    + inside.getMessage()
                                    + ": it lies in the source, and would be copied into itself",
                            "name another destination, or leave it out with --exclude");
            case KeyFileException key -> KeyMessages.of(key);
            case MissingKeyException key -> KeyMessages.of(key);
            case ToldException told -> told.failure();
            case StateDirectory.UnsafeException state -> of(state);
            case FsException fs
                    when fs.reason() == FsException.Reason.NO_SPACE
                            || fs.reason() == FsException.Reason.QUOTA ->
                    Failure.of(
                            ExitCode.NO_SPACE,
                            "cannot write: " + Printable.of(String.valueOf(fs.getMessage())),
                            "free some and run the same command again");
            case IOException other ->
                    Failure.of(
                            ExitCode.FILE_IO,
                            "cannot go on: " + Printable.of(String.valueOf(other.getMessage())),
                            "see to it and run the same command again");
        };
    }

    /** Standard output that takes nothing more; a reader that has gone needs no words. */
    static Failure ofOutput(IOException e) {
        String why = String.valueOf(e.getMessage());
        return why.equals("Broken pipe")
                ? new Failure(ExitCode.INTERRUPTED, "")
                : Failure.of(
                        ExitCode.FILE_IO,
                        "cannot write standard output: " + Printable.of(why),
                        "send it elsewhere and run the same command again");
    }

    private static Failure of(StateDirectory.UnsafeException e) {
        String why =
                switch (e.fault()) {
                    case NOT_REGULAR -> "it is no regular file; move it away";
                    case FOREIGN_OWNER -> "it belongs to another user; set DSYNC_HOME to your own";
                    case OPEN_TO_OTHERS -> "others may use it; chmod it to 700, files in it to 600";
                    case CHANGED_BY_OTHERS -> "others may change it; chmod it to 644";
                    case TOO_LONG -> "it is too long; move it away";
                };
        return new Failure(
                ExitCode.NOT_TRUSTED, "cannot use " + Printable.of(e.location()) + ": " + why);
    }

    /** An error of the program itself. */
    static Failure ofBug(Throwable bug) {
        return ofBug(Printable.of(bug.toString()));
    }

    private static Failure ofBug(String bug) {
        return Failure.of(
                ExitCode.STREAM,
                "cannot go on: internal error: " + bug,
                "run again with --debug and report what it prints");
    }

    /** More memory than there is. */
    static Failure ofMemory() {
        return Failure.of(
                ExitCode.MEMORY,
                "cannot go on: out of memory",
                "give it more with DSYNC_JAVA_OPTS=-Xmx512m");
    }
}
