package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.mesh.FolderScan.Found;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Change;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LossesTest {
    private static final Attributes ATTRIBUTES = new Attributes(0644, new Timestamp(1, 0), 0, 0);

    private static final List<FileEntry> ABC = List.of(file("a", 1), file("b", 1), file("c", 2));

    static FileEntry file(String path, long content) {
        return new FileEntry(
                RelPath.literal(path), ATTRIBUTES, 1, null, new Digest(content, 0, 0, 0), null);
    }

    /** A folder of these files, in which others were deleted. */
    static Snapshot snapshot(List<FileEntry> files, String... deleted) throws IOException {
        MemoryPageStore pages = new MemoryPageStore();
        Listing.Writer writer = new Listing.Writer(Folder.PROFILE, pages);
        ReplicaId me = new ReplicaId(1);
        Revision revision = Revision.value(VersionVector.EMPTY, me, null);
        writer.add(new DirectoryEntry(RelPath.ROOT, ATTRIBUTES, Listed.ALL, null), revision);
        for (FileEntry file : files) {
            writer.add(file, revision);
        }
        Tombstones.Writer tombstones = new Tombstones.Writer(pages);
        for (String path : deleted) {
            tombstones.add(RelPath.literal(path), Revision.delete(VersionVector.EMPTY, me, 1));
        }
        return new Snapshot(writer.finish(), tombstones.finish(), KindCounts.NONE, 0);
    }

    private static long count(Found... found) throws IOException {
        return Losses.found(List.of(found)).since(snapshot(ABC), snapshot(ABC));
    }

    private static Found gone(String path) {
        return new Found.Gone(RelPath.literal(path));
    }

    private static Found there(String path, long content) {
        return new Found.There(file(path, content));
    }

    @Test
    void whatIsGone_isLess() throws IOException {
        assertEquals(3, count(gone("a"), gone("b"), gone("c")));
    }

    @Test
    void whatWasMoved_isNotLess_asOftenAsItIsThereAnew() throws IOException {
        assertEquals(0, count(gone("a"), there("x", 1)));
        assertEquals(1, count(gone("a"), gone("b"), there("x", 1)));
    }

    @Test
    void whatIsNewOrEdited_makesUpForNothing() throws IOException {
        assertEquals(2, count(gone("a"), gone("b"), there("c", 1), there("y", 3), there("z", 4)));
    }

    @Test
    void whatTakesNoPartAnyMore_isNotLess() throws IOException {
        assertEquals(1, count(gone("a"), new Found.Ignored(RelPath.literal("b"))));
    }

    @Test
    void whatWasDeletedBefore_isLess_butWhatCameAndWentIsNot() throws IOException {
        Snapshot without = snapshot(List.of(file("b", 1), file("d", 3)), "a", "e");
        Losses next = Losses.found(List.of(gone("b"), gone("d")));
        assertEquals(2, next.since(snapshot(ABC), without));
        Losses again = Losses.found(List.of(gone("b"), there("a", 1)));
        assertEquals(1, again.since(snapshot(ABC), without));
    }

    @Test
    void whatWasMovedBefore_isNotLess_untilItIsGoneThereToo() throws IOException {
        Snapshot moved = snapshot(List.of(file("b", 1), file("c", 2), file("x", 1)), "a");
        assertEquals(1, Losses.found(List.of(gone("b"))).since(snapshot(ABC), moved));
        assertEquals(1, Losses.found(List.of(gone("x"))).since(snapshot(ABC), moved));
    }

    @Test
    void whatAPeerDeletes_isLessAsWell() throws IOException {
        Revision revision = Revision.value(VersionVector.EMPTY, new ReplicaId(1), null);
        Revision delete = Revision.delete(VersionVector.EMPTY, new ReplicaId(1), 1);
        Known before = new Known.Live(file("a", 1), revision);
        Known gone = new Known.Deleted(delete);
        Change deleted = new Change(RelPath.literal("a"), before, gone);
        Change noted = new Change(RelPath.literal("x"), new Known.Absent(), gone);
        Known at = new Known.Live(file("y", 1), revision);
        Change made = new Change(RelPath.literal("y"), new Known.Absent(), at);
        Snapshot here = snapshot(ABC);
        assertEquals(1, Losses.changes(List.of(deleted, noted)).since(here, here));
        assertEquals(1, Losses.changes(List.of(deleted, noted)).count());
        assertEquals(0, Losses.changes(List.of(deleted, noted, made)).since(here, here));
    }
}
