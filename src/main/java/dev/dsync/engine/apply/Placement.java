package dev.dsync.engine.apply;

import dev.dsync.core.plan.Wanted;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The moment in which a name gets a new meaning. Nothing that was not planned for is lost by it:
 * what is in the way is compared with what was listed, before and after.
 */
final class Placement {
    private final Recheck recheck;
    private final Keeping keeping;
    private final AttributeWriter attributes;

    /**
     * What has several names of which we touched one, as we left it: that shows in the change time
     * of the others.
     */
    private final Map<Stat.Inode, Stat> touched = new HashMap<>();

    Placement(Recheck recheck, Keeping keeping, AttributeWriter attributes) {
        this.recheck = recheck;
        this.keeping = keeping;
        this.attributes = attributes;
    }

    /** Something else is there than what was listed. */
    static final class ChangedException extends IOException {
        ChangedException(String message) {
            super(message);
        }
    }

    /** What somebody else wrote could not be put back: it stands under another name. */
    static final class StrandedException extends IOException {
        StrandedException(Name now, IOException cause) {
            super("changed while it was replaced, the change is now in " + now, cause);
        }
    }

    /** Gives what was built as {@code staged} its name, which must be free. */
    void create(Directory directory, Name staged, Name name) throws IOException {
        try {
            rename(directory, staged, name);
        } catch (FsException e) {
            if (e.reason() == Reason.EXISTS) {
                throw changed("appeared while the run went on", e);
            }
            throw e;
        }
    }

    private static void rename(Directory directory, Name staged, Name name) throws IOException {
        try {
            directory.rename(staged, directory, name, RenameMode.NO_REPLACE);
        } catch (FsException e) {
            if (e.reason() != Reason.UNSUPPORTED) {
                throw e;
            }
            linkAndUnlink(directory, staged, name);
        }
    }

    /** For file systems that cannot rename without replacing: a link fails too if one is there. */
    private static void linkAndUnlink(Directory directory, Name staged, Name name)
            throws IOException {
        try {
            directory.link(staged, directory, name);
        } catch (FsException e) {
            if (e.reason() != Reason.UNSUPPORTED && e.reason() != Reason.NOT_PERMITTED) {
                throw e;
            }
            // Nor can it link: look, and take the chance that something appears just now.
            if (isThere(directory, name)) {
                throw new FsException(Reason.EXISTS);
            }
            directory.rename(staged, directory, name, RenameMode.REPLACE);
            return;
        }
        directory.unlink(staged);
    }

    private static boolean isThere(Directory directory, Name name) throws IOException {
        return find(directory, name) != null;
    }

    private static @Nullable Stat find(Directory directory, Name name) throws IOException {
        try {
            return directory.stat(name);
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            return null;
        }
    }

    /** Puts what was built as {@code staged} in the place of what was listed at {@code path}. */
    void replace(Directory directory, Name staged, Name name, RelPath path) throws IOException {
        replace(directory, staged, name, path, null);
    }

    /**
     * The same, or, where that is asked for, writes a file that was built over the one that is
     * there.
     *
     * @param wanted what such a file shall have
     */
    void replace(Directory directory, Name staged, Name name, RelPath path, @Nullable Wanted wanted)
            throws IOException {
        Stat before = find(directory, name);
        if (before == null) {
            create(directory, staged, name);
            return;
        }
        require(path, before);
        boolean inPlace = wanted != null && keeping.isInPlace() && before.kind() == Kind.FILE;
        Backups backups = keeping.backups().orElse(null);
        if (backups != null) {
            noteTouched(before);
            backups.keep(directory, name, path, before, inPlace);
        }
        if (inPlace && wanted != null) {
            noteTouched(before);
            Stat written =
                    InPlace.write(
                            directory,
                            staged,
                            name,
                            before,
                            wanted,
                            (file, mode) -> attributes.setExtras(file, path, mode, wanted));
            noteTouched(written);
            return;
        }
        Name kept = keeping.keptAs(path).orElse(null);
        if (kept != null && !linkTo(directory, name, kept, before)) {
            rename(directory, name, kept);
            create(directory, staged, name);
            return;
        }
        Stat built = directory.stat(staged);
        Name swapping = Stage.swapping(name, built, before);
        if (!isRenamed(directory, staged, swapping)) {
            overwrite(directory, staged, name, before);
            return;
        }
        try {
            swap(directory, swapping, name, built, before);
        } catch (StrandedException e) {
            throw e;
        } catch (IOException e) {
            removeBuilt(directory, swapping, e);
            throw e;
        }
    }

    /**
     * Gives what was built the name that says what will be under it; false where the file system
     * has no renames that replace nothing, nor then those that swap.
     */
    private static boolean isRenamed(Directory directory, Name staged, Name swapping)
            throws IOException {
        try {
            directory.rename(staged, directory, swapping, RenameMode.NO_REPLACE);
        } catch (FsException e) {
            if (e.reason() == Reason.UNSUPPORTED) {
                return false;
            }
            throw e;
        }
        return true;
    }

    private void swap(Directory directory, Name swapping, Name name, Stat built, Stat before)
            throws IOException {
        try {
            directory.rename(swapping, directory, name, RenameMode.EXCHANGE);
        } catch (FsException e) {
            if (e.reason() != Reason.UNSUPPORTED) {
                throw e;
            }
            overwrite(directory, swapping, name, before);
            return;
        }
        Stat displaced;
        try {
            displaced = directory.stat(swapping);
            if (!isSame(before, displaced)) {
                putBack(directory, swapping, name, built);
            }
        } catch (IOException e) {
            throw new StrandedException(rescue(directory, swapping, name, before, e), e);
        }
        if (!isSame(before, displaced)) {
            throw changed("changed while it was replaced", null);
        }
        noteTouched(displaced);
        directory.unlink(swapping);
    }

    /** Removes what did not get its name, whatever that failed for. */
    private static void removeBuilt(Directory directory, Name swapping, IOException cause)
            throws StrandedException {
        Name copy;
        try {
            copy = Stage.remove(directory, swapping).orElse(null);
        } catch (IOException e) {
            cause.addSuppressed(e); // it is gone, or the next run removes it
            return;
        }
        if (copy != null) {
            throw new StrandedException(copy, cause);
        }
    }

    /** Where nothing tells afterwards what was replaced, that is looked at once more before. */
    private void overwrite(Directory directory, Name staged, Name name, Stat before)
            throws IOException {
        if (!isSame(before, directory.stat(name))) {
            throw changed("changed while it was replaced", null);
        }
        noteTouched(before);
        directory.rename(staged, directory, name, RenameMode.REPLACE);
        unlinkIfThere(directory, staged);
    }

    /**
     * Gives what is to be kept its second name before it loses the first, so that at no time it has
     * none.
     *
     * @return false where the file system has no second names
     */
    private static boolean linkTo(Directory directory, Name name, Name kept, Stat now)
            throws IOException {
        try {
            directory.link(name, directory, kept);
            return true;
        } catch (FsException e) {
            if (e.reason() == Reason.UNSUPPORTED || e.reason() == Reason.NOT_PERMITTED) {
                return false;
            }
            // The name says what it is the name of: it is kept already, by a run that was cut off,
            // or as
            // what another peer has kept.
            if (e.reason() == Reason.EXISTS && isAlike(directory, name, now, kept)) {
                return true;
            }
            throw e;
        }
    }

    private static boolean isAlike(Directory directory, Name name, Stat now, Name kept)
            throws IOException {
        Stat there = directory.stat(kept);
        if (there.kind() != now.kind() || there.size() != now.size()) {
            return false;
        }
        return now.kind() == Kind.SYMLINK // whose time nobody keeps
                ? directory.readLink(kept).equals(directory.readLink(name))
                : there.modified().equals(now.modified());
    }

    /** Undoes an exchange. What then stands as {@code staged} may be removed. */
    private static void putBack(Directory directory, Name staged, Name name, Stat built)
            throws IOException {
        try {
            directory.rename(staged, directory, name, RenameMode.EXCHANGE);
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            rename(directory, staged, name); // somebody has removed what we had just put there
            return;
        }
        if (!isSame(built, directory.stat(staged))) {
            throw changed("changed once more while it was put back", null);
        }
    }

    /**
     * Gives what must not be removed a name that the next run leaves alone.
     *
     * @return the name it has now
     */
    private static Name rescue(
            Directory directory, Name staged, Name name, Stat before, IOException cause) {
        Name copy = Stage.conflictCopy(name, staged, before.modified());
        try {
            rename(directory, staged, copy);
            return copy;
        } catch (IOException e) {
            cause.addSuppressed(e);
            return staged;
        }
    }

    /** A rename to another name of the same file leaves both. */
    private static void unlinkIfThere(Directory directory, Name name) throws IOException {
        try {
            directory.unlink(name);
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Removes a name that is no directory, if it is still what was listed, or gone already. */
    void delete(Directory directory, Name name, RelPath path) throws IOException {
        Stat stat = find(directory, name);
        if (stat == null) {
            return;
        }
        require(path, stat);
        noteTouched(stat);
        Backups backups = keeping.backups().orElse(null);
        if (backups != null && backups.keepsDeleted(name)) {
            backups.move(directory, name, path, stat);
            return;
        }
        Name kept = keeping.keptAs(path).orElse(null);
        if (kept == null || (isThere(directory, kept) && isAlike(directory, name, stat, kept))) {
            directory.unlink(name);
        } else {
            rename(directory, name, kept);
        }
    }

    /** Whether what is at a path now is the backup of something else that gave way. */
    boolean isBackup(RelPath path) {
        return keeping.backups().filter(backups -> backups.isMade(path)).isPresent();
    }

    /** Makes the names of backups durable. */
    void sync() throws IOException {
        Backups backups = keeping.backups().orElse(null);
        if (backups != null) {
            backups.sync();
        }
    }

    /** Makes sure that attributes are set of just what was listed, whose change time changes. */
    void touch(RelPath path, Stat stat) throws IOException {
        require(path, stat);
        noteTouched(stat);
    }

    /** Notes how something is left that was touched. */
    void noteTouched(Stat stat) {
        if (stat.links() > 1) {
            touched.put(stat.object(), stat);
        }
    }

    private void require(RelPath path, Stat now) throws IOException {
        Stat left = touched.get(now.object());
        boolean isUnchanged =
                left == null ? recheck.isUnchanged(path, now.stamp()) : isSame(left, now);
        if (!isUnchanged) {
            throw changed("changed after it was listed", null);
        }
    }

    /** Whether the two show the same thing, of which a rename has changed the change time. */
    private static boolean isSame(Stat before, Stat after) {
        return before.inode() == after.inode()
                && before.kind() == after.kind()
                && before.size() == after.size()
                && before.modified().equals(after.modified());
    }

    private static ChangedException changed(String what, @Nullable Throwable cause) {
        ChangedException changed = new ChangedException(what);
        if (cause != null) {
            changed.initCause(cause);
        }
        return changed;
    }
}
