package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.SpecialEntry;
import dev.dsync.core.tree.Entry.SymlinkEntry;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;

/**
 * One thing to do at the target.
 *
 * <p>Actions come in the order in which they can be carried out one after another: in listing
 * order, except that what removes a directory ({@link Delete}, {@link Replace}, or {@link Blocked}
 * instead of them) comes after everything below it, and {@link FinishDirectory} after the last
 * action below that directory. Deletes stand so that each directory is empty (of what is listed)
 * when its turn comes.
 */
public sealed interface Action {
    RelPath path();

    /** What differs: for the item line. */
    default Change change() {
        return Change.NONE;
    }

    /** Makes something at a path where nothing is, or where {@link Replace} takes away what is. */
    sealed interface Create extends Action {
        /** What the source has. */
        Entry remote();

        @Override
        default RelPath path() {
            return remote().path();
        }
    }

    /** A new file whose content comes from the source. */
    record CreateFile(FileEntry remote, Wanted wanted, Change change) implements Create {}

    /**
     * A new directory.
     *
     * @param fillMode the mode to make it with: the owner may list, enter and change it, nobody
     *     else more than at the end; {@link FinishDirectory}, which always follows, sets everything
     *     else
     */
    record CreateDirectory(DirectoryEntry remote, int fillMode, Change change) implements Create {}

    /** A new symbolic link. */
    record CreateSymlink(SymlinkEntry remote, Wanted wanted, Change change) implements Create {}

    /** A new FIFO, socket or device node. */
    record CreateSpecial(SpecialEntry remote, Wanted wanted, Change change) implements Create {}

    /**
     * A new hard link to another path, whose own action, if any, came before.
     *
     * <p>Where both are one file already, nothing is left to do. Where the leader is not there as
     * listed (its action was skipped or failed), the executor makes the file from its content
     * instead, with {@code wanted}.
     *
     * @param leader the path whose file this shall be
     * @param relinks whether it was one before, and only follows a leader that has a new content
     */
    record CreateLink(
            FileEntry remote, RelPath leader, Wanted wanted, Change change, boolean relinks)
            implements Create {}

    /**
     * A new directory on the way to what was named. Nothing is said of it.
     *
     * @param mode as of any new directory here
     */
    record MakeWay(DirectoryEntry remote, int mode) implements Action {
        @Override
        public RelPath path() {
            return remote.path();
        }
    }

    /**
     * Something new that is there already, or all but its attributes, in a directory beside the
     * target. Where it is not as it was when the plan was made, it is made as if it were nowhere.
     *
     * @param like what is there
     * @param alternate in which of the directories
     * @param links whether it becomes a hard link to that, which is possible only as it is
     */
    record CreateFrom(
            Entry remote, Entry like, int alternate, boolean links, Wanted wanted, Change change)
            implements Create {
        /** What makes it without what is there. */
        public Create otherwise() {
            return switch (remote) {
                case FileEntry file -> new CreateFile(file, wanted, change.transferred());
                case SymlinkEntry link -> new CreateSymlink(link, wanted, change);
                case SpecialEntry special -> new CreateSpecial(special, wanted, change);
                case DirectoryEntry _ -> throw new IllegalStateException("of a directory");
            };
        }
    }

    /** New content for a file; the old one serves as basis. */
    record ReplaceContent(FileEntry local, FileEntry remote, Wanted wanted, Change change)
            implements Action {
        @Override
        public RelPath path() {
            return remote.path();
        }
    }

    /**
     * Something takes the place of an entry that cannot become it: of another kind, a link with
     * another target, a device with other numbers, a file that shall be a hard link. A local
     * directory has been emptied of what is listed; if something unlisted is still in it, it stays,
     * and that is a problem.
     */
    record Replace(Entry local, Create create) implements Action {
        @Override
        public RelPath path() {
            return local.path();
        }

        @Override
        public Change change() {
            return create.change();
        }
    }

    /**
     * Attributes of an entry change. Of a directory this is only for the record and to let the
     * owner in: the {@link FinishDirectory} that follows sets them.
     */
    record SetAttributes(Entry local, Entry remote, Wanted wanted, Change change)
            implements Action {
        @Override
        public RelPath path() {
            return remote.path();
        }
    }

    /**
     * Nothing more happens below this directory: set what it shall have, its time last. Comes for
     * each directory that was created or changed, or below which something was done. It has no item
     * line.
     */
    record FinishDirectory(DirectoryEntry remote, Wanted wanted) implements Action {
        @Override
        public RelPath path() {
            return remote.path();
        }
    }

    /**
     * An entry goes, being absent at the source or in the way of something of another kind. Of a
     * directory: it has been emptied of what is listed; if something unlisted is still in it, it
     * stays, and that is a problem.
     *
     * @param makesWay whether something else takes the place of a directory above it, which cannot
     *     wait until deletes are due
     */
    record Delete(Entry local, boolean makesWay) implements Action {
        /** A delete for its own sake. */
        public Delete(Entry local) {
            this(local, false);
        }

        @Override
        public RelPath path() {
            return local.path();
        }
    }

    /** A delete that is not done because {@code --max-delete} others are; the run ends with 25. */
    record DeleteSkipped(Entry local) implements Action {
        @Override
        public RelPath path() {
            return local.path();
        }
    }

    /** Something that cannot be done, known already: a problem to report. */
    record Blocked(Problem problem) implements Action {
        @Override
        public RelPath path() {
            return problem.path();
        }
    }

    /** An entry that needs nothing; only in plans that were asked for them. */
    record Keep(Entry local, Entry remote) implements Action {
        @Override
        public RelPath path() {
            return remote.path();
        }
    }
}
