package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.core.tree.Escape;

/** What users are told when something cannot be shared. */
final class ShareMessages {
    private ShareMessages() {}

    /** A path that cannot be opened. */
    static Failure unusable(byte[] path, String reason) {
        return Failure.of(
                ExitCode.FILE_IO,
                "cannot share " + Escape.path(path) + ": " + reason,
                "name a file or folder that is there and may be read");
    }

    /** A folder for uploads that others may use. */
    static Failure openToOthers(byte[] folder) {
        return Failure.of(
                ExitCode.NOT_TRUSTED,
                "cannot take uploads in "
                        + Escape.path(folder)
                        + ": it is another user's, or others have a permission",
                "if it is yours run chmod 700 on it, else remove it or share without --upload");
    }

    /** An address at which nobody else can listen. */
    static Failure taken(String address) {
        return Failure.of(
                ExitCode.SOCKET,
                "cannot listen on "
                        + address
                        + ": the port is taken, or the address is not this machine's",
                "choose another with --listen HOST:PORT");
    }

    /** The same is shared by another process. */
    static Failure shared(String url, String id) {
        return Failure.of(
                ExitCode.ROOT_BUSY,
                "cannot share this: it is shared at " + Printable.of(url),
                "end that with dsync share --stop " + id);
    }

    /** A share that works, but nobody can list or stop. */
    static Failure notSteered(String why) {
        return Failure.of(
                ExitCode.FILE_IO,
                "cannot be seen by share --list and --stop: " + why,
                "set DSYNC_HOME or XDG_RUNTIME_DIR to a directory of your own with a short path");
    }

    /** A share that runs and does not answer. */
    static Failure silent(String id) {
        return Failure.of(
                ExitCode.TIMEOUT,
                "cannot ask share " + Printable.of(id) + ": it does not answer",
                "see whether it is stopped or hangs");
    }

    /** No share of that id runs. */
    static Failure noSuch(String id) {
        return Failure.of(
                ExitCode.USAGE,
                "cannot stop share " + Printable.of(id) + ": none of that id runs",
                "see dsync share --list");
    }
}
