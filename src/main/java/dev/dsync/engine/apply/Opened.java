package dev.dsync.engine.apply;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The directory a batch is at work in, held open while consecutive paths lie in it. */
final class Opened implements AutoCloseable {
    private final Root root;
    private final Entrance entrance;
    private @Nullable RelPath path;
    private @Nullable Directory directory;

    Opened(Root root, Entrance entrance) {
        this.root = root;
        this.entrance = entrance;
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
        return opened;
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

    /** Gives the file at {@code leader} the name {@code name} beside {@code path}. */
    void link(RelPath leader, RelPath sibling, Name name) throws IOException {
        try (Directory from = root.open(leader.parent())) {
            from.link(leader.name(), parentOf(sibling), name);
        }
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
