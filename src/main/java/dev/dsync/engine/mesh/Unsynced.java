package dev.dsync.engine.mesh;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.mesh.FolderScan.Found;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a scan has found, which programs may have written without making it durable. Were it
 * recorded so, a power cut that takes it back would look like a change made here, and win over what
 * peers took of it.
 */
final class Unsynced {
    /** Beyond so many, the whole file system at once is cheaper. */
    private static final int SINGLY_MAX = 50;

    private Unsynced() {}

    /** Makes it durable. */
    static void sync(Root root, List<Found> found) throws IOException {
        boolean singly = found.size() <= SINGLY_MAX;
        boolean all = !singly;
        long device = root.stat().device();
        for (Map.Entry<RelPath, List<Name>> one : filesByDirectory(found).entrySet()) {
            try (Directory directory = root.open(one.getKey())) {
                if (singly || directory.stat().device() != device) {
                    all |= !sync(directory, one.getValue());
                }
            } catch (FsException e) {
                all |= !isGone(e);
            }
        }
        if (all) {
            root.syncFileSystem();
        }
    }

    /** The directories in which something was found, with the files among it. */
    private static Map<RelPath, List<Name>> filesByDirectory(List<Found> found) {
        Map<RelPath, List<Name>> files = new TreeMap<>();
        for (Found one : found) {
            RelPath path = one.path();
            List<Name> in = files.computeIfAbsent(path.parent(), _ -> new ArrayList<>());
            if (one instanceof Found.There(Entry entry) && entry instanceof FileEntry) {
                in.add(path.name());
            }
        }
        return files;
    }

    /** Whether a directory and these files in it are durable now; not so where one shuts us out. */
    private static boolean sync(Directory directory, List<Name> files) throws IOException {
        boolean done = true;
        for (Name name : files) {
            try (ReadableFile file = directory.openFile(name)) {
                file.sync();
            } catch (FsException e) {
                done &= isGone(e);
            }
        }
        directory.sync();
        return done;
    }

    /** What is no longer there is found to be gone by the next look. */
    private static boolean isGone(FsException e) {
        return e.reason() == Reason.NOT_FOUND
                || e.reason() == Reason.NOT_DIRECTORY
                || e.reason() == Reason.IS_DIRECTORY
                || e.reason() == Reason.SYMLINK;
    }
}
