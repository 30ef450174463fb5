package dev.dsync.app.cli;

import dev.dsync.app.cli.Flag.Group;

/** The options of push and pull that say what the sources are, and what of them is listed. */
@SuppressWarnings("ImmutableEnumChecker") // lists of names made by List.of, functions without state
enum SourceFlag implements RunFlag {
    FILES_FROM(
            Group.SOURCES,
            "--files-from",
            "FILE",
            "Take what a file names below the source, one path a line, as with -R and without -r"
                    + " unless that is given; - is standard input.",
            (d, v) -> d.sources.filesFrom = v),
    FROM0(
            Group.SOURCES,
            "-0,--from0",
            "Lines of all files named by --...-from and in rules end at NUL.",
            (d, on) -> d.sources.nulSeparated = on);

    private final FlagSpec spec;

    SourceFlag(Group group, String names, String help, FlagSpec.Toggle toggle) {
        this.spec = FlagSpec.toggle(group, names, help, toggle);
    }

    SourceFlag(Group group, String names, String label, String help, FlagSpec.Setting setting) {
        this.spec = FlagSpec.setting(group, names, label, help, setting);
    }

    @Override
    public FlagSpec spec() {
        return spec;
    }
}
