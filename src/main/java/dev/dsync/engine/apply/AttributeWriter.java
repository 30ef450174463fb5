package dev.dsync.engine.apply;

import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Gives entries the attributes a plan wants: owner first, since changing it clears set-id bits, the
 * time last.
 */
final class AttributeWriter {
    private static final int UNCHANGED = -1;

    /**
     * Sets what is wanted of an entry.
     *
     * @param now what it is
     * @param mode its mode before the run
     */
    void set(Directory directory, Name name, Stat now, int mode, Wanted wanted) throws IOException {
        if (!isOwned(now, wanted)) {
            directory.setOwner(name, user(wanted), group(wanted));
        }
        if (wanted.setsMode() && now.kind() != Kind.SYMLINK) {
            directory.setMode(name, mode(mode, wanted));
        }
        if (wanted.modified() != null) {
            directory.setModified(name, wanted.modified());
        }
    }

    /**
     * Sets what is wanted of a file that was just built; {@code mode} is the one it starts from.
     *
     * @return what it was before
     */
    Stat set(WritableFile file, int mode, Wanted wanted, @Nullable Timestamp modified)
            throws IOException {
        Stat made = file.stat();
        if (!isOwned(made, wanted)) { // to look costs less than to write what is there already
            file.setOwner(user(wanted), group(wanted));
        }
        file.setMode(mode(mode, wanted));
        if (modified != null) {
            file.setModified(modified);
        }
        return made;
    }

    /**
     * Sets what is wanted of the root directory itself.
     *
     * @param before its mode before it was opened up for the run, if it was
     */
    void set(Directory directory, OptionalInt before, Wanted wanted) throws IOException {
        Stat now = directory.stat();
        int mode = before.orElse(now.mode());
        if (!isOwned(now, wanted)) {
            directory.setOwner(user(wanted), group(wanted));
        }
        if (wanted.setsMode() || before.isPresent()) {
            directory.setMode(mode(mode, wanted));
        }
        if (wanted.modified() != null) {
            directory.setModified(wanted.modified());
        }
    }

    /**
     * Whether it has the owner it shall have: setting it once more would clear set-id bits and
     * capabilities.
     */
    private static boolean isOwned(Stat now, Wanted wanted) {
        int uid = user(wanted);
        int gid = group(wanted);
        return (uid == UNCHANGED || uid == now.uid()) && (gid == UNCHANGED || gid == now.gid());
    }

    private static int mode(int old, Wanted wanted) {
        return (old & ~wanted.modeMask()) | wanted.mode();
    }

    private static int user(Wanted wanted) {
        return wanted.uid().orElse(UNCHANGED);
    }

    private static int group(Wanted wanted) {
        return wanted.gid().orElse(UNCHANGED);
    }
}
