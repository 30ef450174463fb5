package dev.dsync.engine.mesh;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.ContentChangedException;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.scan.KnownContents.Stillness;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at some paths of a folder, and finds what is another there than is recorded. Content is
 * read only where the index does not know it.
 */
public final class FolderScan {
    private static final Timestamp NO_TIME = new Timestamp(0, 0);

    private final Root root;
    private final KnownContents contents;
    private final Choice choice;
    private final Stillness stillness;
    private final Listing.Cursor recorded;
    private final List<Found> found = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<RelPath> unsettled = new ArrayList<>();
    private final List<Left> staged = new ArrayList<>();
    private @Nullable Entry ahead;

    /** At and below which all has been looked at. */
    private @Nullable RelPath covered;

    /** How far below a path it is looked. */
    public enum Depth {
        /** At the path itself, and below it where a directory is new. */
        NAME,
        /** At everything. */
        TREE
    }

    /** What is another at a path than is recorded. */
    public sealed interface Found {
        RelPath path();

        /** This is there. */
        record There(Entry entry) implements Found {
            @Override
            public RelPath path() {
                return entry.path();
            }
        }

        /** Nothing that takes part is there any more. */
        record Gone(RelPath path) implements Found {}

        /** What is or was there takes no part any more. */
        record Ignored(RelPath path) implements Found {}
    }

    /**
     * A file somebody was building.
     *
     * @param touched when anything about it was changed last
     */
    public record Left(RelPath path, long bytes, Timestamp touched) {}

    /**
     * What was found.
     *
     * @param found in listing order
     * @param problems what could not be looked at: what is recorded of it stands
     * @param unsettled files that have just changed, and may be about to again without showing it:
     *     to be looked at once more
     * @param staged files that somebody was building
     */
    public record Result(
            List<Found> found, List<Problem> problems, List<RelPath> unsettled, List<Left> staged) {
        public Result {
            found = List.copyOf(found);
            problems = List.copyOf(problems);
            unsettled = List.copyOf(unsettled);
            staged = List.copyOf(staged);
        }

        /** Where something was found. */
        List<RelPath> paths() {
            return found.stream().map(Found::path).toList();
        }
    }

    private FolderScan(
            Root root, KnownContents contents, Choice choice, Stillness stillness, Listing recorded)
            throws IOException {
        this.root = root;
        this.contents = contents;
        this.choice = choice;
        this.stillness = stillness;
        this.recorded = recorded.cursor();
        ahead = this.recorded.next();
    }

    /**
     * Looks at these paths.
     *
     * @param choice what takes part in the root directory
     * @param stillness remembers files that have just changed
     * @param recorded what was there before; its root is never another
     * @throws IOException if what is recorded cannot be read
     */
    public static Result scan(
            Root root,
            KnownContents contents,
            Choice choice,
            Stillness stillness,
            Listing recorded,
            Map<RelPath, Depth> paths)
            throws IOException {
        FolderScan scan = new FolderScan(root, contents, choice, stillness, recorded);
        NavigableMap<RelPath, Depth> sorted = new TreeMap<>();
        for (Map.Entry<RelPath, Depth> path : paths.entrySet()) {
            sorted.merge(
                    known(path.getKey(), recorded),
                    path.getValue(),
                    (a, b) -> a == Depth.TREE ? Depth.TREE : b);
        }
        for (Map.Entry<RelPath, Depth> path : sorted.entrySet()) {
            RelPath covered = scan.covered;
            if (covered == null || !path.getKey().isWithin(covered)) {
                scan.look(path.getKey(), path.getValue());
            }
        }
        return new Result(scan.found, scan.problems, scan.unsettled, scan.staged);
    }

    /**
     * The path, or the first directory above it that is not recorded: what is in one is found with
     * it, and not before.
     */
    private static RelPath known(RelPath path, Listing recorded) throws IOException {
        RelPath known = path;
        for (RelPath at = path; !at.isRoot(); at = at.parent()) {
            RelPath above = at.parent();
            if (!above.isRoot() && !(recorded.find(above).orElse(null) instanceof DirectoryEntry)) {
                known = above;
            }
        }
        return known;
    }

    private void look(RelPath path, Depth depth) throws IOException {
        if (path.isRoot()) {
            if (depth == Depth.TREE) {
                try (Directory directory = root.open(path)) {
                    ahead = recorded.next();
                    covered = path;
                    children(path, directory, choice);
                }
            }
            return;
        }
        passTo(path);
        try (Directory parent = root.open(path.parent())) {
            Choice at = choiceIn(path.parent());
            if (at == null) {
                ignore(path);
            } else if (!parent.isExact(path.name()) || !child(path, parent, at, depth)) {
                goneWithin(path);
            }
        } catch (FsException e) {
            if (isAbsent(e)) {
                goneWithin(path);
            } else {
                keep(path, Problem.Kind.LIST_DIRECTORY, e);
            }
        }
    }

    private static boolean isAbsent(FsException e) {
        return e.reason() == Reason.NOT_FOUND
                || e.reason() == Reason.NOT_DIRECTORY
                || e.reason() == Reason.SYMLINK;
    }

    /** What takes part in a directory; null if it takes no part itself. */
    private @Nullable Choice choiceIn(RelPath directory) throws IOException {
        if (directory.isRoot()) {
            return choice;
        }
        Choice above = choiceIn(directory.parent());
        return above == null
                        || ReservedNames.covers(directory.name())
                        || !above.includes(directory.name(), true)
                ? null
                : above.enter(directory.name());
    }

    /** Looks at all that is in a directory, which is all there is below it. */
    private void children(RelPath path, Directory directory, Choice at) throws IOException {
        for (Name name : directory.names()) {
            try {
                child(path.child(name), directory, at, Depth.TREE);
            } catch (IllegalNameException e) {
                problems.add(new Problem(path, Problem.Kind.ILLEGAL_NAME, Problem.reason(e)));
            }
        }
        goneWithin(path);
    }

    /** Looks at a name of a directory; false if nothing that could take part is there. */
    private boolean child(RelPath path, Directory parent, Choice at, Depth depth)
            throws IOException {
        Name name = path.name();
        try {
            Stat stat = parent.stat(name);
            if (ReservedNames.covers(name)) {
                if (Stage.isStaged(name)) {
                    staged.add(new Left(path, stat.size(), stat.changed()));
                }
                return true;
            }
            goneBefore(path);
            if (!at.includes(name, stat.kind() == Kind.DIRECTORY)) {
                ignore(path);
                return true;
            }
            return switch (stat.kind()) {
                case DIRECTORY -> directory(path, stat, parent, at, depth);
                case FILE -> file(path, parent);
                case SYMLINK -> {
                    Attributes none = new Attributes(0, NO_TIME, 0, 0);
                    there(new SymlinkEntry(path, none, parent.readLink(name), null));
                    yield true;
                }
                case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> false;
            };
        } catch (FsException e) {
            if (isAbsent(e)) {
                return false;
            }
            keep(path, Problem.Kind.READ_ENTRY, e);
            return true;
        }
    }

    private boolean directory(RelPath path, Stat stat, Directory parent, Choice at, Depth depth)
            throws IOException {
        Attributes attributes = new Attributes(mode(path, stat, parent), NO_TIME, 0, 0);
        boolean known = there(new DirectoryEntry(path, attributes, Listed.ALL, null));
        if (known && depth == Depth.NAME) {
            return true; // what is in it was not asked about
        }
        covered = covered != null && path.isWithin(covered) ? covered : path;
        try (Directory opened = parent.openDirectory(path.name())) {
            children(path, opened, at.enter(path.name()));
        } catch (FsException e) {
            keepWithin(path, e);
        }
        return true;
    }

    /** The mode a directory has, or shall have when nobody is at work in it any more. */
    private int mode(RelPath path, Stat stat, Directory parent) throws IOException {
        int mode = Folder.PROFILE.mode(stat.mode());
        goneBefore(path);
        if (ahead instanceof DirectoryEntry before
                && before.path().equals(path)
                && before.attributes().mode() == mode) {
            return mode;
        }
        OptionalInt shall = contents.index().ajar().find(path);
        if (shall.isEmpty()) { // it may have been closed since it was looked at
            return Folder.PROFILE.mode(parent.stat(path.name()).mode());
        }
        return Leftovers.isAjar(stat.mode(), shall.getAsInt()) ? shall.getAsInt() : mode;
    }

    private boolean file(RelPath path, Directory parent) throws IOException {
        try {
            KnownContents.Named content = contents.named(path, () -> open(parent, path), stillness);
            Stat stat = content.stat();
            Attributes attributes =
                    new Attributes(Folder.PROFILE.mode(stat.mode()), stat.modified(), 0, 0);
            there(new FileEntry(path, attributes, stat.size(), null, content.digest(), null));
            if (!content.isSettled()) {
                unsettled.add(path);
            }
        } catch (ContentChangedException e) {
            unsettled.add(path); // whoever writes to it is not done
            stand(path);
        }
        return true;
    }

    /** Also for those who help to read a large file. */
    private synchronized ReadableFile open(Directory parent, RelPath path) throws IOException {
        return parent.openFile(path.name());
    }

    /** Takes down what is there; whether it is, as recorded, a directory. */
    private boolean there(Entry entry) throws IOException {
        goneBefore(entry.path());
        Entry before = ahead;
        boolean known = before != null && before.path().equals(entry.path());
        if (known) {
            ahead = recorded.next();
        }
        if (!known || !entry.equals(before)) {
            found.add(new Found.There(entry));
        }
        boolean directory = entry instanceof DirectoryEntry;
        if (!directory) {
            goneWithin(entry.path());
        }
        return known && directory && before instanceof DirectoryEntry;
    }

    private void keep(RelPath path, Problem.Kind kind, IOException e) throws IOException {
        goneBefore(path);
        problems.add(new Problem(path, kind, Problem.reason(e)));
        stand(path);
    }

    private void keepWithin(RelPath path, IOException e) throws IOException {
        problems.add(new Problem(path, Problem.Kind.LIST_DIRECTORY, Problem.reason(e)));
        stand(path);
    }

    /** Leaves what is recorded at and below a path as it is. */
    private void stand(RelPath path) throws IOException {
        while (ahead != null && ahead.path().isWithin(path)) {
            ahead = recorded.next();
        }
    }

    private void ignore(RelPath path) throws IOException {
        for (Entry at = ahead; at != null && at.path().isWithin(path); at = ahead) {
            found.add(new Found.Ignored(at.path()));
            ahead = recorded.next();
        }
    }

    /** Passes over what is recorded before a path nobody has asked about. */
    private void passTo(RelPath path) throws IOException {
        if (ahead != null && ahead.path().compareTo(path) < 0) {
            recorded.seek(path);
            ahead = recorded.next();
        }
    }

    private void goneBefore(RelPath path) throws IOException {
        for (Entry at = ahead; at != null && at.path().compareTo(path) < 0; at = ahead) {
            found.add(new Found.Gone(at.path()));
            ahead = recorded.next();
        }
    }

    private void goneWithin(RelPath path) throws IOException {
        for (Entry at = ahead; at != null && at.path().isWithin(path); at = ahead) {
            found.add(new Found.Gone(at.path()));
            ahead = recorded.next();
        }
    }
}
