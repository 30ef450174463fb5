package dev.dsync.engine.session;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Actions;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.apply.Awaited;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of the files that an earlier run was building is worth going on with. */
final class GoingOn {
    private GoingOn() {}

    /** A plan from its first action on. */
    interface Plan {
        Actions open() throws IOException;
    }

    /** Knows what an earlier run has left. */
    interface Stages {
        /** Whether what was built of a file so far, under this name, may be gone on with. */
        boolean has(FileEntry file, RelPath stage) throws IOException;
    }

    /** Those of these stages that the plan wants. */
    static Set<RelPath> of(Collection<RelPath> staged, Plan plan) throws IOException {
        if (staged.isEmpty()) {
            return Set.of();
        }
        Set<RelPath> all = Set.copyOf(staged);
        return of((file, stage) -> all.contains(stage), plan);
    }

    /** The same of stages that are looked for one by one. */
    static Set<RelPath> of(Stages stages, Plan plan) throws IOException {
        Set<RelPath> wanted = new HashSet<>();
        Actions actions = plan.open();
        for (Action action = actions.next(); action != null; action = actions.next()) {
            Optional<Awaited> file = Awaited.of(action);
            if (file.isPresent()) {
                RelPath stage = Sought.stage(file.get().remote());
                if (stages.has(file.get().remote(), stage)) {
                    wanted.add(stage);
                }
            }
        }
        return wanted;
    }

    /** The others, which are to be removed. */
    static List<RelPath> others(Collection<RelPath> staged, Set<RelPath> wanted) {
        List<RelPath> others = new ArrayList<>(staged);
        others.removeAll(wanted);
        return others;
    }
}
