package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.RelPath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who leads groups of hard links of which the first names are left alone. */
final class Succession {
    private final Differences differences;

    /** First names that are left alone, with the name that leads instead once there is one. */
    private final Map<RelPath, Optional<RelPath>> groups = new HashMap<>();

    Succession(Differences differences) {
        this.differences = differences;
    }

    /** The entry with the leader it has here. */
    @Nullable Entry led(@Nullable Entry remote) {
        if (remote instanceof FileEntry file && file.leader() != null) {
            Optional<RelPath> leader = groups.get(file.leader());
            return leader == null ? remote : file.ledBy(leader.orElse(null));
        }
        return remote;
    }

    /** Notes of an entry, as the source has it, that it is left alone. */
    void leave(Entry remote) {
        if (differences.keepsHardLinks()
                && remote instanceof FileEntry file
                && file.leader() == null) {
            groups.put(file.path(), Optional.empty());
        }
    }

    /** Notes of an entry, as the source has it, that it takes part. */
    void take(Entry remote) {
        if (remote instanceof FileEntry file
                && file.leader() != null
                && groups.getOrDefault(file.leader(), Optional.of(file.path())).isEmpty()) {
            groups.put(file.leader(), Optional.of(file.path()));
        }
    }
}
