package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.ChangeHints.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who watches roots in memory; guarded by their file system. */
public final class MemoryWatches {
    private final MemoryFileSystem system;
    private final List<MemoryHints> open = new ArrayList<>();
    private @Nullable Limit limit;

    MemoryWatches(MemoryFileSystem system) {
        this.system = system;
    }

    /** Whoever begins to watch from now on meets this limit; none if null. */
    public void setLimit(@Nullable Limit limit) {
        synchronized (system) {
            this.limit = limit;
        }
    }

    /** Whoever watches has missed something. */
    public void overflow() {
        synchronized (system) {
            each(MemoryHints::overflow);
        }
    }

    MemoryHints open(Inode root, Predicate<Name> ignored, int hintsMax) {
        MemoryHints hints = new MemoryHints(system, root, ignored, limit, hintsMax);
        open.add(hints);
        return hints;
    }

    void remove(MemoryHints hints) {
        open.remove(hints);
    }

    void changed(Inode inode) {
        each(hints -> hints.changed(inode));
    }

    /** The time now, at which a modification time is set, which Linux tells as it does a write. */
    Timestamp timeSet(Inode inode) {
        if (inode.kind == Kind.DIRECTORY) {
            changed(inode);
        } else {
            written(inode);
        }
        return system.now();
    }

    void written(Inode inode) {
        each(hints -> hints.written(inode));
    }

    void closed(Inode inode) {
        each(hints -> hints.closed(inode));
    }

    void appeared(Inode directory, Name name, Inode inode) {
        each(hints -> hints.appeared(directory, name, inode));
    }

    void removed(Inode directory, Name name, Inode inode) {
        each(hints -> hints.removed(directory, name, inode));
    }

    void moved(Inode directory, Name name, Inode to, Name other, Inode inode) {
        each(hints -> hints.moved(directory, name, to, other, inode));
    }

    private void each(Consumer<MemoryHints> told) {
        if (!open.isEmpty()) {
            open.forEach(told);
            system.notifyAll();
        }
    }
}
