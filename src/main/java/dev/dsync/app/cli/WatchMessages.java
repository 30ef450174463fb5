package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.core.tree.Problem;
import dev.dsync.engine.mesh.Loss;
import java.io.IOException;

/** What users are told of a watch, and when one cannot be asked or told something. */
final class WatchMessages {
    /** A status page that not only this machine can see. */
    static final String OPEN_PAGE =
            "the status page can be reached from other machines, and is not encrypted: whoever has"
                    + " its link, or listens on the way, can do there what you can; better listen"
                    + " at localhost and come by ssh -L";

    private WatchMessages() {}

    /** A status page that cannot be where it was to be. */
    static Failure noPage(String address) {
        return Failure.of(
                ExitCode.SOCKET,
                "cannot show the status page at "
                        + address
                        + ": the port is taken, or the address is not this machine's",
                "choose another with --web HOST:PORT");
    }

    /** A watch works, and nobody can ask it anything. */
    static Failure unsteered(IOException why) {
        return Failure.of(
                ExitCode.FILE_IO,
                "cannot be steered by status, stop and the like: " + Messages.of(why).what(),
                "set DSYNC_HOME or XDG_RUNTIME_DIR to a directory of your own with a short path");
    }

    /** For now nobody who would ask or tell it something can be let in. */
    static String unheard(IOException why) {
        return "cannot be steered for now: " + Printable.of(Problem.reason(why));
    }

    /** Much is to be deleted in a directory that is watched. */
    static Failure held(Loss loss, String path) {
        String otherwise =
                loss.cause() == Loss.Cause.REPLACED
                        ? "dsync stop " + path + " and mount the right one"
                        : "put it back and dsync rescan";
        return Failure.of(
                ExitCode.MAX_DELETE,
                "cannot delete in " + path + " unasked: " + words(loss),
                "dsync approve " + path + " if that is meant, else " + otherwise);
    }

    /** What would be lost, and by whom. */
    static String words(Loss loss) {
        return loss.gone()
                + " of "
                + loss.of()
                + " entries "
                + switch (loss.cause()) {
                    case HERE -> "are gone here";
                    case REPLACED -> "are gone, since another file system is mounted here";
                    case PEER -> "would be deleted for " + Printable.of(loss.peer());
                };
    }

    /** There is no such directory to look for a watch of. */
    static Failure missing(String directory, String why) {
        return Failure.of(
                ExitCode.USAGE,
                "cannot find " + directory + ": " + why,
                "name a directory that is watched");
    }

    /** Nobody watches a directory. */
    static Failure unwatched(String directory) {
        return Failure.of(
                ExitCode.USAGE,
                "cannot find a watch of " + directory + ": none is running there",
                "begin one with dsync watch, as the same user and with the same DSYNC_HOME");
    }

    /** A watch is there, but says nothing. */
    static Failure silent(String directory) {
        return Failure.of(
                ExitCode.TIMEOUT,
                "cannot ask the watch of " + directory + ": it does not answer",
                "see whether it is stopped or hangs");
    }

    /** It took too long. */
    static Failure notSynced(String seconds) {
        return Failure.of(
                ExitCode.TIMEOUT,
                "cannot wait longer: not in sync after " + seconds + " s",
                "see dsync status");
    }

    /** A conflict cannot be settled. */
    static Failure unresolved(String path, String why) {
        return Failure.of(
                ExitCode.FILE_IO, "cannot resolve " + path + ": " + why, "see what is there");
    }

    /** It is not clear which conflict is meant. */
    static Failure notAConflict(String path, int copies) {
        return copies == 0
                ? Failure.of(
                        ExitCode.USAGE,
                        "cannot resolve " + path + ": it has no conflict copy",
                        "dsync conflicts shows all")
                : Failure.of(
                        ExitCode.USAGE,
                        "cannot resolve " + path + ": it has several conflict copies",
                        "name one of them");
    }
}
