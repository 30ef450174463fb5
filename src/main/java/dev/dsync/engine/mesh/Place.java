package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.index.FileCursor;
import dev.dsync.io.index.Index;
import dev.dsync.io.index.IndexedFile;
import java.io.IOException;

/**
 * The file system a folder is on. The top directories of two may have the same inode number, as all
 * of ext4 have; then what is there would be taken for edits and deletes. What a file system says it
 * is may be another after a start of the machine, where it comes of a device number; so it is
 * another only if, besides, no file known is there as the same inode and with the same change time,
 * which nobody can set.
 *
 * @param fileSystem what the one says it is that the folder was on when it was known
 * @param now what the one says that is there
 * @param isOther whether these are two
 */
record Place(long fileSystem, long now, boolean isOther) {
    /** Of so many files each one is looked for, of the others one in as many. */
    private static final long SAMPLE = 256;

    /** Where the folder of an index is, of which nothing was looked at yet. */
    static Place find(Root root, Index index) throws IOException {
        long now = root.fileSystemId();
        long known = index.folder().map(Index.Folder::fileSystem).orElse(0L);
        boolean isOther = known != 0 && known != now && isNothingThere(root, index);
        return isOther ? new Place(known, now, true) : new Place(now, now, false);
    }

    private static boolean isNothingThere(Root root, Index index) throws IOException {
        long known = 0;
        try (FileCursor files = index.files(RelPath.ROOT)) {
            while (files.next()) {
                if ((known < SAMPLE || known % SAMPLE == 0) && isThere(root, files.file())) {
                    return false;
                }
                known++;
            }
        }
        return known > 0;
    }

    private static boolean isThere(Root root, IndexedFile file) throws IOException {
        try (Directory directory = root.open(file.path().parent())) {
            Stat stat = directory.stat(file.path().name());
            return stat.inode() == file.stamp().inode()
                    && stat.changed().equals(file.stamp().changed());
        } catch (FsException e) {
            return false; // nor is it, if it cannot be seen
        }
    }

    /** The same, since somebody said that the folder is there now. */
    Place accepted() {
        return new Place(now, now, false);
    }
}
