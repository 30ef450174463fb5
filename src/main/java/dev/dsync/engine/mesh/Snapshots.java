package dev.dsync.engine.mesh;

import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.index.Index;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Snapshots as an index keeps them. */
final class Snapshots {
    private Snapshots() {}

    /** What the folder was last; nothing but its root if that is not known. */
    static Snapshot read(Index index) throws IOException {
        Optional<Index.Folder> known = index.folder().filter(folder -> holds(index, folder));
        return known.isPresent() ? read(index, known.get()) : empty(index.pages());
    }

    /**
     * Who changes the folder here: whoever last did and ended in order, or somebody new. One that
     * was killed may have told peers what is not known here any more, as when the disk was put back
     * to a copy made while it ran; a change made now under its name would seem to follow that.
     *
     * @param random bits nobody can guess
     */
    static ReplicaId replica(Index index, LongSupplier random) {
        return new ReplicaId(ended(index).map(Index.Folder::replica).orElseGet(random::getAsLong));
    }

    /** How far its changes were counted. */
    static long counted(Index index) {
        return ended(index).map(Index.Folder::counted).orElse(0L);
    }

    private static Optional<Index.Folder> ended(Index index) {
        return index.folder().filter(folder -> !folder.isWatched());
    }

    private static boolean holds(Index index, Index.Folder folder) {
        try {
            return index.pages().contains(folder.listing().name())
                    && index.pages().contains(folder.tombstones().name());
        } catch (IOException e) {
            return false; // as good as lost
        }
    }

    private static Snapshot read(Index index, Index.Folder folder) throws IOException {
        Listing listing = new Listing(Folder.PROFILE, folder.listing(), index.pages());
        KindCounts counts = KindCounts.NONE;
        Listing.Cursor entries = listing.cursor();
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            counts = counts.plus(entry.kind());
        }
        return new Snapshot(
                listing,
                new Tombstones(folder.tombstones(), index.pages()),
                counts,
                folder.listing().bytes());
    }

    /** A folder of which nothing is known. */
    static Snapshot empty(PageStore pages) throws IOException {
        Listing.Writer listing = new Listing.Writer(Folder.PROFILE, pages);
        Attributes none = new Attributes(0, new Timestamp(0, 0), 0, 0);
        listing.add(
                new DirectoryEntry(RelPath.ROOT, none, Listed.ALL, null),
                Revision.value(VersionVector.EMPTY, new ReplicaId(0), null));
        return new Snapshot(
                listing.finish(),
                new Tombstones.Writer(pages).finish(),
                KindCounts.NONE.plus(Kind.DIRECTORY),
                0);
    }
}
