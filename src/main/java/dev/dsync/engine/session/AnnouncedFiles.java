package dev.dsync.engine.session;

import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.ContentChangedException;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.scan.Origin;
import dev.dsync.engine.scan.Provenance;
import dev.dsync.engine.scan.Scan;
import dev.dsync.engine.source.Contents;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files behind a listing of some origins; quick where they are asked for in order. */
final class AnnouncedFiles implements Contents {
    private final PositionedEntries entries;
    private final Provenance provenance;
    private final Map<Root, KnownContents> contents;
    private @Nullable Held held;

    /** A directory kept open for the next file in it. */
    private record Held(Origin origin, RelPath path, Directory directory) {}

    /**
     * The files of a scan.
     *
     * @param contents what those of each root contain; closed with this
     */
    AnnouncedFiles(Scan scan, Map<Root, KnownContents> contents) {
        this.contents = Map.copyOf(contents);
        this.entries = new PositionedEntries(scan.listing());
        this.provenance = scan.provenance();
    }

    @Override
    public Optional<FileEntry> file(long wanted) throws IOException {
        return entries.find(wanted) instanceof FileEntry file
                ? Optional.of(file)
                : Optional.empty();
    }

    /** Where a file is. */
    private record Located(Origin origin, RelPath path) {}

    @Override
    public ReadableFile open(long wanted) throws IOException {
        Located file = locate(wanted);
        return open(file.origin, file.path);
    }

    private Located locate(long wanted) throws IOException {
        if (!(entries.find(wanted) instanceof FileEntry file)) {
            throw new FsException(Reason.NOT_FOUND);
        }
        Origin origin = provenance.of(wanted).orElseThrow(() -> new FsException(Reason.NOT_FOUND));
        try {
            return new Located(origin, origin.at().resolve(file.path().relativeTo(origin.as())));
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }

    /** Also for those who help to read one file. */
    private synchronized ReadableFile open(Origin origin, RelPath at) throws IOException {
        Held before = held;
        if (before != null && before.origin.equals(origin) && before.path.equals(at.parent())) {
            try {
                return before.directory.openFile(at.name());
            } catch (FsException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
                // Another directory may have taken the place of the one held.
            }
        }
        release();
        Directory directory = origin.root().open(at.parent());
        held = new Held(origin, at.parent(), directory);
        return directory.openFile(at.name());
    }

    @Override
    public Optional<Known> content(long wanted, PageStore pages) throws IOException {
        Located file = locate(wanted);
        KnownContents known = Objects.requireNonNull(contents.get(file.origin.root()));
        try {
            KnownContents.Content content =
                    known.of(file.path, () -> open(file.origin, file.path), pages);
            return Optional.of(new Known(content.manifest(), content.stat()));
        } catch (ContentChangedException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        release();
        contents.values().forEach(KnownContents::close);
    }

    private synchronized void release() {
        if (held != null) {
            held.directory.close();
            held = null;
        }
    }
}
