package dev.dsync.engine.session;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Acls;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Entry.SpecialEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.Entry.Xattrs;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stamp;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is here and not listed, since rules of this side leave it out, where the source lists
 * something of that name all the same: it is looked at when the plan comes to it.
 */
final class Unlisted {
    private final @Nullable Root root;
    private final Profile profile;
    private final Set<RelPath> partly;

    /**
     * What was found by the jobs that read, for those that write. It is looked at once: the plan is
     * made anew for each pass, and must not see what earlier passes did.
     */
    private final Map<RelPath, Optional<Found>> looked = new ConcurrentHashMap<>();

    /** An entry, and what stat showed of it. */
    private record Found(Entry entry, Stamp stamp) {}

    /**
     * What a scan has left out.
     *
     * @param root where, if it is there
     * @param partly directories in which something was left out
     */
    Unlisted(@Nullable Root root, Profile profile, Set<RelPath> partly) {
        this.root = root;
        this.profile = profile;
        this.partly = partly;
    }

    /** What stands at a path that is not listed, if anything does. */
    @Nullable Entry find(RelPath path) throws IOException {
        if (root == null
                || path.isRoot()
                || !(partly.contains(path.parent()) || found(path.parent()).isPresent())) {
            return null;
        }
        Optional<Found> before = looked.get(path);
        Optional<Found> found = before == null ? look(root, path) : before;
        looked.put(path, found);
        return found.map(Found::entry).orElse(null);
    }

    private Optional<Found> found(RelPath path) {
        return looked.getOrDefault(path, Optional.empty());
    }

    private Optional<Found> look(Root in, RelPath path) throws IOException {
        try (Directory parent = in.open(path.parent())) {
            Stat stat = parent.stat(path.name());
            return Optional.of(new Found(entry(profile, path, stat, parent), stat.stamp()));
        } catch (FsException e) {
            return Optional.empty(); // whatever is wrong shows when the plan is carried out
        }
    }

    /** What stands under a name, without what it contains. */
    static Entry entry(Profile profile, RelPath path, Stat stat, Directory parent)
            throws IOException {
        boolean lists = profile.acls() && stat.kind() != Kind.SYMLINK;
        Attributes attributes =
                new Attributes(
                        profile.mode(stat.mode()),
                        stat.modified(),
                        stat.uid(),
                        stat.gid(),
                        lists ? xattrs(path, parent).acls(stat.kind()) : Acls.NONE);
        Xattrs xattrs =
                profile.xattrs() == Profile.Namespaces.NONE
                        ? null
                        : xattrs(path, parent).listed(profile.xattrs());
        return switch (stat.kind()) {
            case FILE -> new FileEntry(path, attributes, stat.size(), null, null, xattrs);
            case DIRECTORY -> new DirectoryEntry(path, attributes, Listed.ALL, xattrs);
            case SYMLINK ->
                    new SymlinkEntry(path, attributes, parent.readLink(path.name()), xattrs);
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                    new SpecialEntry(
                            path,
                            attributes,
                            stat.kind(),
                            stat.deviceMajor(),
                            stat.deviceMinor(),
                            xattrs);
        };
    }

    private static dev.dsync.io.fs.Xattrs xattrs(RelPath path, Directory parent)
            throws IOException {
        return path.isRoot() ? parent.xattrs() : parent.xattrs(path.name());
    }

    /** Whether it looked so when it was found. */
    boolean isUnchanged(RelPath path, Stamp now) {
        return found(path).filter(one -> one.stamp.equals(now)).isPresent();
    }
}
