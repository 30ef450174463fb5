package dev.dsync.engine.fetch;

import dev.dsync.core.tree.Name;
import dev.dsync.engine.fetch.Basis.Beginning;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens what files are built in. */
final class StageFiles {
    private static final int OWNER_WRITES = 0200;

    private StageFiles() {}

    /**
     * What an earlier run has built; null if it is not what it was when it was looked into, or
     * cannot be written to. What has other names is not ours to write to.
     */
    static @Nullable WritableFile reopen(Directory directory, Name staged, Beginning begun)
            throws IOException {
        try {
            Stat found = directory.stat(staged);
            if (!found.stamp().equals(begun.stamp()) || found.links() != 1) {
                return null;
            }
            if ((found.mode() & OWNER_WRITES) == 0) { // its mode was set when it was complete
                directory.setMode(staged, found.mode() | OWNER_WRITES);
            }
            WritableFile file = directory.openForWriting(staged);
            Stat opened = file.stat();
            if (opened.inode() == found.inode()
                    && opened.size() == found.size()
                    && opened.modified().equals(found.modified())
                    && opened.uid() == found.uid()
                    && opened.links() == 1) {
                return file;
            }
            file.close();
            return null;
        } catch (FsException e) {
            return null;
        }
    }

    static WritableFile create(Directory directory, Name staged) throws IOException {
        try {
            return directory.createFile(staged);
        } catch (FsException e) {
            if (e.reason() != Reason.EXISTS) {
                throw e;
            }
            directory.unlink(staged);
            return directory.createFile(staged);
        }
    }
}
