package dev.dsync.app.cli;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.io.wire.Message.ReportLevel;
import java.util.ArrayList;
import java.util.List;

/**
 * A run that only lists what the sources have: a dry run to where nothing is, with all told that
 * would be made there.
 */
final class ListOnly {
    /** Nobody can make it, so there is nothing, and no source has it within. */
    private static final Location NOWHERE =
            new Location.LocalLocation(TypedPath.literal("/proc/dsync-list-only/"));

    /** What lines tell, whatever options say of what is kept. */
    private static final Profile TOLD =
            new Profile(
                    true, false, true, true, true, false, false, true, true, true, false, false,
                    false);

    private ListOnly() {}

    /** The sources and where nothing is; a destination that was typed does not count. */
    static List<Location> ends(List<Location> typed) {
        if (typed.isEmpty()) {
            return typed;
        }
        List<Location> ends = new ArrayList<>(typed.subList(0, Math.max(1, typed.size() - 1)));
        ends.add(NOWHERE);
        return ends;
    }

    /** The run that lists what this one would copy. */
    static RunOptions of(RunOptions run) {
        return new RunOptions(
                run.sources(),
                run.destination(),
                run.scope(),
                TOLD,
                Policy.DEFAULT,
                true,
                true,
                run.attributes(),
                run.mungesLinks(),
                true,
                ReportLevel.CHANGES,
                run.compressionLevel(),
                run.bandwidth(),
                run.reach());
    }

    /** Whether a run is one of these. */
    static boolean is(RunOptions run) {
        return run.destination().equals(NOWHERE);
    }
}
