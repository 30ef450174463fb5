package dev.dsync.engine.session;

import dev.dsync.core.attributes.Stakes;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.ContentChangedException;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.engine.source.Contents;
import dev.dsync.engine.source.Source;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.FsException.Reason;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Root;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a snapshot, as a peer may have them. */
final class Offer implements Contents {
    private final Root root;
    private final KnownContents contents;
    private final PositionedEntries entries;

    private Offer(Root root, KnownContents contents, Listing listing) {
        this.root = root;
        this.contents = contents;
        this.entries = new PositionedEntries(listing);
    }

    /** How a machine and what is closed with it are put together. */
    interface Joining<P> {
        P join(Source source, Runnable closing);
    }

    /** What answers a peer who was told of this snapshot. */
    static <P> P of(Folder folder, Snapshot snapshot, Joining<P> joining) {
        Listing listing = snapshot.listing();
        Offer files = new Offer(folder.root(), folder.contents(), listing);
        Source source = new Source(listing.store(), listing.root(), files, null);
        return joining.join(
                source,
                () -> {
                    source.close();
                    files.close();
                });
    }

    /** What a peer is told of it. */
    static Message.ListingRoot root(Snapshot snapshot) {
        return new Message.ListingRoot(
                snapshot.listing().root(),
                snapshot.counts(),
                snapshot.fileBytes(),
                true,
                List.of(),
                Map.of(),
                Map.of(),
                snapshot.tombstones().root(),
                List.of(),
                Stakes.NONE);
    }

    @Override
    public Optional<FileEntry> file(long wanted) throws IOException {
        return entries.find(wanted) instanceof FileEntry file
                ? Optional.of(file)
                : Optional.empty();
    }

    private RelPath path(long wanted) throws IOException {
        return file(wanted).orElseThrow(() -> new FsException(Reason.NOT_FOUND)).path();
    }

    @Override
    public ReadableFile open(long wanted) throws IOException {
        return open(path(wanted));
    }

    private ReadableFile open(RelPath path) throws IOException {
        try (Directory directory = root.open(path.parent())) {
            return directory.openFile(path.name());
        }
    }

    @Override
    public Optional<Known> content(long wanted, PageStore pages) throws IOException {
        RelPath path = path(wanted);
        try {
            KnownContents.Content content = contents.of(path, () -> open(path), pages);
            return Optional.of(new Known(content.manifest(), content.stat()));
        } catch (ContentChangedException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        contents.close();
    }
}
