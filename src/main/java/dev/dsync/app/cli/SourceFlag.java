package dev.dsync.app.cli;

import dev.dsync.app.cli.Flag.Group;

/** The options of push and pull that say what the sources are, and what of them is listed. */
enum SourceFlag implements RunFlag {
    FILES_FROM(
            Group.SOURCES,
            "--files-from",
            "FILE",
            "Take what a file names below the source, one path a line, as with -R and without -r"
                    + " unless that is given; - is standard input.",
            (d, v) -> d.sources.filesFrom = v),
    IMPLIED_DIRS(
            Group.SOURCES,
            "--implied-dirs",
            "Under -R, directories on the way have the attributes of those at the source, unless"
                    + " --no-implied-dirs is given: what there is stays as it is.",
            (d, on) -> d.sources.implied = on),
    FROM0(
            Group.SOURCES,
            "-0,--from0",
            "Lines of all files named by --...-from and in rules end at NUL.",
            (d, on) -> d.sources.nulSeparated = on),
    IGNORE_MISSING_ARGS(
            Group.SOURCES,
            "--ignore-missing-args",
            "Pass over sources that are not there.",
            (d, on) -> d.sources.passesMissing = on),
    DELETE_MISSING_ARGS(
            Group.DELETION,
            "--delete-missing-args",
            "Delete at the destination what has the name of a source that is not there.",
            (d, on) -> d.sources.deletesMissing = on),
    PRUNE_EMPTY_DIRS(
            Group.SOURCES,
            "-m,--prune-empty-dirs",
            "Leave out directories with nothing but directories beneath them.",
            (d, on) -> d.sources.withoutEmpty = on),
    SAFE_LINKS(
            Group.SOURCES,
            "--safe-links",
            "Leave alone symbolic links that lead out of the sources.",
            (d, on) -> d.sources.safeLinks = on),
    COPY_LINKS(
            Group.SOURCES,
            "-L,--copy-links",
            "Take what symbolic links lead to in place of the links.",
            (d, on) -> d.sources.copyLinks = on),
    COPY_UNSAFE_LINKS(
            Group.SOURCES,
            "--copy-unsafe-links",
            "The same for links that lead out of the sources.",
            (d, on) -> d.sources.copyUnsafeLinks = on),
    COPY_DIRLINKS(
            Group.SOURCES,
            "-k,--copy-dirlinks",
            "The same for links that lead to directories.",
            (d, on) -> d.sources.copyDirectoryLinks = on),
    KEEP_DIRLINKS(
            Group.SOURCES,
            "-K,--keep-dirlinks",
            "Take links to directories at the destination, below it, for directories.",
            (d, on) -> d.sources.keepsDirectoryLinks = on),
    MUNGE_LINKS(
            Group.SOURCES,
            "--munge-links",
            "Make symbolic links that are pulled lead nowhere, and undo that where they are"
                    + " pushed.",
            (d, on) -> d.sources.mungesLinks = on),
    CVS_EXCLUDE(
            Group.RULES,
            "-C,--cvs-exclude",
            "Leave out what CVS ignores, also by .cvsignore files.",
            (d, on) -> d.rules.cvsExclude()),
    DSYNCIGNORE(
            Group.IGNORED,
            "--dsyncignore",
            "Leave alone what .dsyncignore files ignore, on both sides; on by default.",
            (d, on) -> d.sources.ownIgnoreFiles = on),
    GITIGNORE(
            Group.IGNORED,
            "--gitignore",
            "The same for .gitignore files.",
            (d, on) -> d.sources.gitIgnoreFiles = on);

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
