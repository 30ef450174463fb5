package dev.dsync.engine.mesh;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Choice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

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

    /** Some of the names that users give. */
    static Ignoring someNames(RandomGenerator random) {
        Set<Name> names = new HashSet<>();
        for (String name : List.of("a", "b", "d")) {
            if (random.nextInt(4) == 0) {
                names.add(Name.literal(name));
            }
        }
        return new Ignoring(names);
    }

    /** Whether a path takes part. */
    boolean includes(RelPath path) {
        return path.isRoot() || (!names.contains(path.name()) && includes(path.parent()));
    }
}
