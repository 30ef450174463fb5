package dev.dsync.engine.session;

import dev.dsync.core.tree.LinkTarget;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.ChangeHints;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A root in which some symbolic links stand for the directories they led to when they were looked
 * at. Those lie in the same root. Each time one is passed, the link has to be the one it was, and
 * the directory as well: whoever changes either meanwhile gets a problem, and nothing is done
 * anywhere else.
 */
final class LinkedRoot implements Root {
    private final Root root;
    private final Map<RelPath, Kept> kept;

    /**
     * A link that stands for a directory.
     *
     * @param at where it lies, when no link is left in that
     * @param target what it says
     * @param to where the directory lies, when no link is left in that
     * @param directory which one it is
     */
    record Kept(RelPath at, LinkTarget target, RelPath to, Stat.Inode directory) {
        void requireUnchanged(Root root) throws IOException {
            try (Directory parent = root.open(at.parent())) {
                if (!parent.readLink(at.name()).equals(target)) {
                    throw changed();
                }
            }
        }

        void require(Stat now) throws FsException {
            if (!now.object().equals(directory)) {
                throw changed();
            }
        }

        private static FsException changed() {
            return new FsException(
                    FsException.Reason.OTHER, "the link that leads there has changed");
        }
    }

    /**
     * A root with links.
     *
     * @param kept by where their directories are listed
     */
    LinkedRoot(Root root, Map<RelPath, Kept> kept) {
        this.root = root;
        this.kept = Map.copyOf(kept);
    }

    @Override
    public boolean isLinked(RelPath directory) {
        return kept.containsKey(directory);
    }

    @Override
    public Directory open(RelPath directory) throws IOException {
        for (RelPath at : directory.upwards()) {
            Kept link = kept.get(at);
            if (link != null) {
                return open(link, directory.relativeTo(at));
            }
        }
        return root.open(directory);
    }

    /** Opens what is below a link by way of the directory that was made sure of. */
    private Directory open(Kept link, RelPath below) throws IOException {
        link.requireUnchanged(root);
        Directory opened = root.open(link.to());
        try {
            link.require(opened.stat());
            for (Name name : below.names()) {
                Directory next = opened.openDirectory(name);
                opened.close();
                opened = next;
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public RelPath followed(RelPath path) throws IOException {
        return root.followed(path);
    }

    @Override
    public Root openRoot(RelPath directory) throws IOException {
        if (directory.upwards().stream().anyMatch(kept::containsKey)) {
            throw new FsException(FsException.Reason.SYMLINK);
        }
        return root.openRoot(directory);
    }

    @Override
    public ChangeHints openHints(Predicate<Name> ignored) throws IOException {
        return root.openHints(ignored);
    }

    @Override
    public byte[] location() throws IOException {
        return root.location();
    }

    @Override
    public Stat stat() throws IOException {
        return root.stat();
    }

    @Override
    public boolean tryLock() throws IOException {
        return root.tryLock();
    }

    @Override
    public void syncFileSystem() throws IOException {
        root.syncFileSystem();
    }

    @Override
    public long usableBytes() throws IOException {
        return root.usableBytes();
    }

    @Override
    public long fileSystemId() throws IOException {
        return root.fileSystemId();
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
