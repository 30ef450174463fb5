package dev.dsync.app.cli;

import dev.dsync.app.cli.Flag.Group;
import dev.dsync.core.plan.Policy.Alternates.Use;

/** The options about how what changes is written. */
final class WritingFlags {
    static final FlagSpec BACKUP =
            FlagSpec.toggle(
                    Group.WRITING,
                    "-b,--backup",
                    "Keep what is replaced or deleted, under another name.",
                    (d, on) -> d.writing.backup = on);
    static final FlagSpec BACKUP_DIR =
            FlagSpec.setting(
                    Group.WRITING,
                    "--backup-dir",
                    "DIR",
                    "Keep it in this directory, which is relative to the destination.",
                    (d, v) -> d.writing.backupDirectory = WritingDraft.path("--backup-dir", v));
    static final FlagSpec SUFFIX =
            FlagSpec.setting(
                    Group.WRITING,
                    "--suffix",
                    "SUFFIX",
                    "What the names of backups end with: ~ unless they are in a directory.",
                    (d, v) -> d.writing.suffix = WritingDraft.suffix(v));

    static final FlagSpec COMPARE_DEST =
            alternates(
                    "--compare-dest",
                    "Leave out new entries that are the same in this directory.",
                    Use.COMPARE);
    static final FlagSpec COPY_DEST =
            alternates("--copy-dest", "Copy them from this directory.", Use.COPY);
    static final FlagSpec LINK_DEST =
            alternates("--link-dest", "Make them hard links to those in this directory.", Use.LINK);
    static final FlagSpec DELAY_UPDATES =
            FlagSpec.toggle(
                    Group.WRITING,
                    "--delay-updates",
                    "Give files their names at the end, when all of them are there.",
                    (d, on) -> d.writing.delayed = on);
    static final FlagSpec INPLACE =
            FlagSpec.toggle(
                    Group.WRITING,
                    "--inplace",
                    "Write into files that are there; a run that is cut off leaves them half new.",
                    (d, on) -> d.writing.inPlace = on);
    static final FlagSpec APPEND =
            FlagSpec.toggle(
                    Group.WRITING,
                    "--append,--append-verify",
                    "Write in place, and only into files that are shorter; what is there is"
                            + " checked.",
                    (d, on) -> d.writing.appends = on);
    static final FlagSpec TEMP_DIR =
            FlagSpec.setting(
                    Group.WRITING,
                    "-T,--temp-dir",
                    "DIR",
                    "Taken and not used: files are built beside where they go, hidden.",
                    (d, v) -> WritingDraft.path("--temp-dir", v));
    static final FlagSpec PARTIAL =
            FlagSpec.toggle(
                    Group.WRITING,
                    "--partial",
                    "Keep what came of a file when a run is cut off, which is always done.",
                    (d, on) -> d.writing.partial = on);
    static final FlagSpec PARTIAL_DIR =
            FlagSpec.setting(
                    Group.WRITING,
                    "--partial-dir",
                    "DIR",
                    "The same; it stays under a hidden name beside the file's.",
                    (d, v) -> WritingDraft.path("--partial-dir", v));
    static final FlagSpec P =
            FlagSpec.toggle(
                    Group.WRITING,
                    "-P",
                    "Same as --partial; on a terminal progress is shown anyway.",
                    (d, on) -> d.writing.partial = on);
    static final FlagSpec FUZZY =
            FlagSpec.toggle(
                    Group.WRITING,
                    "-y,--fuzzy",
                    "Look for a file like a new one to begin with, which is always done.",
                    (d, on) -> d.writing.fuzzy = on);

    private WritingFlags() {}

    private static FlagSpec alternates(String name, String help, Use use) {
        return FlagSpec.setting(
                Group.WRITING, name, "DIR", help, (d, v) -> d.writing.alternate(name, use, v));
    }
}
