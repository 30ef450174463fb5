package dev.dsync.core.plan;

import dev.dsync.core.tree.RelPath;
import java.util.Collection;
import java.util.Set;

/**
 * What was named and is not at the source, so that it goes at the target.
 *
 * @param paths where it would be
 * @param above the directories it would be in
 */
record Absences(Set<RelPath> paths, Set<RelPath> above) {
    /** All that was named is there. */
    static final Absences NONE = new Absences(Set.of(), Set.of());

    /** What would be at these paths. */
    static Absences of(Collection<RelPath> paths) {
        return new Absences(Set.copyOf(paths), RelPath.above(paths));
    }

    /** Whether what is at this path goes. */
    boolean has(RelPath path) {
        return paths.contains(path);
    }

    /** Whether something in this directory does. */
    boolean leadsOn(RelPath directory) {
        return above.contains(directory);
    }
}
