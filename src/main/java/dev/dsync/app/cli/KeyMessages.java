package dev.dsync.app.cli;

import dev.dsync.app.render.Printable;
import dev.dsync.io.trust.KeyFileException;

/** What is said where a key cannot be used. */
final class KeyMessages {
    private KeyMessages() {}

    static Failure of(MissingKeyException e) {
        String share = Printable.of(e.share().text());
        String made = "make it with dsync key new " + share;
        String copied = "get it by dsync pair from the machine that serves the share";
        String named = "--key-file " + Printable.of(e.location()) + ": No such file or directory";
        String stored = "share " + share + ": there is no key " + Printable.of(e.location());
        return Failure.of(
                ExitCode.NOT_TRUSTED,
                "cannot use " + (e.use() == MissingKeyException.Use.NAMED ? named : stored),
                switch (e.use()) {
                    case SERVE -> made + ", or get it by dsync pair";
                    case DIAL -> copied;
                    case SHOW -> copied + ", or " + made;
                    case NAMED -> "name the file that holds the key";
                });
    }

    static Failure of(KeyFileException e) {
        String file = Printable.of(e.location());
        return switch (e.reason()) {
            case MISSING ->
                    Failure.of(
                            ExitCode.NOT_TRUSTED,
                            "cannot use key " + file + ": No such file or directory",
                            "run the same command again, it makes one");
            case EXISTS ->
                    Failure.of(
                            ExitCode.FILE_IO,
                            "cannot create key " + file + ": there is one already",
                            "keep it, or move it away first");
            case NOT_REGULAR ->
                    Failure.of(
                            ExitCode.NOT_TRUSTED,
                            "cannot use key " + file + ": it is no regular file",
                            "put the key in its place");
            case OPEN_TO_OTHERS ->
                    Failure.of(
                            ExitCode.NOT_TRUSTED,
                            "cannot use key " + file + ": others may read or change it",
                            "chmod it to 600");
            case FOREIGN_OWNER ->
                    Failure.of(
                            ExitCode.NOT_TRUSTED,
                            "cannot use key " + file + ": it belongs to another user",
                            "copy it to a file of your own");
            case NO_DEVICE ->
                    Failure.of(
                            ExitCode.NOT_TRUSTED,
                            "cannot use " + file + ": it describes no paired device",
                            "write it anew, or access none in it, and do not remove it");
            case MALFORMED ->
                    Failure.of(
                            ExitCode.NOT_TRUSTED,
                            "cannot use key " + file + ": it holds no key",
                            "a key file is one line of 64 hexadecimal digits");
            case ONLY_READS ->
                    Failure.of(
                            ExitCode.NOT_TRUSTED,
                            "cannot serve or watch with key " + file + ": it only lets read",
                            "copy the share's own key from the machine that made it");
        };
    }
}
