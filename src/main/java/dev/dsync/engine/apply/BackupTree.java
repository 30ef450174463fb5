package dev.dsync.engine.apply;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory of backups, in which directories are made as they are needed. */
final class BackupTree {
    private static final int OWNER_ALL = 0700;

    private static final Set<Reason> UNMADE =
            Set.of(Reason.NOT_FOUND, Reason.NOT_DIRECTORY, Reason.SYMLINK);

    private final Root root;
    private final ChangedDirectories unsynced;
    private @Nullable RelPath path;
    private @Nullable Directory directory;

    /** What this run has kept. */
    private final Set<RelPath> kept = new HashSet<>();

    BackupTree(Root root, int singleSyncsMax) {
        this.root = root;
        this.unsynced = new ChangedDirectories(root, singleSyncsMax);
    }

    /** The directory of backups itself. */
    Root root() {
        return root;
    }

    /**
     * The directory in which backups are kept of what is in {@code of}; valid until the next call.
     *
     * @param modes shows what the directories they come from are
     */
    Directory open(RelPath of, Modes modes) throws IOException {
        Directory held = directory;
        if (held != null && Objects.equals(of, path)) {
            return held;
        }
        close();
        Directory opened = opened(of, modes);
        directory = opened;
        path = of;
        unsynced.opened(of, opened);
        unsynced.add(of);
        return opened;
    }

    /** Notes that something is kept there, which is to stay. */
    void keep(RelPath backup) {
        kept.add(backup);
    }

    /** The modes of directories. */
    @FunctionalInterface
    interface Modes {
        /** What a directory is. */
        Stat of(RelPath directory) throws IOException;
    }

    private Directory opened(RelPath at, Modes modes) throws IOException {
        try {
            return root.open(at);
        } catch (FsException e) {
            if (at.isRoot() || !UNMADE.contains(e.reason())) {
                throw e;
            }
        }
        try (Directory parent = opened(at.parent(), modes)) {
            make(parent, at, modes.of(at));
            unsynced.add(at.parent());
        }
        return root.open(at);
    }

    /** What an earlier run has kept under the name was a file then, and gives way. */
    private void make(Directory parent, RelPath at, Stat like) throws IOException {
        if (kept.contains(at)) {
            throw new IOException(
                    "the backup " + at + " is where the directory of its own would be");
        }
        try {
            if (parent.stat(at.name()).kind() == Kind.DIRECTORY) {
                return;
            }
            parent.unlink(at.name());
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
        }
        parent.makeDirectory(at.name(), like.mode() | OWNER_ALL);
        BackupFiles.setOwner(parent, at.name(), like);
    }

    void sync() throws IOException {
        close();
        unsynced.sync();
    }

    private void close() {
        if (directory != null) {
            directory.close();
            directory = null;
            path = null;
        }
    }
}
