package dev.dsync.app.cli;

import dev.dsync.app.cli.Flag.Group;

/** The options about the lines a run prints. */
final class OutputFlags {
    static final FlagSpec OUT_FORMAT =
            FlagSpec.setting(
                    Group.OUTPUT,
                    "--out-format",
                    "FORMAT",
                    "Show each change like this: %i letters, %n name, %L target, %l size, %o what"
                            + " is done, and others of rsync's.",
                    (d, v) -> d.output.out(v));
    static final FlagSpec LOG_FILE_FORMAT =
            FlagSpec.setting(
                    Group.OUTPUT,
                    "--log-file-format",
                    "FORMAT",
                    "The same for the lines of --log-file.",
                    (d, v) -> d.output.log(v));

    private OutputFlags() {}
}
