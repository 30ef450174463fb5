package dev.dsync.engine.apply;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.index.Index;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a user who is bound by permissions into directories of their own that are closed to
 * themselves, and knows which mode each had before.
 */
final class Entrance {
    private static final int OWNER_ALL = 0700;
    private static final int PERMISSIONS = 0777;

    private static final Set<Reason> OUT_OF_REACH =
            Set.of(Reason.NOT_FOUND, Reason.NOT_DIRECTORY, Reason.SYMLINK, Reason.ACCESS_DENIED);

    private final Root root;
    private final boolean superuser;
    private final Map<RelPath, Integer> modes = new HashMap<>();
    private final Set<RelPath> noted = new HashSet<>();
    private Index.@Nullable Ajar notes;
    private Bystanders bystanders = directory -> false;

    Entrance(Root root, boolean superuser) {
        this.root = root;
        this.superuser = superuser;
    }

    /** Notes from now on what is closed to its owner and is not yet, or not any more. */
    void noting(Index.Ajar ajar) {
        notes = ajar;
    }

    /** Leaves these as they are from now on. */
    void leaving(Bystanders those) {
        bystanders = those;
    }

    /** A directory is about to be made, or opened up, that shall have this mode in the end. */
    void making(RelPath directory, int mode) {
        if (notes != null && (mode & OWNER_ALL) != OWNER_ALL) {
            notes.put(directory, mode & PERMISSIONS);
            noted.add(directory);
        }
    }

    /** The directory has the mode it shall have, or is gone. */
    void closed(RelPath directory) {
        if (notes != null && noted.remove(directory)) {
            notes.remove(directory);
        }
    }

    /** Makes sure, as far as the user may, that what is in this directory can be changed. */
    void open(RelPath directory) throws IOException {
        if (superuser) {
            return;
        }
        try {
            unlock(directory);
        } catch (FsException e) {
            if (e.reason() != Reason.ACCESS_DENIED || directory.isRoot()) {
                throw e;
            }
            open(directory.parent());
            unlock(directory);
        }
    }

    private void unlock(RelPath path) throws IOException {
        if (path.isRoot() || root.isLinked(path)) {
            Stat stat = path.isRoot() ? root.stat() : statOfLinked(path);
            if (isClosed(stat) && !bystanders.have(path)) {
                making(path, stat.mode());
                try (Directory directory = root.open(path)) {
                    directory.setMode(stat.mode() | OWNER_ALL);
                    modes.putIfAbsent(path, stat.mode());
                }
            }
            return;
        }
        try (Directory parent = root.open(path.parent())) {
            Stat stat = parent.stat(path.name());
            if (isClosed(stat) && !bystanders.have(path)) {
                making(path, stat.mode());
                parent.setMode(path.name(), stat.mode() | OWNER_ALL);
                modes.putIfAbsent(path, stat.mode());
            }
        } catch (FsException e) {
            if (e.reason() != Reason.NOT_PERMITTED) { // it is another's: the work in it will fail
                throw e;
            }
        }
    }

    private Stat statOfLinked(RelPath path) throws IOException {
        try (Directory directory = root.open(path)) {
            return directory.stat();
        }
    }

    private static boolean isClosed(Stat stat) {
        return stat.kind() == Kind.DIRECTORY && (stat.mode() & OWNER_ALL) != OWNER_ALL;
    }

    /**
     * Closes again what was opened up and not left, but for what is gone meanwhile or lies in a
     * directory that is closed.
     */
    void leaveAll() throws IOException {
        List<RelPath> deepestFirst = new ArrayList<>(modes.keySet());
        deepestFirst.sort(Comparator.comparingInt(RelPath::depth).reversed());
        for (RelPath path : deepestFirst) {
            int mode = leave(path).orElseThrow();
            try (Directory directory = root.open(path)) {
                directory.setMode(mode);
                closed(path);
            } catch (FsException e) {
                if (!OUT_OF_REACH.contains(e.reason())) {
                    throw e;
                }
            }
        }
    }

    /** The mode the directory had before it was opened up, if it was; asked for once. */
    OptionalInt leave(RelPath directory) {
        Integer mode = modes.remove(directory);
        return mode == null ? OptionalInt.empty() : OptionalInt.of(mode);
    }
}
