package dev.dsync.engine.scan;

import dev.dsync.core.filter.Scope;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the links of one walk that are to be followed, but not round in circles. */
final class Following {
    private final Reach.Links links;

    /** The directories the walk is in. */
    private final List<Stat.Inode> above = new ArrayList<>();

    /** What a name stands for, and where that lies if the name is a link's that was followed. */
    record Led(Stat stat, @Nullable Origin to) {}

    /** A link that should be followed, and leads to nothing that can be listed. */
    static final class NowhereException extends IOException {
        NowhereException(String message, IOException cause) {
            super(message, cause);
        }
    }

    Following(Reach.Links links) {
        this.links = links;
    }

    /**
     * What a name of a layer stands for.
     *
     * @param path where in the listing it stands
     * @param stat of the name itself
     */
    Led led(RelPath path, Layer layer, Name name, Stat stat) throws IOException {
        Scope.Links which = links.which();
        if (stat.kind() != Kind.SYMLINK || !which.any()) {
            return new Led(stat, null);
        }
        boolean follows = which.follows(path, layer.readLink(name));
        if (!follows && !which.directories()) {
            return new Led(stat, null);
        }
        Led led;
        try {
            Origin link = layer.place(path, name);
            Origin to = links.guide().follow(link, path).by(link);
            led = new Led(to.stat(), to);
        } catch (FsException e) {
            if (!follows) {
                return new Led(stat, null); // no directory that may be looked at
            }
            throw new NowhereException(
                    e.reason() == Reason.NOT_FOUND
                            ? "the link leads nowhere"
                            : "the link cannot be followed: " + e.getMessage(),
                    e);
        }
        boolean directory = led.stat.kind() == Kind.DIRECTORY;
        if (directory && above.contains(led.stat.object())) {
            throw new NowhereException(
                    "the link leads to a directory it lies in", new FsException(Reason.SYMLINK));
        }
        return follows || directory ? led : new Led(stat, null);
    }

    /** The walk enters this directory. */
    void enter(Stat directory) {
        if (links.which().any()) {
            above.addLast(directory.object());
        }
    }

    /** How many directories the walk is in. */
    int depth() {
        return above.size();
    }

    /** The walk has left all but so many. */
    void leave(int depth) {
        above.subList(depth, above.size()).clear();
    }
}
