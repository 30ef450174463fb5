package dev.dsync.io.fs;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.MemoryFileSystem.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hints of a root in memory. They are there as soon as what they tell of is done; a wait may end
 * early, with nothing.
 */
final class MemoryHints implements ChangeHints {
    private final MemoryFileSystem system;
    private final Inode root;
    private final Predicate<Name> ignored;
    private final @Nullable Limit limit;
    private final HintBatch batch;
    private final Handle handle;
    private boolean rung;

    MemoryHints(
            MemoryFileSystem system,
            Inode root,
            Predicate<Name> ignored,
            @Nullable Limit limit,
            int hintsMax) {
        this.system = system;
        this.root = root;
        this.ignored = ignored;
        this.limit = limit;
        this.batch = new HintBatch(hintsMax);
        this.handle = new Handle(system);
        if (limit != null) {
            batch.overflow();
        }
    }

    @Override
    public List<Hint> await(Duration timeout) throws IOException {
        synchronized (system) {
            handle.check(Operation.WATCH, null);
            long millis = timeout.toMillis();
            if (batch.isEmpty() && !rung && millis > 0) {
                try {
                    system.wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                handle.check(Operation.WATCH, null);
            }
            rung = false;
            return batch.take();
        }
    }

    @Override
    public void wake() {
        synchronized (system) {
            rung = true;
            system.notifyAll();
        }
    }

    @Override
    public Optional<Limit> limit() {
        return Optional.ofNullable(limit);
    }

    @Override
    public void close() {
        synchronized (system) {
            handle.close();
            system.watches().remove(this);
        }
    }

    void overflow() {
        batch.overflow();
    }

    void changed(Inode inode) {
        RelPath path = path(inode);
        if (path != null) {
            batch.changed(path);
        }
    }

    void written(Inode inode) {
        RelPath path = path(inode);
        if (path != null) {
            batch.written(path);
        }
    }

    void closed(Inode inode) {
        RelPath path = path(inode);
        if (path != null) {
            batch.closed(path);
        }
    }

    void appeared(Inode directory, Name name, Inode inode) {
        RelPath path = path(directory, name);
        if (path != null) {
            batch.appeared(path);
            appearedBelow(inode);
        }
    }

    private void appearedBelow(Inode inode) {
        for (Inode.Child child : inode.state.children.values()) {
            RelPath path = path(inode, child.name());
            if (path != null) {
                batch.changed(path);
                appearedBelow(child.inode());
            }
        }
    }

    void removed(Inode directory, Name name, Inode inode) {
        RelPath path = path(directory, name);
        if (path != null) {
            batch.removed(path);
        }
        if (inode == root) {
            batch.rootGone();
        }
    }

    void moved(Inode directory, Name name, Inode to, Name other, Inode inode) {
        RelPath from = path(directory, name);
        RelPath now = path(to, other);
        if (from != null && now != null) {
            batch.moved(from, now);
        } else if (from != null) {
            // Of two names exchanged, this one may be another's by now.
            Inode.Child there = directory.state.children.get(system.key(name));
            if (there == null) {
                removed(directory, name, inode);
            } else {
                appeared(directory, name, there.inode());
            }
        } else if (now != null) {
            appeared(to, other, inode);
        } else if (inode == root) {
            batch.rootGone();
        }
    }

    /** What a file not known to stand anywhere, or outside, or under an ignored name, has not. */
    private @Nullable RelPath path(Inode inode) {
        if (inode == root) {
            return limit == null ? RelPath.ROOT : null;
        }
        return inode.holder == null || inode.name == null ? null : path(inode.holder, inode.name);
    }

    private @Nullable RelPath path(Inode directory, Name last) {
        ArrayDeque<Name> names = new ArrayDeque<>();
        Inode at = directory;
        names.push(last);
        while (at != root) {
            if (at.kind != Kind.DIRECTORY || at.holder == null || at.name == null) {
                return null;
            }
            names.push(at.name);
            at = at.holder;
        }
        if (limit != null || names.stream().anyMatch(ignored)) {
            return null;
        }
        RelPath path = RelPath.ROOT;
        try {
            for (Name name : names) {
                path = path.child(name);
            }
        } catch (IllegalNameException e) {
            return null; // no listing can hold it
        }
        return path;
    }
}
