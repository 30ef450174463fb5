package dev.dsync.io.fs;

import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The watched directories of a root, and which watch is whose.
 *
 * <p>What the kernel tells is old when it is read: meanwhile a name may have become another
 * directory's. So every directory is opened, by its path and through the gate, before it is
 * watched, and the watch so got decides which it is. Where that contradicts what was known, the
 * name known before is looked at again, and all that is in the directory is hinted. After moves of
 * directories, the whole tree is verified.
 */
final class WatchTree {
    private final LinuxRoot root;
    private final Inotify inotify;
    private final Predicate<Name> ignored;
    private final HintBatch batch;
    private final Map<Integer, Node> byWatch = new HashMap<>();
    private Node top = new Node(null, null);

    /** A tree without watches. */
    WatchTree(LinuxRoot root, Inotify inotify, Predicate<Name> ignored, HintBatch batch) {
        this.root = root;
        this.inotify = inotify;
        this.ignored = ignored;
        this.batch = batch;
    }

    /** Watches all directories there are, and no others; nothing is hinted. */
    void build() throws IOException {
        Set<Integer> before = new HashSet<>(byWatch.keySet());
        byWatch.clear();
        top = new Node(null, null);
        watch(top, false);
        before.removeAll(byWatch.keySet());
        before.forEach(inotify::remove);
    }

    /**
     * Looks at all directories again, as after moves, whose order and what lay between them cannot
     * be told from what was read.
     *
     * @return whether all was as it was thought to be; it is afterwards
     */
    boolean verify() throws IOException {
        Map<Integer, Node> before = new HashMap<>(byWatch);
        build();
        return byWatch.entrySet().stream()
                .allMatch(now -> isSamePath(before.get(now.getKey()), now.getValue()));
    }

    private static boolean isSamePath(@Nullable Node one, Node other) {
        Node at = one;
        Node against = other;
        while (at != null && Objects.equals(at.name, against.name)) {
            if (at.parent == null || against.parent == null) {
                return at.parent == against.parent;
            }
            at = at.parent;
            against = against.parent;
        }
        return false;
    }

    /** Forgets all, without a word to the kernel. */
    void clear() {
        byWatch.clear();
        top = new Node(null, null);
    }

    int watches() {
        return byWatch.size();
    }

    /** Whose watch it is, if anybody's still. */
    @Nullable Node node(int watch) {
        return byWatch.get(watch);
    }

    boolean isTop(Node node) {
        return node == top;
    }

    /** The path of a watched directory. */
    static RelPath path(Node node) throws IllegalNameException {
        if (node.parent == null || node.name == null) {
            return RelPath.ROOT;
        }
        return path(node.parent).child(node.name);
    }

    /** There may be a new directory of this name. */
    void appeared(Node parent, Name name) throws IOException {
        if (isAttached(parent)) {
            Node known = parent.children.get(name);
            Node node = known == null ? parent.add(name) : known;
            watch(node, true);
        }
    }

    /** The directory of this name is gone. */
    void removed(Node parent, Name name) {
        Node node = parent.children.remove(name);
        if (node != null) {
            forget(node);
        }
    }

    /** Takes a directory off its name, to be given another one or forgotten. */
    @Nullable Node depart(Node parent, Name name) {
        return parent.children.remove(name);
    }

    /**
     * Gives a directory that has departed another name. Where moves were told of after others had
     * been seen, that may be a name below itself: then it is forgotten, until the tree is verified.
     */
    void arrive(Node node, Node parent, Name name) throws IOException {
        removed(parent, name);
        if (isAt(node, parent)) {
            forget(node);
            return;
        }
        Node oldParent = node.parent;
        Name oldName = node.name;
        int watch = node.watch;
        node.parent = parent;
        node.name = name;
        parent.children.put(name, node);
        watch(node, true);
        if (node.watch != watch && oldParent != null && oldName != null) {
            appeared(oldParent, oldName);
        }
    }

    /** The kernel has ended a watch. */
    void ended(Node node) {
        byWatch.remove(node.watch, node);
        node.watch = Node.NONE;
    }

    /** Ends the watches of a directory that has left the tree, and of those below. */
    void forget(Node node) {
        ArrayDeque<Node> rest = new ArrayDeque<>();
        rest.push(node);
        while (!rest.isEmpty()) {
            Node next = rest.pop();
            if (byWatch.remove(next.watch, next)) {
                inotify.remove(next.watch);
            }
            rest.addAll(next.children.values());
        }
    }

    /** Whether a directory is that one, or below it, or was when it was last heard of. */
    private static boolean isAt(Node node, Node below) {
        Node at = below;
        while (at != node && at.parent != null) {
            at = at.parent;
        }
        return at == node;
    }

    private boolean isAttached(Node node) {
        Node at = node;
        while (at.parent != null && at.name != null) {
            if (at.parent.children.get(at.name) != at) {
                return false;
            }
            at = at.parent;
        }
        return at == top;
    }

    /** Watches a directory and those below, as far as that is not so already. */
    private void watch(Node start, boolean hinting) throws IOException {
        Set<Integer> bound = new HashSet<>();
        ArrayDeque<Node> rest = new ArrayDeque<>();
        rest.push(start);
        while (!rest.isEmpty()) {
            Node node = rest.pop();
            if (!isAttached(node)) {
                continue;
            }
            try (LinuxDirectory directory = root.open(path(node))) {
                int watch = inotify.add(directory.descriptor(), node == top);
                Node other = byWatch.get(watch);
                if (other == node || !bound.add(watch)) {
                    continue; // watched already, or a directory with two names
                }
                bind(node, watch, other, rest);
                list(node, directory, hinting || other != null, rest);
            } catch (IllegalNameException e) {
                removed(node); // a path too long for any listing
            } catch (FsException e) {
                if (node == top || !isPassedOver(node, e)) {
                    throw e;
                }
            }
        }
    }

    /** What is there now decides; a name that was thought to be the directory's is looked at. */
    private void bind(Node node, int watch, @Nullable Node other, ArrayDeque<Node> rest) {
        byWatch.remove(node.watch, node);
        byWatch.put(watch, node);
        node.children.values().forEach(this::forget);
        node.children.clear();
        node.watch = watch;
        if (other != null) {
            forget(other);
            if (other.parent != null && other.name != null && isAttached(other)) {
                other.parent.children.remove(other.name);
                rest.push(other.parent.add(other.name));
            }
        }
    }

    private boolean isPassedOver(Node node, FsException failure) {
        return switch (failure.reason()) {
            case NOT_FOUND, NOT_DIRECTORY, SYMLINK, OUTSIDE -> {
                removed(node);
                yield true;
            }
            // Who cannot read it cannot list it either; when that changes it is tried again.
            case ACCESS_DENIED, NOT_PERMITTED -> true;
            // A name no listing can hold.
            case NAME_TOO_LONG -> true;
            case EXISTS,
                    IS_DIRECTORY,
                    NOT_EMPTY,
                    NO_SPACE,
                    QUOTA,
                    READ_ONLY,
                    OTHER_FILE_SYSTEM,
                    BUSY,
                    TOO_MANY_LINKS,
                    TOO_MANY_OPEN,
                    UNSUPPORTED,
                    INPUT_OUTPUT,
                    OTHER ->
                    false;
        };
    }

    private void removed(Node node) {
        if (node.parent != null && node.name != null) {
            node.parent.children.remove(node.name, node);
        }
        forget(node);
    }

    private void list(Node node, LinuxDirectory directory, boolean hinting, ArrayDeque<Node> rest)
            throws IOException, IllegalNameException {
        RelPath path = path(node);
        directory.list(
                (name, type) -> {
                    if (ignored.test(name)) {
                        return;
                    }
                    if (hinting) {
                        batch.changed(path, name);
                    }
                    if (isDirectory(directory, name, type)) {
                        rest.push(node.add(name));
                    }
                });
    }

    private static boolean isDirectory(LinuxDirectory directory, Name name, int type)
            throws IOException {
        if (type != Constants.DT_UNKNOWN) {
            return type == Constants.DT_DIR;
        }
        try {
            return directory.stat(name).kind() == Kind.DIRECTORY;
        } catch (FsException e) {
            if (e.reason() == FsException.Reason.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** A directory of the tree, watched or about to be. */
    static final class Node {
        private static final int NONE = -1;

        /** The directory it is in, or was in last; the root is in none. */
        private @Nullable Node parent;

        private @Nullable Name name;
        private int watch = NONE;
        private final Map<Name, Node> children = new HashMap<>(0);

        private Node(@Nullable Node parent, @Nullable Name name) {
            this.parent = parent;
            this.name = name;
        }

        private Node add(Name name) {
            Node child = new Node(this, name);
            children.put(name, child);
            return child;
        }
    }
}
