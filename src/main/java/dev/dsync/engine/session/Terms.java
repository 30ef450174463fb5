package dev.dsync.engine.session;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.wire.Message.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What both sides agreed on.
 *
 * @param request what the dialler wants, as narrowed
 * @param profile which fields of entries count
 * @param tops what the sources list, by name below the target's root
 * @param absent what was named and is not at the source: it goes, if it is there
 * @param rename the name a single source takes
 * @param missing how many directories have to be made for the destination to be there
 * @param userHere whether the user is on this side
 */
record Terms(
        Request request,
        Profile profile,
        List<RelPath> tops,
        List<RelPath> absent,
        @Nullable Name rename,
        int missing,
        boolean userHere) {
    Terms {
        tops = List.copyOf(tops);
        absent = List.copyOf(absent);
    }

    /** Whether the source removes what the target says it has. */
    boolean removesSources() {
        return request.policy().deletion().sources() && !request.dryRun();
    }
}
