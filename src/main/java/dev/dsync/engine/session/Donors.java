package dev.dsync.engine.session;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.Basis.Beginning;
import dev.dsync.engine.fetch.Basis.Donor;
import dev.dsync.engine.fetch.Cook;
import dev.dsync.engine.scan.ContentChangedException;
import dev.dsync.engine.scan.FileOpener;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stamp;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.index.ChunkPlace;
import dev.dsync.io.index.IndexedFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Files of a root that others may be made of, and what they contain. */
final class Donors implements AutoCloseable {
    private static final int PLACES_MAX = 4;

    private final Root root;
    private final KnownContents contents;
    private final int user;
    private @Nullable Held held;
    private boolean indexed;

    /** A directory kept open for the next file in it. */
    private record Held(RelPath path, Directory directory) {}

    /** Files that had chunks, and whether they still have them. */
    private final Map<RelPath, Optional<Donor>> looked = new HashMap<>();

    /**
     * Files of this root; its contents are closed with this.
     *
     * @param user in whose name this process acts
     */
    Donors(Root root, KnownContents contents, int user) {
        this.root = root;
        this.contents = contents;
        this.user = user;
    }

    /** A file, and what it contains. */
    record Known(Donor donor, Manifest manifest) {}

    /**
     * What a file contains; nothing if it cannot be read, or changes just now: what others need of
     * it comes as if it were not here.
     *
     * @param pages gets the pages of the manifest
     */
    Optional<Known> find(RelPath path, PageStore pages) throws IOException {
        try {
            KnownContents.Content content = contents.of(path, () -> open(path), pages);
            Stamp stamp = content.isSettled() ? content.stat().stamp() : null;
            return Optional.of(new Known(new Donor(path, stamp), content.manifest()));
        } catch (ContentChangedException | FsException e) {
            return Optional.empty();
        }
    }

    /** What was being built, and what it contains as far as it goes. */
    record Begun(Beginning beginning, Manifest manifest) {}

    /**
     * What a file contains that is none of the root's own: one that is being built. Nothing if
     * somebody else may have made it, who might still write to it.
     *
     * @param owner whose file it is to be in the end, if that is known: what that user has made of
     *     it is theirs to spoil
     */
    Optional<Begun> findStaged(RelPath path, OptionalInt owner, boolean isLarge, PageStore pages)
            throws IOException {
        try {
            FileOpener opener = () -> openOwn(path, owner);
            KnownContents.Content content =
                    isLarge ? contents.ofStage(path, opener, pages) : contents.read(opener, pages);
            var beginning = new Beginning(content.stat().stamp());
            return Optional.of(new Begun(beginning, content.manifest()));
        } catch (ContentChangedException | FsException e) {
            return Optional.empty();
        }
    }

    private ReadableFile openOwn(RelPath path, OptionalInt owner) throws IOException {
        ReadableFile file = open(path);
        Stat stat = file.stat();
        boolean isOwn = stat.uid() == user || (owner.isPresent() && stat.uid() == owner.getAsInt());
        if (isOwn && stat.links() == 1) {
            return file;
        }
        file.close();
        throw new FsException(FsException.Reason.NOT_PERMITTED);
    }

    /** Whether chunks of other files may be found. */
    boolean areIndexed() {
        indexed = indexed || contents.isIndexed(); // what is known does not become nothing
        return indexed;
    }

    /** Another file that has the chunk, as far as the index knows. */
    Optional<Cook.Place> find(Digest chunk) throws IOException {
        for (ChunkPlace place : contents.index().places(chunk, PLACES_MAX)) {
            Optional<Donor> donor = unchanged(place.path());
            if (donor.isPresent()) {
                // The file may just now get another content: what is copied is checked.
                Donor checked = new Donor(place.path(), null);
                return Optional.of(new Cook.Place(checked, place.offset()));
            }
        }
        return Optional.empty();
    }

    /** The file, if it is what the index knows. */
    private Optional<Donor> unchanged(RelPath path) throws IOException {
        Optional<Donor> before = looked.get(path);
        if (before != null) {
            return before;
        }
        Optional<Donor> donor = Optional.empty();
        Optional<IndexedFile> known = contents.index().find(path);
        if (known.isPresent() && !path.isRoot()) {
            try (Directory directory = root.open(path.parent())) {
                Stamp stamp = directory.stat(path.name()).stamp();
                donor =
                        known.get().holds(stamp)
                                ? Optional.of(new Donor(path, stamp))
                                : Optional.empty();
            } catch (FsException e) {
                donor = Optional.empty(); // It is gone.
            }
        }
        looked.put(path, donor);
        return donor;
    }

    /** Also for those who help to read one file. */
    private synchronized ReadableFile open(RelPath path) throws IOException {
        Held before = held;
        if (before == null || !before.path.equals(path.parent())) {
            release();
            before = new Held(path.parent(), root.open(path.parent()));
            held = before;
        }
        return before.directory.openFile(path.name());
    }

    /** Closes the directory kept open: between jobs another may take its place. */
    synchronized void release() {
        if (held != null) {
            held.directory.close();
            held = null;
        }
    }

    @Override
    public void close() {
        release();
        contents.close();
    }
}
