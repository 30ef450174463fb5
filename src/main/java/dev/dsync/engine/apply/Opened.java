package dev.dsync.engine.apply;

import dev.dsync.core.plan.Action;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directory a batch is at work in, held open while consecutive paths lie in it. */
final class Opened implements AutoCloseable {
    /** What keeps a file from being a link, and not from being a file of its own. */
    private static final Set<FsException.Reason> UNLINKABLE =
            Set.of(
                    FsException.Reason.NOT_FOUND,
                    FsException.Reason.OTHER_FILE_SYSTEM,
                    FsException.Reason.TOO_MANY_LINKS);

    private final Root root;
    private final Entrance entrance;
    private final ChangedDirectories unsynced;
    private @Nullable RelPath path;
    private @Nullable Directory directory;

    Opened(Root root, Entrance entrance, ChangedDirectories unsynced) {
        this.root = root;
        this.entrance = entrance;
        this.unsynced = unsynced;
    }

    /** The directory in which this path's name stands; valid until the next call. */
    Directory parentOf(RelPath child) throws IOException {
        RelPath parent = child.parent();
        Directory held = directory;
        if (held != null && Objects.equals(parent, path)) {
            return held;
        }
        close();
        entrance.open(parent);
        Directory opened = root.open(parent);
        directory = opened;
        path = parent;
        unsynced.opened(parent, opened);
        return opened;
    }

    /** The same, or null if there is no such directory. */
    @Nullable Directory findParentOf(RelPath child) throws IOException {
        try {
            return parentOf(child);
        } catch (FsException e) {
            if (e.reason() != FsException.Reason.NOT_FOUND) {
                throw e;
            }
            return null;
        }
    }

    /**
     * Makes sure that files can be built in a directory; whoever builds them says if they cannot.
     */
    void letIn(RelPath parent) {
        if (Objects.equals(parent, path)) {
            return;
        }
        try {
            entrance.open(parent);
        } catch (IOException e) {
            // Building the file fails for the same reason, and is reported.
        }
    }

    /**
     * Gives the file at the link's leader another name beside the link's path.
     *
     * @return false if the leader is not there, cannot be linked to from here, or is another file
     *     than the link shall be: one that was left alone, or could not be had
     */
    boolean link(Action.CreateLink link, Name name) throws IOException {
        try (Directory from = root.open(link.leader().parent())) {
            if (!isWanted(from.stat(link.leader().name()), link)) {
                return false;
            }
            from.link(link.leader().name(), parentOf(link.path()), name);
            return true;
        } catch (FsException e) {
            if (!UNLINKABLE.contains(e.reason())) {
                throw e;
            }
            return false;
        }
    }

    private static boolean isWanted(Stat leader, Action.CreateLink link) {
        Timestamp wanted = link.wanted().modified();
        Timestamp time = leader.modified();
        return leader.kind() == Kind.FILE
                && leader.size() == link.remote().size()
                && (wanted == null
                        || (wanted.seconds() == time.seconds()
                                // not every file system keeps more
                                && (wanted.nanos() == time.nanos() || time.nanos() == 0)));
    }

    /** Closes the directory if it is this one or lies below it. */
    void forget(RelPath removed) {
        if (path != null && path.isWithin(removed)) {
            close();
        }
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
            directory = null;
            path = null;
        }
    }
}
