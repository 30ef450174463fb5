package dev.dsync.engine.session;

import dev.dsync.core.plan.Planner;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FileSystem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Directories beside a target that may have what is new in it. One that is not there has nothing.
 * Any thread may ask for a root, one at a time for entries.
 */
final class AlternateTrees implements Planner.Elsewhere, AutoCloseable {
    private final List<Tree> trees = new ArrayList<>();
    private final Profile profile;

    /** One that is there. */
    private record Tree(@Nullable Root root, @Nullable KnownContents contents) {}

    /** Opens them. */
    AlternateTrees(FileSystem system, List<byte[]> paths, Profile profile) throws IOException {
        this.profile = profile;
        for (byte[] path : paths) {
            Root root = open(system, path);
            KnownContents contents =
                    root == null || !profile.content()
                            ? null
                            : Indexing.NONE.contents(system, root);
            trees.add(new Tree(root, contents));
        }
    }

    private static @Nullable Root open(FileSystem system, byte[] path) throws IOException {
        try {
            return system.openRoot(path);
        } catch (FsException e) {
            return null; // as rsync has it: the first backup of a series has none before it
        }
    }

    /** One of them, if it is there. */
    Optional<Root> root(int alternate) {
        return Optional.ofNullable(trees.get(alternate).root);
    }

    @Override
    public @Nullable Entry find(int alternate, Entry sought) throws IOException {
        RelPath path = sought.path();
        Tree tree = trees.get(alternate);
        if (tree.root == null) {
            return null;
        }
        RelPath within = path.isRoot() ? path : path.parent();
        try (Directory parent = tree.root.open(within)) {
            Stat stat = path.isRoot() ? parent.stat() : parent.stat(path.name());
            Entry entry = Unlisted.entry(profile, path, stat, parent);
            return tree.contents != null
                            && entry instanceof FileEntry file
                            && sought instanceof FileEntry wanted
                            && file.size() == wanted.size()
                    ? named(file, tree.contents, stat, parent)
                    : entry;
        } catch (FsException e) {
            return null; // what cannot be looked at is of no use
        }
    }

    private static Entry named(FileEntry file, KnownContents contents, Stat stat, Directory parent)
            throws IOException {
        return new FileEntry(
                file.path(),
                file.attributes(),
                file.size(),
                null,
                contents.digest(file.path(), stat, () -> parent.openFile(file.path().name())),
                file.xattrs());
    }

    @Override
    public void close() throws IOException {
        for (Tree tree : trees) {
            if (tree.contents != null) {
                tree.contents.close();
            }
            if (tree.root != null) {
                tree.root.close();
            }
        }
    }
}
