package dev.dsync.app.cli;

import dev.dsync.core.plan.Policy.Timing;

/**
 * The options of push and pull but for those of a family: their names, what their help says, and
 * what they change in a {@link Draft}. A new option is a line here and what it changes there.
 */
enum Flag implements RunFlag {
    ARCHIVE(
            Group.ARCHIVE,
            "-a,--archive",
            "All of -rlptgoD; the default unless one of them, -D or -d is given.",
            (d, on) -> d.archive(on)),
    FULL(Group.ARCHIVE, "--full", "All there is to be kept: -aHXAS.", (d, on) -> d.full(on)),
    RECURSIVE(Group.ARCHIVE, "-r,--recursive", "Enter directories.", (d, on) -> d.recursive = on),
    DIRS(
            Group.ARCHIVE,
            "-d,--dirs",
            "Take directories without what is in them.",
            (d, on) -> d.dirs = on),
    LINKS(Group.ARCHIVE, "-l,--links", "Keep symbolic links.", (d, on) -> d.links = on),
    PERMS(Group.ARCHIVE, "-p,--perms", "Keep permissions.", (d, on) -> d.perms = on),
    TIMES(Group.ARCHIVE, "-t,--times", "Keep modification times.", (d, on) -> d.times = on),
    GROUP(Group.ARCHIVE, "-g,--group", "Keep groups, where permitted.", (d, on) -> d.group = on),
    OWNER(Group.ARCHIVE, "-o,--owner", "Keep owners, where permitted.", (d, on) -> d.owner = on),
    NODES(Group.ARCHIVE, "-D", "Same as --devices --specials.", (d, on) -> d.nodes(on)),
    DEVICES(
            Group.WHAT,
            "--devices",
            "Keep device nodes, where permitted.",
            (d, on) -> d.devices = on),
    SPECIALS(Group.WHAT, "--specials", "Keep FIFOs and sockets.", (d, on) -> d.specials = on),
    HARD_LINKS(Group.WHAT, "-H,--hard-links", "Keep hard links.", (d, on) -> d.hardLinks = on),
    XATTRS(
            Group.WHAT,
            "-X,--xattrs",
            "Keep extended attributes, where permitted.",
            (d, on) -> d.attributes.xattrs = on),
    ACLS(
            Group.WHAT,
            "-A,--acls",
            "Keep access control lists; implies -p.",
            (d, on) -> d.attributes.acls = on),
    SPARSE(
            Group.WHAT,
            "-S,--sparse",
            "Write runs of zeros as holes, which is always done.",
            (d, on) -> d.sparse = on),
    EXECUTABILITY(
            Group.WHAT,
            "-E,--executability",
            "Keep whether files are executable, where permissions are not kept.",
            (d, on) -> d.executability = on),
    OMIT_DIR_TIMES(
            Group.WHAT,
            "-O,--omit-dir-times",
            "Leave times of directories alone.",
            (d, on) -> d.omitDirTimes = on),
    OMIT_LINK_TIMES(
            Group.WHAT,
            "-J,--omit-link-times",
            "Leave times of symbolic links alone.",
            (d, on) -> d.omitLinkTimes = on),
    WHOLE_FILE(
            Group.TRANSFER,
            "-W,--whole-file",
            "Send a file that differs whole; the default within one machine.",
            (d, on) -> d.wholeFile = on),
    NUMERIC_IDS(
            Group.WHAT,
            "--numeric-ids",
            "Keep owners and groups by number, not by name.",
            (d, on) -> d.attributes.numericIds = on),
    CHMOD(
            Group.WHAT,
            "--chmod",
            "CHANGES",
            "Change modes on the way, as in Du=rwX,F644; after D of directories, after F of"
                    + " files.",
            (d, v) -> d.attributes.chmod(v)),
    CHOWN(
            Group.WHAT,
            "--chown",
            "USER:GROUP",
            "Give everything to this user and group, or to one of them; implies -o and -g.",
            (d, v) -> d.attributes.chown(d, v)),
    USERMAP(
            Group.WHAT,
            "--usermap",
            "FROM:TO,...",
            "Who owns what is FROM's at the source, a name, pattern, number or range;"
                    + " implies -o.",
            (d, v) -> d.attributes.usermap(d, v)),
    GROUPMAP(
            Group.WHAT,
            "--groupmap",
            "FROM:TO,...",
            "The same for groups; implies -g.",
            (d, v) -> d.attributes.groupmap(d, v)),
    RELATIVE(
            Group.WHAT,
            "-R,--relative",
            "Keep the whole path that was typed of each source.",
            (d, on) -> d.relative = on),
    ONE_FILE_SYSTEM(
            Group.WHAT,
            "-x,--one-file-system",
            "Stay on the sources' file systems.",
            (d, on) -> d.oneFileSystem = on),
    MKPATH(
            Group.WHAT,
            "--mkpath",
            "Make missing directories above the destination.",
            (d, on) -> d.makePath = on),

    EXCLUDE(
            Group.RULES,
            "--exclude",
            "PATTERN",
            "Leave out what matches.",
            (d, v) -> d.rules.exclude(v)),
    INCLUDE(
            Group.RULES,
            "--include",
            "PATTERN",
            "Take what matches, whatever later rules say.",
            (d, v) -> d.rules.include(v)),
    EXCLUDE_FROM(
            Group.RULES,
            "--exclude-from",
            "FILE",
            "Read patterns to exclude, one a line; - is standard input.",
            (d, v) -> d.rules.excludeFrom(v)),
    INCLUDE_FROM(
            Group.RULES,
            "--include-from",
            "FILE",
            "Read patterns to include.",
            (d, v) -> d.rules.includeFrom(v)),
    FILTER(
            Group.RULES,
            "-f,--filter",
            "RULE",
            "Add a filter rule as rsync has them.",
            (d, v) -> d.rules.filter(v)),
    FILTER_FILES(
            Group.RULES,
            "-F",
            "Read .rsync-filter in every directory; twice: and leave those files out.",
            (d, on) -> d.rules.perDirectoryFiles()),
    MAX_SIZE(
            Group.RULES,
            "--max-size",
            "SIZE",
            "Leave alone files larger than this (1.5m, 2GB).",
            (d, v) -> d.maxSize = Values.size("--max-size", v)),
    MIN_SIZE(
            Group.RULES,
            "--min-size",
            "SIZE",
            "Leave alone files smaller than this.",
            (d, v) -> d.minSize = Values.size("--min-size", v)),

    UPDATE(
            Group.COMPARISON,
            "-u,--update",
            "Leave alone files that are newer at the destination.",
            (d, on) -> d.update = on),
    CHECKSUM(
            Group.COMPARISON,
            "-c,--checksum",
            "Compare contents, not size and time.",
            (d, on) -> d.checksum = on),
    PARANOID(
            Group.COMPARISON,
            "--paranoid",
            "Take nothing for known of what files contain: read it, and tell it by SHA-256.",
            (d, on) -> d.paranoid = on),
    IGNORE_TIMES(
            Group.COMPARISON,
            "-I,--ignore-times",
            "Send files even if size and time are the same.",
            (d, on) -> d.ignoreTimes = on),
    SIZE_ONLY(Group.COMPARISON, "--size-only", "Compare sizes alone.", (d, on) -> d.sizeOnly = on),
    MODIFY_WINDOW(
            Group.COMPARISON,
            "--modify-window",
            "SECONDS",
            "Times this close are the same; -1, the default, compares nanoseconds.",
            (d, v) -> d.modifyWindow = Values.window(v)),
    EXISTING(Group.COMPARISON, "--existing", "Make nothing new.", (d, on) -> d.existing = on),
    IGNORE_EXISTING(
            Group.COMPARISON,
            "--ignore-existing",
            "Leave alone what is there.",
            (d, on) -> d.ignoreExisting = on),

    DELETE(
            Group.DELETION,
            "--delete",
            "Delete at the destination what the sources lack.",
            (d, on) -> d.deletion.enable(on)),
    DELETE_BEFORE(
            Group.DELETION,
            "--delete-before",
            "Delete before anything is written.",
            (d, on) -> d.deletion.at(Timing.BEFORE, on)),
    DELETE_DURING(
            Group.DELETION,
            "--delete-during,--del",
            "Delete along with writing; the default.",
            (d, on) -> d.deletion.at(Timing.DURING, on)),
    DELETE_DELAY(
            Group.DELETION,
            "--delete-delay",
            "Find deletes along with writing, delete after.",
            (d, on) -> d.deletion.at(Timing.DELAY, on)),
    DELETE_AFTER(
            Group.DELETION,
            "--delete-after",
            "Delete when everything is written.",
            (d, on) -> d.deletion.at(Timing.AFTER, on)),
    DELETE_EXCLUDED(
            Group.DELETION,
            "--delete-excluded",
            "Also delete what is left out by rules.",
            (d, on) -> d.deletion.excluded = on),
    MAX_DELETE(
            Group.DELETION,
            "--max-delete",
            "N|N%",
            "Delete at most so many; with a percentage, do nothing where it would be more.",
            (d, v) -> d.deletion.most(v)),
    IGNORE_ERRORS(
            Group.DELETION,
            "--ignore-errors",
            "Delete even if a source could not be read.",
            (d, on) -> d.deletion.ignoresErrors = on),
    FORCE(
            Group.DELETION,
            "--force",
            "Let directories that are not empty give way to something else.",
            (d, on) -> d.deletion.forces = on),

    REMOVE_SOURCE_FILES(
            Group.DELETION,
            "--remove-source-files",
            "Remove what is no directory from the sources once it has arrived.",
            (d, on) -> d.deletion.removesSourceFiles = on),

    DRY_RUN(
            Group.OUTPUT,
            "-n,--dry-run",
            "Show what would be done, and do nothing.",
            (d, on) -> d.dryRun = on),
    VERBOSE(
            Group.OUTPUT,
            "-v,--verbose",
            "Name what changes; twice: and what does not.",
            (d, on) -> d.verbose = on ? d.verbose + 1 : 0),
    QUIET(Group.OUTPUT, "-q,--quiet", "Print errors only.", (d, on) -> d.quiet = on),
    ITEMIZE(
            Group.OUTPUT,
            "-i,--itemize-changes",
            "Show what changes in each entry; twice: and entries without change.",
            (d, on) -> d.itemize = on ? d.itemize + 1 : 0),
    STATS(Group.OUTPUT, "--stats", "Show figures at the end.", (d, on) -> d.stats = on),
    HUMAN(
            Group.OUTPUT,
            "-h,--human-readable",
            "Write figures with units of 1,000; twice: of 1,024.",
            (d, on) -> d.human = on ? d.human + 1 : 0),
    JSON(Group.OUTPUT, "--json", "Print one JSON object a line.", (d, on) -> d.json = on),
    LOG_FILE(
            Group.OUTPUT,
            "--log-file",
            "FILE",
            "Append what happens to a file.",
            (d, v) -> d.logFile = Latin.decoded(Latin.text(v))),
    OUT_FORMAT(
            Group.OUTPUT,
            "--out-format",
            "FORMAT",
            "Show each change so: %i letters, %n name, %L target, %l size, %o what"
                    + " is done, and others of rsync's.",
            (d, v) -> d.output.out(v)),
    LOG_FILE_FORMAT(
            Group.OUTPUT,
            "--log-file-format",
            "FORMAT",
            "The same for the lines of --log-file.",
            (d, v) -> d.output.log(v)),
    DEBUG(Group.OUTPUT, "--debug", "Show stack traces of failures.", (d, on) -> d.debug = on),

    COMPRESS(
            Group.TRANSFER,
            "-z,--compress",
            "Compress what is sent, which is the default.",
            (d, on) -> d.compress(on)),
    COMPRESS_LEVEL(
            Group.TRANSFER,
            "--zl,--compress-level",
            "LEVEL",
            "Compress with this level of zstd, 1 to 22; 0 is --no-z.",
            (d, v) -> d.level(v)),
    BWLIMIT(
            Group.TRANSFER,
            "--bwlimit",
            "RATE|UP:DOWN|TIMETABLE",
            "Carry no more than this each way, in KiB a second unless a unit is given; 0 for any;"
                    + " or by the time, as in '08:00,500 Sat-18:00,2m:500 23:00,off'.",
            (d, v) -> d.bandwidth(v)),
    RSH(
            Group.TRANSFER,
            "-e,--rsh",
            "COMMAND",
            "The remote shell, with its own options; ssh is the default.",
            (d, v) -> d.shell = ShellWords.split(v)),
    DSYNC_PATH(
            Group.TRANSFER,
            "--dsync-path",
            "PROGRAM",
            "The dsync to run on the other machine.",
            (d, v) -> d.dsyncPath = Values.word("--dsync-path", v)),
    PORT(
            Group.TRANSFER,
            "--port",
            "PORT",
            "The port of the other machine's dsync, where its location names none.",
            (d, v) -> d.port = Values.port(v)),
    KEY_FILE(
            Group.TRANSFER,
            "--key-file",
            "FILE",
            "The file with the share's key, in place of the stored one.",
            (d, v) -> d.keyFile = Values.word("--key-file", v)),
    TIMEOUT(
            Group.TRANSFER,
            "--timeout",
            "SECONDS",
            "Give up a peer that says nothing for so long; 0 never does.",
            (d, v) -> d.timeout = Values.seconds("--timeout", v)),
    CONTIMEOUT(
            Group.TRANSFER,
            "--contimeout",
            "SECONDS",
            "Give up connecting to a share after so long; 0 leaves it to the system.",
            (d, v) -> d.timeToConnect = Values.seconds("--contimeout", v));

    /** Under which heading the help shows an option. */
    enum Group {
        ARCHIVE("What is taken and kept"),
        WHAT("Beyond that"),
        SOURCES("Which sources"),
        RULES("Which files"),
        IGNORED("What is left alone"),
        COMPARISON("What counts as changed"),
        DELETION("Deleting"),
        WRITING("Writing"),
        OUTPUT("Output"),
        TRANSFER("Transfer");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    private final FlagSpec spec;

    Flag(Group group, String names, String help, FlagSpec.Toggle toggle) {
        this.spec = FlagSpec.toggle(group, names, help, toggle);
    }

    Flag(Group group, String names, String label, String help, FlagSpec.Setting setting) {
        this.spec = FlagSpec.setting(group, names, label, help, setting);
    }

    @Override
    public FlagSpec spec() {
        return spec;
    }
}
