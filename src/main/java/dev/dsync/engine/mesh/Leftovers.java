package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.mesh.FolderScan.Left;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Files that a link was building when it, or the process, came to its end. What is large is worth
 * going on with, when a peer that has it is there again.
 */
final class Leftovers {
    /** Less is quicker sent again than looked for. */
    private static final long BYTES_KEPT_MIN = 1 << 20;

    private static final Duration KEPT = Duration.ofDays(1);

    private Leftovers() {}

    /**
     * Removes what is of no use any more, as far as that is possible.
     *
     * @param alone whether no link is at work, so that none is being built
     * @param now by the clock of the root's file system
     */
    static void remove(Root root, List<Left> staged, boolean alone, Timestamp now)
            throws IOException {
        for (Left left : staged) {
            boolean small = left.bytes() < BYTES_KEPT_MIN;
            if ((alone && small) || now.seconds() - left.touched().seconds() > KEPT.toSeconds()) {
                unlink(root, left.path());
            }
        }
    }

    private static void unlink(Root root, RelPath path) throws IOException {
        try (Directory directory = root.open(path.parent())) {
            directory.unlink(path.name());
        } catch (FsException e) {
            // Gone already, or to stay: it is in nobody's way.
        }
    }
}
