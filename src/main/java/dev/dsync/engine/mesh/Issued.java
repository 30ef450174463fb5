package dev.dsync.engine.mesh;

import dev.dsync.core.merkle.PageRoot;
import dev.dsync.engine.session.Premises;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The snapshots whose pages must stay: those that somebody has; and, for whoever learns a listing,
 * all there were until it was learnt, since the pages that it has in common with any of them are
 * not asked for. Any thread may call.
 */
final class Issued {
    /** Snapshots between sweeps. */
    private static final int SNAPSHOTS_PER_SWEEP = 64;

    private final List<One> all = new ArrayList<>();
    private final Set<Hold> holds = new HashSet<>();
    private int added;

    /** One of them, by its roots, for as long as somebody has it. */
    private record One(PageRoot listing, PageRoot tombstones, WeakReference<Snapshot> snapshot) {}

    /**
     * Adds one.
     *
     * @return whether it is time to drop the pages that none of {@link #roots} has
     */
    synchronized boolean add(Snapshot snapshot) {
        One one =
                new One(
                        snapshot.listing().root(),
                        snapshot.tombstones().root(),
                        new WeakReference<>(snapshot));
        all.add(one);
        holds.stream().filter(hold -> !hold.learnt).forEach(hold -> hold.kept.add(one));
        return ++added % SNAPSHOTS_PER_SWEEP == 0;
    }

    /** What must stay; the others are forgotten, and have to be dropped. */
    synchronized List<PageRoot> roots() {
        Set<One> held = new HashSet<>();
        holds.forEach(hold -> held.addAll(hold.kept));
        all.removeIf(one -> one.snapshot.get() == null && !held.contains(one));
        return all.stream().flatMap(one -> List.of(one.listing, one.tombstones).stream()).toList();
    }

    /** For whoever begins to learn a listing. */
    synchronized Hold hold() {
        Hold hold = new Hold();
        holds.add(hold);
        return hold;
    }

    /** What must stay because of one listing that is learnt. */
    final class Hold implements Premises.Folder.Hold {
        private final Set<One> kept = new HashSet<>(all);
        private boolean learnt;

        @Override
        public void learnt() {
            synchronized (Issued.this) {
                learnt = true;
            }
        }

        @Override
        public void close() {
            synchronized (Issued.this) {
                holds.remove(this);
            }
        }
    }
}
