package dev.dsync.engine.apply;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Names that cannot be, since the file system takes them for others that are there, and directories
 * that could not be made: what is there in place of one, its twin or a file, is another, into which
 * nothing is put and which gets none of the attributes.
 */
final class Collisions {
    private final Placement placement;
    private final Keeping keeping;
    private final Set<RelPath> unmade = new HashSet<>();

    /** Files that went before their turn. */
    private final Set<RelPath> gone = new HashSet<>();

    Collisions(Placement placement, Keeping keeping) {
        this.placement = placement;
        this.keeping = keeping;
    }

    /** Makes sure that a path does not lead into another directory than it says. */
    void require(RelPath path) throws FsException {
        if (!path.isRoot() && isUnmade(path.parent())) {
            throw new FsException(Reason.OTHER, "its directory could not be made");
        }
    }

    /** Makes sure of the same; false if nothing is to be done, since that was told before. */
    boolean allow(Action action) throws FsException {
        if (action instanceof Action.FinishDirectory) {
            return !isUnmade(action.path());
        }
        require(action.path());
        return true;
    }

    /** Whether a directory, or one above it, could not be made. */
    private boolean isUnmade(RelPath directory) {
        return !unmade.isEmpty()
                && !directory.isRoot()
                && (unmade.contains(directory) || isUnmade(directory.parent()));
    }

    /**
     * Gives what was built its name; if only a twin that goes anyway is in its way, that goes now.
     */
    void create(Directory directory, Name staged, RelPath path) throws IOException {
        try {
            placement.create(directory, staged, path.name());
        } catch (Placement.ChangedException e) {
            Name twin = isTaken(e) ? directory.twinOf(path.name()).orElse(null) : null;
            RelPath beside = twin == null ? null : beside(path, twin);
            if (beside == null || !keeping.goes(beside)) {
                throw e;
            }
            placement.delete(directory, beside.name(), beside);
            gone.add(beside);
            placement.create(directory, staged, path.name());
        }
    }

    private static RelPath beside(RelPath path, Name name) throws IOException {
        try {
            return path.parent().child(name);
        } catch (IllegalNameException e) {
            throw new IOException(e); // it is there, though no path leads to it
        }
    }

    /** Whether a file is gone already; what is found under its name now is its twin. */
    boolean isGone(RelPath path) {
        return gone.contains(path);
    }

    /** What is reported of an action that failed. */
    Item item(Opened opened, Action action, IOException cause) {
        RelPath path = action.path();
        if (makesDirectory(action) && !isDirectory(opened, path, cause)) {
            unmade.add(path);
        }
        Optional<Name> twin = isTaken(cause) ? twin(opened, path, cause) : Optional.empty();
        if (twin.isEmpty()) {
            return Failures.item(action, cause);
        }
        if (makesDirectory(action)) {
            unmade.add(path);
        }
        return new Item.Failed(Problem.ofTwin(path, twin.get()));
    }

    private static boolean makesDirectory(Action action) {
        return action instanceof Action.CreateDirectory
                || action instanceof Action.MakeWay
                || (action instanceof Action.Replace replace
                        && replace.create() instanceof Action.CreateDirectory);
    }

    /** Whether a directory is there all the same. */
    private static boolean isDirectory(Opened opened, RelPath path, IOException cause) {
        try {
            return opened.parentOf(path).stat(path.name()).kind() == Kind.DIRECTORY;
        } catch (IOException e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    private static boolean isTaken(IOException cause) {
        Throwable reason = cause instanceof Placement.ChangedException ? cause.getCause() : cause;
        return reason instanceof FsException failure && failure.reason() == Reason.EXISTS;
    }

    private static Optional<Name> twin(Opened opened, RelPath path, IOException cause) {
        try {
            return opened.parentOf(path).twinOf(path.name());
        } catch (IOException e) {
            cause.addSuppressed(e);
            return Optional.empty();
        }
    }
}
