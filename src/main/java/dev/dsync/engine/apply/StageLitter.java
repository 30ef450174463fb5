package dev.dsync.engine.apply;

import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Stage;
import java.io.IOException;
import java.util.List;

/** What a run that was cut off has left under stage names where nobody goes on with it. */
final class StageLitter {
    private StageLitter() {}

    /** Removes a directory in which nothing is but such litter, which nobody else would remove. */
    static void removeDirectory(Directory parent, Name name) throws IOException {
        try {
            parent.removeDirectory(name);
        } catch (FsException e) {
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
            for (Name one : names) {
                directory.unlink(one);
            }
            return true;
        } catch (FsException e) {
            return false; // it stays, and why the directory does is told
        }
    }
}
