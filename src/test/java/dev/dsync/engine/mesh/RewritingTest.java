package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.session.Premises.Folder.Change;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RewritingTest {
    private static final ReplicaId ME = new ReplicaId(7);
    private static final RelPath ABOVE = RelPath.literal("d");
    private static final RelPath BELOW = RelPath.literal("d/e");

    private final PageStore pages = new MemoryPageStore();

    @Test
    void whatWouldStandInNoDirectory_isLeftOut_andBlamedOnWhatTookTheDirectory()
            throws IOException {
        Snapshot both = rewrite(empty(), 1, live(ABOVE, 10), live(BELOW, 20)).snapshot();

        Taken deleting = deleted(both, ABOVE, 30);
        Rewriting.Result result = rewrite(both, 1, deleting);

        assertEquals(List.of(BELOW), result.orphans());
        assertTrue(result.blames(deleting));
        assertEquals(List.of("."), paths(result.snapshot()));
    }

    @Test
    void expiredDelete_isListedNoMore() throws IOException {
        Snapshot there = rewrite(empty(), 1, live(ABOVE, 10)).snapshot();
        Snapshot gone = rewrite(there, 1, deleted(there, ABOVE, 30)).snapshot();

        long end = 30 + Tombstones.LIFETIME_SECONDS;
        assertTrue(rewrite(gone, end).snapshot().tombstones().find(ABOVE).isPresent());
        Rewriting.Result after = rewrite(gone, end + 1);
        assertTrue(after.snapshot().tombstones().find(ABOVE).isEmpty());
        assertEquals(1, after.forgotten());
    }

    private Rewriting.Result rewrite(Snapshot old, long unixSeconds, Taken... updates)
            throws IOException {
        Knowledge knowledge = new Knowledge(ME, old, 0);
        return Rewriting.rewrite(old, List.of(updates), knowledge, unixSeconds);
    }

    private Snapshot empty() throws IOException {
        return Snapshots.empty(pages);
    }

    private static Taken live(RelPath path, long counter) {
        Attributes attributes = new Attributes(0755, new Timestamp(0, 0), 0, 0);
        Revision revision = Revision.value(VersionVector.EMPTY.advance(ME, counter), ME, null);
        Entry entry = new DirectoryEntry(path, attributes, Listed.ALL, null);
        return new Taken(new Change(path, new Known.Absent(), new Known.Live(entry, revision)));
    }

    private static Taken deleted(Snapshot there, RelPath path, long counter) throws IOException {
        Revision revision = Revision.delete(VersionVector.EMPTY.advance(ME, counter), ME, counter);
        return new Taken(new Change(path, there.known(path), new Known.Deleted(revision)));
    }

    private static List<String> paths(Snapshot snapshot) throws IOException {
        List<String> paths = new ArrayList<>();
        Listing.Cursor entries = snapshot.listing().cursor();
        for (Entry at = entries.next(); at != null; at = entries.next()) {
            paths.add(at.path().toString());
        }
        return paths;
    }
}
