package dev.dsync.engine.session;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.fetch.Basis.Donor;
import dev.dsync.engine.scan.ContentChangedException;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.fs.Stamp;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of a root that others may be made of, and what they contain. */
final class Donors implements AutoCloseable {
    private final Root root;
    private final KnownContents contents;
    private @Nullable Held held;

    /** A directory kept open for the next file in it. */
    private record Held(RelPath path, Directory directory) {}

    /** Files of this root; its contents are closed with this. */
    Donors(Root root, KnownContents contents) {
        this.root = root;
        this.contents = contents;
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

    private ReadableFile open(RelPath path) throws IOException {
        Held before = held;
        if (before == null || !before.path.equals(path.parent())) {
            release();
            before = new Held(path.parent(), root.open(path.parent()));
            held = before;
        }
        return before.directory.openFile(path.name());
    }

    /** Closes the directory kept open: between jobs another may take its place. */
    void release() {
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
