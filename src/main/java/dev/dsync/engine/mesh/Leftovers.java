package dev.dsync.engine.mesh;

import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.mesh.FolderScan.Left;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.index.Index;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a link left behind when it, or the process, came to its end: files it was building, of which
 * what is large is worth going on with when a peer that has it is there again, and directories it
 * had opened up.
 */
final class Leftovers {
    /** Less is quicker sent again than looked for. */
    private static final long BYTES_KEPT_MIN = 1 << 20;

    private static final int PERMISSIONS = 0777;
    private static final int OWNER_ALL = 0700;
    private static final Duration KEPT = Duration.ofDays(1);

    private Leftovers() {}

    /**
     * Removes what is of no use any more, as far as that is possible.
     *
     * @param alone whether no link is at work, so that none is being built
     * @param now by the clock of the root's file system
     * @return what was no litter, and is a conflict copy now, which is to be looked at
     */
    static List<Problem> remove(Root root, List<Left> staged, boolean alone, Timestamp now)
            throws IOException {
        List<Problem> rescued = new ArrayList<>();
        for (Left left : staged) {
            RelPath path = left.path();
            boolean unwanted = left.bytes() < BYTES_KEPT_MIN || Stage.isSwapping(path.name());
            boolean old = now.seconds() - left.touched().seconds() > KEPT.toSeconds();
            if ((alone && unwanted) || old) {
                remove(root, path).ifPresent(rescued::add);
            }
        }
        return rescued;
    }

    /**
     * Closes directories that were opened up to their owner, or made so, and are still as they were
     * left.
     */
    static void close(Root root, Place place, Index.Ajar ajar) throws IOException {
        if (place.isOther()) {
            return;
        }
        NavigableMap<RelPath, Integer> noted = new TreeMap<>(ajar.all());
        for (Map.Entry<RelPath, Integer> one : noted.descendingMap().entrySet()) {
            RelPath path = one.getKey();
            int shall = one.getValue();
            try (Directory directory = root.open(path)) {
                int mode = directory.stat().mode();
                if (isAjar(mode, shall)) {
                    directory.setMode((mode & ~PERMISSIONS) | shall);
                }
            } catch (FsException e) {
                // It is gone, another's, or nothing one can open: whatever it is now is found.
            }
            ajar.remove(path);
        }
    }

    /** Whether a directory that shall have these permission bits is open to its owner meanwhile. */
    static boolean isAjar(int mode, int shall) {
        return (mode & PERMISSIONS) == (shall | OWNER_ALL);
    }

    private static Optional<Problem> remove(Root root, RelPath path) throws IOException {
        try (Directory directory = root.open(path.parent())) {
            return Stage.remove(directory, path);
        } catch (FsException e) {
            return Optional.empty(); // gone already, or to stay: it is in nobody's way
        }
    }
}
