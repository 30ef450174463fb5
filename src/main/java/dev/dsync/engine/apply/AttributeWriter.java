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

    private final Ids ids;

    AttributeWriter(Ids ids) {
        this.ids = ids;
    }

    /** Sets what is wanted of an entry that has the mode {@code mode} now. */
    void set(Directory directory, Name name, Kind kind, int mode, Wanted wanted)
            throws IOException {
        if (wanted.uid().isPresent() || wanted.gid().isPresent()) {
            directory.setOwner(name, user(wanted), group(wanted));
        }
        if (wanted.setsMode() && kind != Kind.SYMLINK) {
            directory.setMode(name, mode(mode, wanted));
        }
        if (wanted.modified() != null) {
            directory.setModified(name, wanted.modified());
        }
    }

    /**
     * Sets what is wanted of a file that was just built; {@code mode} is the one it starts from.
     */
    void set(WritableFile file, int mode, Wanted wanted, @Nullable Timestamp modified)
            throws IOException {
        Stat made = file.stat();
        int uid = user(wanted);
        int gid = group(wanted);
        boolean owned =
                (uid == UNCHANGED || uid == made.uid()) && (gid == UNCHANGED || gid == made.gid());
        if (!owned) { // to look costs less than to write what is there already
            file.setOwner(uid, gid);
        }
        file.setMode(mode(mode, wanted));
        if (modified != null) {
            file.setModified(modified);
        }
    }

    /**
     * Sets what is wanted of the root directory itself.
     *
     * @param before its mode before it was opened up for the run, if it was
     */
    void set(Directory directory, OptionalInt before, Wanted wanted) throws IOException {
        int mode = before.orElse(directory.stat().mode());
        if (wanted.uid().isPresent() || wanted.gid().isPresent()) {
            directory.setOwner(user(wanted), group(wanted));
        }
        if (wanted.setsMode() || before.isPresent()) {
            directory.setMode(mode(mode, wanted));
        }
        if (wanted.modified() != null) {
            directory.setModified(wanted.modified());
        }
    }

    private static int mode(int old, Wanted wanted) {
        return (old & ~wanted.modeMask()) | wanted.mode();
    }

    private int user(Wanted wanted) {
        return wanted.uid().isPresent()
                ? ids.user().applyAsInt(wanted.uid().getAsInt())
                : UNCHANGED;
    }

    private int group(Wanted wanted) {
        return wanted.gid().isPresent()
                ? ids.group().applyAsInt(wanted.gid().getAsInt())
                : UNCHANGED;
    }
}
