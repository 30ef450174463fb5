package dev.dsync.app.cli;

import dev.dsync.core.plan.Policy.Alternates.Use;

/** The options of push and pull about how what changes is written. */
enum WritingFlag implements RunFlag {
    BACKUP(
            "-b,--backup",
            "Keep what is replaced or deleted, under another name.",
            (d, on) -> d.writing.backup = on),
    BACKUP_DIR(
            "--backup-dir",
            "DIR",
            "Keep it in this directory, which is relative to the destination.",
            (d, v) -> d.writing.backupDirectory = WritingDraft.path("--backup-dir", v)),
    SUFFIX(
            "--suffix",
            "SUFFIX",
            "What the names of backups end with: ~ unless they are in a directory.",
            (d, v) -> d.writing.suffix = WritingDraft.suffix(v)),
    COMPARE_DEST(
            "--compare-dest",
            "Leave out new entries that are the same in this directory.",
            Use.COMPARE),
    COPY_DEST("--copy-dest", "Copy them from this directory.", Use.COPY),
    LINK_DEST("--link-dest", "Make them hard links to those in this directory.", Use.LINK),
    DELAY_UPDATES(
            "--delay-updates",
            "Give files their names at the end, when all of them are there.",
            (d, on) -> d.writing.delayed = on),
    ATOMIC_TREE(
            "--atomic-tree",
            "Let the whole destination be another at once, when all of it is there.",
            (d, on) -> d.writing.atomic = on),
    INPLACE(
            "--inplace",
            "Write into files that are there; a run that is cut off leaves them half new.",
            (d, on) -> d.writing.inPlace = on),
    APPEND(
            "--append,--append-verify",
            "Write in place, and only into files that are shorter; what is there is" + " checked.",
            (d, on) -> d.writing.appends = on),
    TEMP_DIR(
            "-T,--temp-dir",
            "DIR",
            "Taken and not used: files are built beside where they go, hidden.",
            (d, v) -> WritingDraft.path("--temp-dir", v)),
    PARTIAL(
            "--partial",
            "Keep what came of a file when a run is cut off, which is always done.",
            (d, on) -> d.writing.partial = on),
    PARTIAL_DIR(
            "--partial-dir",
            "DIR",
            "The same; it stays under a hidden name beside the file's.",
            (d, v) -> {
                var _ = WritingDraft.path("--partial-dir", v);
                d.writing.partialDirectory = true;
            }),
    PARTIAL_SHORT(
            "-P",
            "Same as --partial --progress.",
            (d, on) -> {
                d.writing.partial = on;
                d.output.progress(on);
            }),
    FUZZY(
            "-y,--fuzzy",
            "Look for a file like a new one to begin with, which is always done.",
            (d, on) -> d.writing.fuzzy = on);

    private final FlagSpec spec;

    WritingFlag(String names, String help, FlagSpec.Toggle toggle) {
        this.spec = FlagSpec.toggle(Flag.Group.WRITING, names, help, toggle);
    }

    WritingFlag(String names, String label, String help, FlagSpec.Setting setting) {
        this.spec = FlagSpec.setting(Flag.Group.WRITING, names, label, help, setting);
    }

    /** One that names a directory beside the destination. */
    WritingFlag(String name, String help, Use use) {
        this(name, "DIR", help, (d, v) -> d.writing.alternate(name, use, v));
    }

    @Override
    public FlagSpec spec() {
        return spec;
    }
}
