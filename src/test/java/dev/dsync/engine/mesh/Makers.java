package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Who has made what a folder knows. */
final class Makers {
    private Makers() {}

    /** What a folder knows that is not, or not alone, the work of this replica, in words. */
    static List<String> othersThan(ReplicaId maker, FolderState folder) throws IOException {
        List<String> found = new ArrayList<>();
        var entries = folder.snapshot().listing().cursor();
        for (var at = entries.next(); at != null; at = entries.next()) {
            add(at.path(), entries.revision(), maker, found);
        }
        var deletes = folder.snapshot().tombstones().cursor();
        while (deletes.next()) {
            add(deletes.path(), deletes.revision(), maker, found);
        }
        return found;
    }

    private static void add(RelPath path, Revision revision, ReplicaId maker, List<String> to) {
        revision.version()
                .forEach(
                        (replica, counter) -> {
                            if (!replica.equals(maker)) {
                                to.add(path + " " + revision);
                            }
                        });
    }
}
