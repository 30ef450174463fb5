package dev.dsync.engine.session;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.TypedPath;
import dev.dsync.engine.apply.Recheck;
import dev.dsync.engine.apply.SwitchedTree;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A destination whose whole tree becomes another at once. */
final class Switching implements AutoCloseable {
    private static final Name WATCHED = Name.literal(".dsync");

    private final FileSystem system;
    private final TypedPath typed;
    private final byte[] path;
    private final boolean makePath;
    private final @Nullable Root root;
    private @Nullable SwitchedTree tree;

    private Switching(
            FileSystem system,
            TypedPath typed,
            byte[] path,
            boolean makePath,
            @Nullable Root root) {
        this.system = system;
        this.typed = typed;
        this.path = path;
        this.makePath = makePath;
        this.root = root;
    }

    /**
     * A destination of which nothing is done yet.
     *
     * @param root what is there, locked, if it is there
     * @throws Refusal where no tree can take the place of another
     */
    static Switching of(
            FileSystem system, TypedPath typed, byte[] path, boolean makePath, @Nullable Root root)
            throws IOException {
        if (root != null && system.followed(path).isRoot()) {
            throw unfit(typed + " is in no other directory");
        }
        if (root != null && isWatched(root)) {
            throw unfit("a watch keeps " + typed + " in sync");
        }
        return new Switching(system, typed, path, makePath, root);
    }

    private static Refusal unfit(String why) {
        return new Refusal(Message.Reason.UNSUPPORTED, "--atomic-tree where " + why);
    }

    private static boolean isWatched(Root root) throws IOException {
        try (Directory top = root.open(RelPath.ROOT)) {
            return top.names().contains(WATCHED);
        }
    }

    /**
     * The tree that is to take the place of what is there; just that, if nothing changes.
     *
     * @param recheck what the plan was made from
     */
    Root build(Recheck recheck, boolean changes) throws IOException {
        try {
            SwitchedTree switched = cleared();
            return root != null && !changes
                    ? root
                    : switched.build(recheck, TargetPlace.DIRECTORY_MODE & ~system.umask());
        } catch (FsException e) {
            throw refusal(e);
        }
    }

    /**
     * Removes what runs that were cut off have left. What is here is listed afterwards only: its
     * files have other names there, and are changed by it.
     */
    void clear() throws IOException {
        try {
            if (root != null) {
                SwitchedTree _ = cleared();
            }
        } catch (FsException e) {
            throw refusal(e);
        }
    }

    private SwitchedTree cleared() throws IOException {
        SwitchedTree known = tree;
        if (known == null) {
            known = open();
            tree = known;
            known.clear();
        }
        return known;
    }

    private IOException refusal(FsException e) {
        return switch (e.reason()) {
            case BUSY -> new Refusal(Message.Reason.ROOT_BUSY, typed.toString());
            case UNSUPPORTED -> unfit("the file system of " + typed + " cannot do it");
            case OTHER_FILE_SYSTEM -> unfit("another file system is mounted at or below " + typed);
            default -> TargetPlace.refusal(e, typed);
        };
    }

    private SwitchedTree open() throws IOException {
        if (root == null) {
            byte[] above = TargetPlace.parent(path);
            if (makePath) {
                system.makeDirectories(above, TargetPlace.DIRECTORY_MODE);
            }
            return new SwitchedTree(system.openRoot(above), last(path), null);
        }
        RelPath at = system.followed(path);
        byte[] above = system.from(system.top(), at.parent().bytes());
        return new SwitchedTree(system.openRoot(above), at.name(), root);
    }

    private static Name last(byte[] path) throws FsException {
        int end = path.length;
        while (end > 1 && path[end - 1] == '/') {
            end--;
        }
        int start = end;
        while (start > 0 && path[start - 1] != '/') {
            start--;
        }
        try {
            return Name.of(Arrays.copyOfRange(path, start, end));
        } catch (IllegalNameException e) {
            throw FsException.of(e);
        }
    }

    /** What takes the place of what is there, as far as it was begun. */
    @Nullable SwitchedTree tree() {
        return tree;
    }

    /** Lets it take that place, if all that was planned has been done. */
    List<Item> conclude(DoneCount count, Message.ListingRoot there) throws IOException {
        boolean whole =
                count.problems() == 0
                        && count.done().deletesSkipped() == 0
                        && there.complete()
                        && there.problems().stream().allMatch(one -> one.kind().isNotice());
        return tree == null ? List.of() : tree.conclude(whole);
    }

    @Override
    public void close() throws IOException {
        if (tree != null) {
            tree.close();
        }
    }
}
