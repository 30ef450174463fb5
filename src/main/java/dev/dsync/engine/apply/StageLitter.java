package dev.dsync.engine.apply;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a run that was cut off has left under stage names where nobody goes on with it. */
final class StageLitter {
    private StageLitter() {}

    /**
     * Removes files that an earlier run was building, as far as that is possible.
     *
     * @return what is to be told of them
     */
    static List<Item> remove(Opened opened, List<RelPath> paths) throws IOException {
        List<Item> items = new ArrayList<>();
        for (RelPath path : paths) {
            try {
                Stage.remove(opened.parentOf(path), path)
                        .ifPresent(problem -> items.add(new Item.Failed(problem)));
            } catch (FsException e) {
                // Gone already, or nothing that a run has made: not worth the run.
            }
        }
        return items;
    }

    /**
     * Removes a directory, unless it is gone already, in which nothing is but such litter, which
     * nobody else would remove.
     */
    static void removeDirectory(Directory parent, Name name) throws IOException {
        try {
            parent.removeDirectory(name);
        } catch (FsException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return;
            }
            if (e.reason() != Reason.NOT_EMPTY || !isCleared(parent, name)) {
                throw e;
            }
            parent.removeDirectory(name);
        }
    }

    private static boolean isCleared(Directory parent, Name name) throws IOException {
        try (Directory directory = parent.openDirectory(name)) {
            List<Name> names = directory.names();
            if (!names.stream().allMatch(Stage::isStaged)) {
                return false;
            }
            boolean cleared = true;
            for (Name one : names) {
                cleared &= Stage.remove(directory, one).isEmpty();
            }
            return cleared;
        } catch (FsException e) {
            return false; // it stays, and why the directory does is told
        }
    }
}
