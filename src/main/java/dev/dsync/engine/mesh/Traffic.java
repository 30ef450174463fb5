package dev.dsync.engine.mesh;

import dev.dsync.core.plan.Change.Update;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.engine.session.SyncEvent;
import java.util.function.LongSupplier;

/** What travels on a link, and how much of it is still to come. Any thread may call. */
final class Traffic {
    private final Rate in;
    private final Rate out;
    private long files;
    private long bytes;
    private long arrived;
    private int problems;

    /** Nothing yet, by this clock. */
    Traffic(LongSupplier nanoTime) {
        this.in = new Rate(nanoTime);
        this.out = new Rate(nanoTime);
    }

    /** A rate that forgets what is some seconds past. */
    private static final class Rate {
        private static final double MEMORY_NANOS = 3e9;

        private final LongSupplier nanoTime;
        private double bytesPerNano;
        private long at;

        Rate(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            this.at = nanoTime.getAsLong();
        }

        void add(long bytes) {
            long now = nanoTime.getAsLong();
            bytesPerNano =
                    bytesPerNano * Math.exp((at - now) / MEMORY_NANOS) + bytes / MEMORY_NANOS;
            at = now;
        }

        long bytesPerSecond() {
            add(0);
            return Math.round(bytesPerNano * 1e9);
        }
    }

    /** Takes what happened. */
    synchronized void tell(SyncEvent event) {
        switch (event) {
            case SyncEvent.Planned(PlanSummary summary) -> {
                files = summary.transferredFiles();
                bytes = summary.transferredBytes();
                arrived = 0;
            }
            case SyncEvent.Settled settled -> settled.items().forEach(this::settled);
            case SyncEvent.Moved moved -> {
                in.add(moved.contentBytes());
                arrived += moved.contentBytes();
            }
            case SyncEvent.Given given -> out.add(given.contentBytes());
            case SyncEvent.Stood stood -> {
                problems = stood.problems();
                if (stood.taken()) {
                    files = 0;
                    bytes = 0;
                }
            }
            case SyncEvent.Placed _,
                    SyncEvent.Listed _,
                    SyncEvent.Paged _,
                    SyncEvent.Dropped _ -> {}
        }
    }

    private void settled(Item item) {
        if (item instanceof Item.Changed changed
                && changed.change().update() == Update.TRANSFER
                && changed.entry() instanceof FileEntry file) {
            files = Math.max(0, files - 1);
            bytes = Math.max(0, bytes - file.size());
            arrived = Math.max(0, arrived - file.size());
        }
    }

    /** How it stands now. */
    synchronized Links.Work work() {
        return new Links.Work(
                files,
                Math.max(0, bytes - arrived),
                in.bytesPerSecond(),
                out.bytesPerSecond(),
                problems);
    }
}
