package dev.dsync.engine.scan;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import java.util.List;
import java.util.Set;

/**
 * What a walk over files found.
 *
 * @param listing all entries that take part
 * @param stamps what stat showed of them
 * @param provenance where they were taken from
 * @param counts entries by kind
 * @param fileBytes sum of the sizes of all files
 * @param complete whether everything that takes part is listed
 * @param problems what could not be read, in listing order
 * @param staged files an earlier run was building when it was killed
 * @param partly directories holding names that take no part
 * @param uids user ids met
 * @param gids group ids met
 * @param stakes what of it a target may be unable to keep
 */
public record Scan(
        Listing listing,
        Stamps stamps,
        Provenance provenance,
        KindCounts counts,
        long fileBytes,
        boolean complete,
        List<Problem> problems,
        List<RelPath> staged,
        Set<RelPath> partly,
        Set<Integer> uids,
        Set<Integer> gids,
        Stakes stakes) {
    public Scan {
        problems = List.copyOf(problems);
        staged = List.copyOf(staged);
        partly = Set.copyOf(partly);
        uids = Set.copyOf(uids);
        gids = Set.copyOf(gids);
    }
}
