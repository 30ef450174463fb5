package dev.dsync.engine.apply;

import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Gives entries the attributes a plan wants: owner first, since changing it clears set-id bits and
 * capabilities, extended attributes while the owner may still write, access control lists with the
 * mode, whose set-id bits they may clear, the time last.
 */
final class AttributeWriter {
    private static final int UNCHANGED = -1;
    private static final int OWNER_WRITES = 0200;

    /** What the kernel takes where the owner changes. */
    private static final int SET_IDS = 06000;

    private final List<Item> failed = new ArrayList<>();
    private final XattrWriter xattrs = new XattrWriter(failed::add);
    private final AclWriter acls = new AclWriter(failed::add);

    /** What could not be set since this was asked last, though the rest was. */
    List<Item> takeFailed() {
        List<Item> taken = List.copyOf(failed);
        failed.clear();
        return taken;
    }

    /**
     * Sets what is wanted of an entry.
     *
     * @param path of which it is the entry, whatever its name is yet
     * @param now what it is
     * @param mode its mode before the run
     */
    void set(Directory directory, Name name, RelPath path, Stat now, int mode, Wanted wanted)
            throws IOException {
        boolean owned = isOwned(now, wanted);
        if (!owned) {
            directory.setOwner(name, user(wanted), group(wanted));
        }
        setXattrs(directory, name, path, now, wanted);
        boolean loses = !owned && (mode & SET_IDS) != 0;
        if ((wanted.setsMode() || loses) && now.kind() != Kind.SYMLINK) {
            int wholly = mode(mode, wanted);
            directory.setMode(
                    name, setAcls(path, directory.xattrs(name), now.kind(), wholly, wanted));
        }
        if (wanted.modified() != null) {
            directory.setModified(name, wanted.modified());
        }
    }

    /** Nobody sets an extended attribute of what he may not write. */
    private void setXattrs(Directory directory, Name name, RelPath path, Stat now, Wanted wanted)
            throws IOException {
        boolean[] opened = {now.kind() == Kind.SYMLINK || (now.mode() & OWNER_WRITES) != 0};
        boolean mayOpen = !opened[0];
        xattrs.set(
                path,
                directory.xattrs(name),
                wanted,
                () -> {
                    if (!opened[0]) {
                        directory.setMode(name, now.mode() | OWNER_WRITES);
                        opened[0] = true;
                        return true;
                    }
                    return false;
                });
        if (mayOpen && opened[0]) {
            directory.setMode(name, now.mode());
        }
    }

    /**
     * Sets the access control lists that are wanted, if they count.
     *
     * @param mode the one it shall have
     * @return the one to be set
     */
    private int setAcls(RelPath path, Xattrs there, Kind kind, int mode, Wanted wanted)
            throws IOException {
        return wanted.acls() == null ? mode : acls.set(path, there, kind, mode, wanted.acls());
    }

    /**
     * Sets what is wanted of a file that is open for writing, and neither owner nor mode nor time.
     *
     * @param mode the one it shall have
     * @return the one to be set
     */
    int setExtras(WritableFile file, RelPath path, int mode, Wanted wanted) throws IOException {
        Xattrs there = file.xattrs();
        xattrs.set(path, there, wanted, XattrWriter.Opening.NONE);
        return setAcls(path, there, Kind.FILE, mode, wanted);
    }

    /**
     * Sets what is wanted of a file that was just built; {@code mode} is the one it starts from.
     *
     * @return what it was before
     */
    Stat set(WritableFile file, RelPath path, int mode, Wanted wanted, @Nullable Timestamp modified)
            throws IOException {
        Stat made = file.stat();
        if (!isOwned(made, wanted)) { // to look costs less than to write what is there already
            file.setOwner(user(wanted), group(wanted));
        }
        file.setMode(setExtras(file, path, mode(mode, wanted), wanted));
        if (modified != null) {
            file.setModified(modified);
        }
        return made;
    }

    /**
     * Sets what is wanted of a directory that no name leads to, being the root, or that a link
     * stands for.
     *
     * @param before its mode before it was opened up for the run, if it was
     */
    void set(Directory directory, RelPath path, OptionalInt before, Wanted wanted)
            throws IOException {
        Stat now = directory.stat();
        int mode = before.orElse(now.mode());
        if (!isOwned(now, wanted)) {
            directory.setOwner(user(wanted), group(wanted));
        }
        Xattrs there = directory.xattrs();
        xattrs.set(path, there, wanted, XattrWriter.Opening.NONE);
        if (wanted.setsMode() || before.isPresent()) {
            directory.setMode(setAcls(path, there, Kind.DIRECTORY, mode(mode, wanted), wanted));
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
