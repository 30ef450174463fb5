package dev.dsync.engine.session;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Actions;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.apply.Awaited;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
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
    private interface Stages {
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

    /** Those of files larger than this that are there. */
    static Set<RelPath> of(Root root, long bytes, Plan plan) throws IOException {
        return of((file, stage) -> file.size() > bytes && isThere(root, stage), plan);
    }

    static boolean isThere(Root root, RelPath path) throws IOException {
        try (Directory directory = root.open(path.parent())) {
            return directory.stat(path.name()).kind() == Kind.FILE;
        } catch (FsException e) {
            return false; // and built anew, or what keeps it from being built is told then
        }
    }

    private static Set<RelPath> of(Stages stages, Plan plan) throws IOException {
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
