package dev.dsync.engine.session;

import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.apply.Awaited;
import dev.dsync.engine.fetch.Basis;
import dev.dsync.engine.fetch.Completing;
import dev.dsync.engine.fetch.Wanted;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.Stage;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A file whose content is needed.
 *
 * @param entry its position in the source's listing, once that is known
 * @param old a file here that may be like it; null if none is known
 * @param oldBytes the size of that
 * @param isGuess whether nothing but its name says that the old one is like it
 * @param staged what an earlier run has built of it; null if there is none, or nobody looked
 * @param asListed whether it must have the content that is listed, whatever it has by now
 */
record Sought(
        int number,
        Awaited awaited,
        long entry,
        @Nullable RelPath old,
        long oldBytes,
        boolean isGuess,
        @Nullable RelPath staged,
        boolean asListed) {
    private static final long UNKNOWN = -1;

    /** A file that may be like the one it replaces. */
    static Sought of(int number, Awaited awaited, boolean asListed) {
        return awaited.replaced() instanceof FileEntry old
                ? new Sought(
                        number, awaited, UNKNOWN, old.path(), old.size(), false, null, asListed)
                : new Sought(number, awaited, UNKNOWN, null, 0, false, null, asListed);
    }

    Sought at(long position) {
        return new Sought(number, awaited, position, old, oldBytes, isGuess, staged, asListed);
    }

    /** The same, of which an earlier run has built this. */
    Sought builtAs(RelPath stage) {
        return new Sought(number, awaited, entry, old, oldBytes, isGuess, stage, asListed);
    }

    /** Where such a file is built. */
    static RelPath stage(FileEntry file) throws IOException {
        try {
            return file.path()
                    .parent()
                    .child(
                            Stage.nameFor(
                                    file.path().name(), file.size(), file.attributes().modified()));
        } catch (IllegalNameException e) {
            throw new IOException(e); // beneath a path that is as long as paths can be
        }
    }

    /** The same, which may be like another of its size. */
    Sought like(RelPath path) {
        return new Sought(number, awaited, entry, path, remote().size(), false, staged, asListed);
    }

    /** The same, which has a name like that of another. */
    Sought guessedLike(FileEntry other) {
        return new Sought(
                number, awaited, entry, other.path(), other.size(), true, staged, asListed);
    }

    /** The same, of which nothing is known to be like it. */
    Sought unlike() {
        return new Sought(number, awaited, entry, null, 0, false, staged, asListed);
    }

    /** What the applier does for a file that is built. */
    private record Completion(Applier applier, Awaited awaited) implements Completing {
        @Override
        public void begin() throws IOException {
            applier.require(awaited);
        }

        @Override
        public boolean complete(Directory directory, WritableFile file, Timestamp modified)
                throws IOException {
            return applier.complete(awaited, directory, file, modified);
        }
    }

    FileEntry remote() {
        return awaited.remote();
    }

    /** Whose file it is to be, if that is known. */
    OptionalInt owner() {
        return awaited.wanted().uid();
    }

    /** Bytes of the larger of the two. */
    long bytes() {
        return Math.max(remote().size(), oldBytes);
    }

    /** What is to be asked for, now that it is known what there is. */
    Wanted wanted(Applier applier, Basis basis) {
        FileEntry file = remote();
        return new Wanted(
                number,
                entry,
                file.path(),
                file.size(),
                file.attributes().modified(),
                basis,
                new Completion(applier, awaited),
                asListed ? file.content() : null);
    }
}
