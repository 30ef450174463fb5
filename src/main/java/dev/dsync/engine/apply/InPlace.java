package dev.dsync.engine.apply;

import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Name;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.util.Arrays;

/**
 * Gives a file the content and the attributes of one that was built beside it. It stays the file it
 * is, under all its names; where both have the same bytes nothing is written. A run that is cut off
 * meanwhile leaves a file of which the next run sees that it is neither the old nor the new one.
 */
final class InPlace {
    private static final int BLOCK_BYTES = 64 << 10;

    private InPlace() {}

    /** Gives a file more than content, owner, mode and time. */
    @FunctionalInterface
    interface Finishing {
        /**
         * Does so.
         *
         * @param mode the one it shall have
         * @return the one it gets
         */
        int finish(WritableFile file, int mode) throws IOException;
    }

    /**
     * Makes one file like another.
     *
     * @param before what it was when it was last looked at
     * @param like the owner it shall have
     * @param finishing gives it what is not written here
     * @return how it is left
     * @throws Placement.ChangedException if it is another by now
     */
    static Stat write(
            Directory directory,
            Name staged,
            Name name,
            Stat before,
            Wanted like,
            Finishing finishing)
            throws IOException {
        Stat left;
        try (ReadableFile built = directory.openFile(staged);
                WritableFile file = directory.openForWriting(name)) {
            Stat now = file.stat();
            if (now.inode() != before.inode()
                    || now.size() != before.size()
                    || !now.modified().equals(before.modified())) {
                throw new Placement.ChangedException("changed while it was replaced");
            }
            Stat wanted = built.stat();
            copy(built, file, wanted.size());
            if (now.size() != wanted.size()) {
                file.truncate(wanted.size());
            }
            int uid = like.uid().orElse(now.uid());
            int gid = like.gid().orElse(now.gid());
            if (uid != now.uid() || gid != now.gid()) {
                file.setOwner(uid, gid);
            }
            file.setMode(finishing.finish(file, wanted.mode()));
            file.setModified(wanted.modified());
            left = file.stat();
            file.sync();
        }
        directory.unlink(staged);
        return left;
    }

    private static void copy(ReadableFile built, WritableFile file, long size) throws IOException {
        byte[] wanted = new byte[BLOCK_BYTES];
        byte[] there = new byte[BLOCK_BYTES];
        long at = 0;
        while (at < size) {
            int length = built.read(at, wanted, 0, (int) Math.min(BLOCK_BYTES, size - at));
            if (length == 0) {
                throw new IOException("what was built has become shorter");
            }
            int has = file.read(at, there, 0, length);
            if (has < length || !Arrays.equals(wanted, 0, length, there, 0, length)) {
                file.write(at, wanted, 0, length);
            }
            at += length;
        }
    }
}
