package dev.dsync.io.fs;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.ChangeHints.Hint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hints that nobody has taken yet, of one path at most one. It holds no more than a given number;
 * beyond that it only knows that something was missed.
 */
final class HintBatch {
    /** Hints by path, moves by the new one. */
    private final TreeMap<RelPath, Hint> hints = new TreeMap<>();

    private final int hintsMax;
    private boolean overflow;
    private boolean rootGone;

    HintBatch(int hintsMax) {
        this.hintsMax = hintsMax;
    }

    boolean isEmpty() {
        return hints.isEmpty() && !overflow && !rootGone;
    }

    boolean isFull() {
        return hints.size() >= hintsMax;
    }

    /** All hints, which are then forgotten. */
    List<Hint> take() {
        List<Hint> taken = new ArrayList<>(hints.size() + 2);
        if (rootGone) {
            taken.add(new Hint.RootGone());
        }
        if (overflow) {
            taken.add(new Hint.Overflow());
        }
        taken.addAll(hints.values());
        rootGone = false;
        overflow = false;
        hints.clear();
        return taken;
    }

    void overflow() {
        overflow = true;
    }

    void rootGone() {
        rootGone = true;
    }

    /** Says no more of a name than is known already: whether its file is open for writing. */
    void changed(RelPath path) {
        Hint known = hints.get(path);
        if (known == null || known instanceof Hint.Removed) {
            put(path, new Hint.Changed(path));
        }
    }

    /** Something new is there, though perhaps in a directory whose path is too long for it. */
    void changed(RelPath directory, Name name) {
        try {
            changed(directory.child(name));
        } catch (IllegalNameException e) {
            changed(directory);
        }
    }

    /** Something new is there, whatever was there before. */
    void appeared(RelPath path) {
        leave(path);
        put(path, new Hint.Changed(path));
    }

    void written(RelPath path) {
        leave(path);
        put(path, new Hint.Written(path));
    }

    void closed(RelPath path) {
        leave(path);
        put(path, new Hint.Closed(path));
    }

    void removed(RelPath path) {
        leave(path);
        put(path, new Hint.Removed(path));
    }

    /** A move is hinted by its new path; if that is to be hinted otherwise, the old one is gone. */
    private void leave(RelPath path) {
        if (hints.get(path) instanceof Hint.Moved moved) {
            hints.put(path, new Hint.Changed(path));
            if (!hints.containsKey(moved.from())) {
                put(moved.from(), new Hint.Removed(moved.from()));
            }
        }
    }

    void moved(RelPath from, RelPath to) {
        Hint known = hints.get(from);
        if (known instanceof Hint.Moved earlier && earlier.from().equals(to)) {
            // There and back, or two names exchanged.
            hints.put(from, new Hint.Changed(from));
            put(to, new Hint.Changed(to));
            return;
        }
        leave(to);
        Map<RelPath, Hint> below = below(from);
        below.forEach(
                (path, hint) -> {
                    hints.remove(path);
                    take(hint, from, to);
                });
        if (known instanceof Hint.Moved earlier) {
            put(from, new Hint.Removed(from));
            put(to, new Hint.Moved(earlier.from(), to));
        } else {
            hints.remove(from);
            put(to, new Hint.Moved(from, to));
        }
    }

    private Map<RelPath, Hint> below(RelPath directory) {
        Map<RelPath, Hint> below = new TreeMap<>();
        for (Map.Entry<RelPath, Hint> entry : hints.tailMap(directory, false).entrySet()) {
            if (!entry.getKey().isWithin(directory)) {
                break;
            }
            below.put(entry.getKey(), entry.getValue());
        }
        return below;
    }

    /** Takes a hint along with the directory it was in. */
    private void take(Hint hint, RelPath from, RelPath to) {
        switch (hint) {
            case Hint.Changed(RelPath path) -> put(path, from, to, Hint.Changed::new);
            case Hint.Written(RelPath path) -> put(path, from, to, Hint.Written::new);
            case Hint.Closed(RelPath path) -> put(path, from, to, Hint.Closed::new);
            case Hint.Removed(RelPath path) -> put(path, from, to, Hint.Removed::new);
            case Hint.Moved(RelPath old, RelPath path) -> {
                put(path, from, to, Hint.Changed::new);
                if (!old.isWithin(from)) {
                    put(old, new Hint.Removed(old));
                } else {
                    put(old, from, to, Hint.Removed::new);
                }
            }
            case Hint.Overflow _, Hint.RootGone _ ->
                    throw new IllegalStateException(hint + " has no path");
        }
    }

    private void put(RelPath path, RelPath from, RelPath to, OfPath hint) {
        try {
            RelPath now = to.resolve(path.relativeTo(from));
            put(now, hint.of(now));
        } catch (IllegalNameException e) {
            overflow = true; // a path too long to be named
        }
    }

    private void put(RelPath path, Hint hint) {
        if (isFull() && !hints.containsKey(path)) {
            overflow = true;
        } else {
            hints.put(path, hint);
        }
    }

    /** Makes the hint of a path. */
    @FunctionalInterface
    private interface OfPath {
        Hint of(RelPath path);
    }
}
