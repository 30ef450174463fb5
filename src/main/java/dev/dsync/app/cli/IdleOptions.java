package dev.dsync.app.cli;

import dev.dsync.core.plan.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of the command line that change nothing in this run, and why. What is set for good is
 * meant for other runs, too.
 */
final class IdleOptions {
    private final Draft draft;
    private final List<String> notes = new ArrayList<>();

    IdleOptions(Draft draft, Policy.Deletion deletion, Ends ends) {
        this.draft = draft;
        note(Flag.SPARSE, draft.sparse, "runs of zeros always become holes");
        note(Flag.COMPRESS, true, "compression is decided by what is sent unless --zl is given");
        note(Flag.EXECUTABILITY, draft.executability && draft.perms, "-p keeps all permissions");
        note(Flag.OMIT_DIR_TIMES, draft.omitDirTimes && !draft.times, "no times are kept");
        note(Flag.OMIT_LINK_TIMES, draft.omitLinkTimes && !draft.times, "no times are kept");
        boolean mapped = draft.attributes.mapsUsers() || draft.attributes.mapsGroups();
        note(Flag.CHOWN, mapped && !draft.owner && !draft.group, "neither -o nor -g holds");
        note(Flag.USERMAP, !draft.owner, "owners are not kept without -o");
        note(Flag.GROUPMAP, !draft.group, "groups are not kept without -g");
        note(Flag.MAX_DELETE, !deletion.enabled(), "nothing is deleted without --delete");
        note(Flag.IGNORE_ERRORS, !deletion.enabled(), "nothing is deleted without --delete");
        note(
                WritingFlag.SUFFIX,
                !draft.writing.keeps(),
                "nothing is kept without -b or --backup-dir");
        boolean all = draft.sources.copyLinks;
        note(SourceFlag.COPY_UNSAFE_LINKS, all && draft.sources.copyUnsafeLinks, "-L follows all");
        note(SourceFlag.COPY_DIRLINKS, all && draft.sources.copyDirectoryLinks, "-L follows all");
        String keeping = "what came of a file is always kept, hidden, and gone on with";
        note(WritingFlag.PARTIAL, draft.writing.partial, keeping);
        note(
                WritingFlag.TEMP_DIR,
                true,
                "files are built beside where they go, so that a rename does");
        note(WritingFlag.PARTIAL_DIR, true, keeping);
        note(
                WritingFlag.FUZZY,
                draft.writing.fuzzy,
                "files like new ones are looked for without it");
        note(Flag.OUT_FORMAT, draft.json || draft.quiet, "no lines are shown");
        boolean silent = draft.json || draft.quiet;
        note(OutputFlag.PROGRESS, silent && draft.output.showsProgress(), "no lines are shown");
        note(
                OutputFlag.INFO,
                silent || draft.output.namesNothing(),
                silent ? "no lines are shown" : "these words tell of nothing that is told here");
        note(Flag.LOG_FILE_FORMAT, draft.logFile.isEmpty(), "nothing is logged without --log-file");
        note(Flag.RSH, !ends.useShell(), "no end is reached by a remote shell");
        note(Flag.DSYNC_PATH, !ends.useShell(), "no end is reached by a remote shell");
        note(Flag.PORT, ends.areLocal(), "both ends are on this machine");
        note(Flag.TIMEOUT, ends.areLocal(), "both ends are on this machine");
        note(Flag.CONTIMEOUT, !ends.useShare(), "no end is a share");
        note(Flag.KEY_FILE, !ends.useShare(), "no end is a share");
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    private void note(RunFlag flag, boolean idle, String why) {
        if (idle && draft.isTyped(flag)) {
            notes.add(flag.names().getFirst() + " changes nothing: " + why);
        }
    }
}
