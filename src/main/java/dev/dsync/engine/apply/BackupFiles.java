package dev.dsync.engine.apply;

import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Profile.Namespaces;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Directory.RenameMode;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.fs.WritableFile;
import dev.dsync.io.fs.Xattrs;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Second names and copies of what gives way, which take the place of earlier ones at once. */
final class BackupFiles {
    private static final int SET_IDS = 06000;

    /** What keeps a file from having a second name, and not from being copied. */
    private static final Set<Reason> UNLINKABLE =
            Set.of(
                    Reason.UNSUPPORTED,
                    Reason.NOT_PERMITTED,
                    Reason.OTHER_FILE_SYSTEM,
                    Reason.TOO_MANY_LINKS);

    /** What keeps a copy from having the extended attributes of what it is a copy of. */
    private static final Set<Reason> UNSETTABLE =
            Set.of(Reason.UNSUPPORTED, Reason.NOT_PERMITTED, Reason.ACCESS_DENIED);

    private BackupFiles() {}

    /** Whether it failed only since there can be no second name: a copy can. */
    static boolean isUnlinkable(FsException cause) {
        return UNLINKABLE.contains(cause.reason());
    }

    /**
     * Gives something a second name.
     *
     * @return false where that cannot be
     */
    static boolean link(Directory from, Name name, Directory to, Name kept, Stat now)
            throws IOException {
        try {
            from.link(name, to, kept);
            return true;
        } catch (FsException e) {
            if (isUnlinkable(e)) {
                return false;
            }
            if (e.reason() != Reason.EXISTS) {
                throw e;
            }
        }
        Name staged = staged(to, kept, now);
        from.link(name, to, staged);
        place(to, staged, kept);
        return true;
    }

    /**
     * Makes a copy of something, attributes and all, that is on disk before it has its name.
     *
     * @param xattrs which extended attributes it has
     */
    static void copy(
            Directory from, Name name, Directory to, Name kept, Stat now, Namespaces xattrs)
            throws IOException {
        Name staged = staged(to, kept, now);
        try {
            switch (now.kind()) {
                case FILE -> copyFile(from, name, to, staged, now);
                case SYMLINK -> to.makeSymlink(staged, from.readLink(name));
                case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                        to.makeSpecial(
                                staged,
                                now.kind(),
                                now.mode(),
                                now.deviceMajor(),
                                now.deviceMinor());
                case DIRECTORY -> throw new IllegalStateException("directories are not kept");
            }
            boolean owned = setOwner(to, staged, now);
            copyXattrs(from.xattrs(name), to.xattrs(staged), xattrs);
            if (now.kind() != Kind.SYMLINK) {
                copyAccess(from.xattrs(name), to.xattrs(staged), now);
                to.setMode(staged, owned ? now.mode() : now.mode() & ~SET_IDS);
            }
            to.setModified(staged, now.modified());
        } catch (IOException e) {
            discard(to, staged, e);
            throw e;
        }
        place(to, staged, kept);
        to.sync();
    }

    private static void copyXattrs(Xattrs from, Xattrs to, Namespaces counted) throws IOException {
        if (counted == Namespaces.NONE) {
            return;
        }
        try {
            for (Xattrs.Key key : from.keys()) {
                if (counted.cover(key.text())) {
                    copyXattr(from, to, key);
                }
            }
        } catch (FsException e) {
            if (e.reason() != Reason.UNSUPPORTED) {
                throw e;
            }
        }
    }

    /** One that cannot be read or set is left out: what is to be kept is the content. */
    private static void copyXattr(Xattrs from, Xattrs to, Xattrs.Key key) throws IOException {
        try {
            Optional<byte[]> value = from.get(key);
            if (value.isPresent()) {
                to.set(key, value.get());
            }
        } catch (FsException e) {
            if (!UNSETTABLE.contains(e.reason())) {
                throw e;
            }
        }
    }

    /** What is made in a directory may inherit a list, by which others could read it. */
    private static void copyAccess(Xattrs from, Xattrs to, Stat now) throws IOException {
        try {
            Acls was = from.acls(now.kind());
            if (!was.equals(to.acls(now.kind()))) {
                to.setAccess(was.access(), now.mode());
            }
        } catch (FsException e) {
            if (!UNSETTABLE.contains(e.reason())) {
                throw e;
            }
        }
    }

    static void copyFile(Directory from, Name name, Directory to, Name staged, Stat now)
            throws IOException {
        try (ReadableFile source = from.openFile(name);
                WritableFile copy = to.createFile(staged)) {
            copy.copyFrom(0, source, 0, now.size());
            Stat read = source.stat();
            if (read.inode() != now.inode()
                    || read.size() != now.size()
                    || !read.modified().equals(now.modified())) {
                throw new Placement.ChangedException("changed while it was kept");
            }
            copy.sync();
        }
    }

    /** The name it is built under, free of what a run that was cut off has left there. */
    static Name staged(Directory to, Name kept, Stat now) throws IOException {
        Name staged = Stage.nameFor(kept, now.size(), now.modified());
        try {
            to.unlink(staged);
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
        return staged;
    }

    private static void place(Directory to, Name staged, Name kept) throws IOException {
        try {
            Stat built = to.stat(staged);
            to.rename(staged, to, kept, RenameMode.REPLACE);
            unlinkSame(to, staged, built); // where both were names of one file, both stay
        } catch (IOException e) {
            discard(to, staged, e);
            throw e;
        }
    }

    static void discard(Directory to, Name staged, IOException cause) {
        try {
            to.unlink(staged);
        } catch (IOException e) {
            cause.addSuppressed(e); // it is gone, or was never made
        }
    }

    /** Removes a name if it is still one of what it was. */
    static void unlinkSame(Directory directory, Name name, Stat was) throws IOException {
        try {
            Stat now = directory.stat(name);
            if (now.object().equals(was.object())) {
                directory.unlink(name);
            }
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Gives something the owner of what it is made like, as far as this user may. */
    static boolean setOwner(Directory directory, Name name, Stat like) throws IOException {
        Stat made = directory.stat(name);
        if (made.uid() == like.uid() && made.gid() == like.gid()) {
            return true;
        }
        try {
            directory.setOwner(name, like.uid(), like.gid());
            return true;
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_PERMITTED) {
                throw e;
            }
            return false;
        }
    }
}
