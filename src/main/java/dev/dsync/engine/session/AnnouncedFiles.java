package dev.dsync.engine.session;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.IllegalNameException;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.Origin;
import dev.dsync.engine.source.Contents;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files behind a listing of some origins; quick where they are asked for in order. */
final class AnnouncedFiles implements Contents {
    private final List<Origin> origins;
    private final Listing listing;
    private final @Nullable Name rename;
    private Listing.@Nullable Cursor entries;
    private @Nullable RelPath sought;
    private @Nullable Held held;

    /** A directory kept open for the next file in it. */
    private record Held(Origin origin, RelPath path, Directory directory) {}

    AnnouncedFiles(List<Origin> origins, Listing listing, @Nullable Name rename) {
        this.origins = origins;
        this.listing = listing;
        this.rename = rename;
    }

    @Override
    public Optional<Long> sizeOf(RelPath path) throws IOException {
        Listing.Cursor cursor = entries;
        if (cursor == null || sought == null || path.compareTo(sought) <= 0) {
            cursor = listing.cursor();
            entries = cursor;
        }
        sought = path;
        cursor.seek(path);
        return cursor.next() instanceof Entry.FileEntry file && file.path().equals(path)
                ? Optional.of(file.size())
                : Optional.empty();
    }

    @Override
    public ReadableFile open(RelPath path) throws IOException {
        FsException failure = null;
        for (Origin origin : origins) {
            RelPath at = place(origin, path);
            if (at == null || at.isRoot()) {
                continue;
            }
            try {
                return open(origin, at);
            } catch (FsException e) {
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null ? new FsException(Reason.NOT_FOUND) : failure;
    }

    private ReadableFile open(Origin origin, RelPath at) throws IOException {
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
        close();
        Directory directory = origin.root().open(at.parent());
        held = new Held(origin, at.parent(), directory);
        return directory.openFile(at.name());
    }

    /** Where in the origin's root a path of the listing lies, if it can lie there. */
    private @Nullable RelPath place(Origin origin, RelPath path) throws IOException {
        if (rename != null) {
            return origin.at();
        }
        if (!path.isWithin(origin.as())) {
            return null;
        }
        try {
            return origin.at().resolve(path.relativeTo(origin.as()));
        } catch (IllegalNameException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        if (held != null) {
            held.directory.close();
            held = null;
        }
    }
}
