package dev.dsync.engine.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Entry.Attributes;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.core.version.Revision;
import dev.dsync.core.version.VersionVector;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.process.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which pages stay while others come. */
final class IssuedTest {
    private final Issued issued = new Issued();
    private final MemoryPageStore pages = new MemoryPageStore();

    /** A folder whose root has that mode. */
    private Snapshot snapshot(int mode) throws IOException {
        Listing.Writer listing = new Listing.Writer(Folder.PROFILE, pages);
        listing.add(
                new DirectoryEntry(
                        RelPath.ROOT,
                        new Attributes(mode, new Timestamp(0, 0), 0, 0),
                        Listed.ALL,
                        null),
                Revision.value(VersionVector.EMPTY, new ReplicaId(0), null));
        return new Snapshot(
                listing.finish(), new Tombstones.Writer(pages).finish(), KindCounts.NONE, 0);
    }

    /** Adds one that nobody has afterwards. */
    private PageRoot add(int mode) throws IOException {
        Snapshot snapshot = snapshot(mode);
        issued.add(snapshot);
        return snapshot.listing().root();
    }

    private boolean isKept(PageRoot root) {
        return issued.roots().contains(root);
    }

    private void assertForgotten(PageRoot root) throws IOException {
        Eventually.eventually(
                "nobody has it",
                Duration.ofSeconds(20),
                () -> {
                    System.gc();
                    return !isKept(root);
                });
    }

    @Test
    void snapshotSomebodyHas_isKept() throws IOException {
        Snapshot held = snapshot(1);
        issued.add(held);
        assertForgotten(add(2));
        Set<PageRoot> roots = new HashSet<>(issued.roots());
        assertEquals(Set.of(held.listing().root(), held.tombstones().root()), roots);
    }

    @Test
    void whileAListingIsLearnt_allAreKept() throws IOException {
        PageRoot before = add(1);
        Issued.Hold hold = issued.hold();
        PageRoot meanwhile = add(2);
        hold.learnt();
        assertForgotten(add(3));
        assertTrue(isKept(before));
        assertTrue(isKept(meanwhile));
        hold.close();
        assertForgotten(before);
        assertForgotten(meanwhile);
    }

    @Test
    void oneInSoMany_isFollowedByASweep() throws IOException {
        int sweeps = 0;
        Snapshot same = snapshot(1);
        for (int i = 1; i <= 1000; i++) {
            sweeps += issued.add(same) ? 1 : 0;
        }
        assertTrue(sweeps >= 10 && sweeps <= 20, sweeps + " sweeps");
        assertFalse(issued.add(same));
    }
}
