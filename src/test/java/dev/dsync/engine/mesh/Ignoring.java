package dev.dsync.engine.mesh;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Choice;
import java.util.Set;

/** All takes part but what has one of these names, wherever it is. */
record Ignoring(Set<Name> names) implements Choice {
    Ignoring {
        names = Set.copyOf(names);
    }

    @Override
    public boolean includes(Name name, boolean directory) {
        return !names.contains(name);
    }

    @Override
    public Choice enter(Name directory) {
        return this;
    }

    /** Whether a path takes part. */
    boolean includes(RelPath path) {
        return path.isRoot() || (!names.contains(path.name()) && includes(path.parent()));
    }
}
