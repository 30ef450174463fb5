package dev.dsync.app.render;

import dev.dsync.core.plan.Change;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.SyncEvent;
import java.time.Duration;
import java.util.OptionalLong;

/** What the events of a run add up to. */
public final class Tally {
    private final long start;
    private KindCounts listed = KindCounts.NONE;
    private long listedBytes;
    private PlanSummary plan = PlanSummary.EMPTY;
    private boolean planned;
    private long listedAt;
    private long listingBytes;
    private long movedBytes;
    private long settledBytes;

    /** Nothing has happened yet; {@code now} is read from a monotonic clock, in nanoseconds. */
    public Tally(long now) {
        this.start = now;
        this.listedAt = now;
    }

    /** One more event, at this time. */
    public void add(SyncEvent event, long now) {
        switch (event) {
            case SyncEvent.Placed _, SyncEvent.Stood _, SyncEvent.Given _, SyncEvent.Dropped _ -> {}
            case SyncEvent.Listed it -> {
                listed = it.counts();
                listedBytes = it.fileBytes();
                listedAt = now;
            }
            case SyncEvent.Paged it -> listingBytes += it.bytes();
            case SyncEvent.Planned it -> {
                plan = it.summary();
                planned = true;
            }
            case SyncEvent.Settled it -> it.items().forEach(this::settle);
            case SyncEvent.Moved it -> movedBytes += it.contentBytes();
        }
    }

    private void settle(Item item) {
        settledBytes += transferred(item).orElse(0);
    }

    /** The size of the file whose content was sent for this item, if there was one. */
    public static OptionalLong transferred(Item item) {
        return item instanceof Item.Changed changed
                        && changed.change().update() == Change.Update.TRANSFER
                        && changed.entry() instanceof Entry.FileEntry file
                ? OptionalLong.of(file.size())
                : OptionalLong.empty();
    }

    /** Whether the plan is known. */
    public boolean isPlanned() {
        return planned;
    }

    /** How many entries the source has. */
    public long entries() {
        return listed.total();
    }

    /** How many files are to be sent. */
    public long plannedFiles() {
        return plan.transferredFiles();
    }

    /** Sizes of the files to be sent. */
    public long plannedBytes() {
        return plan.transferredBytes();
    }

    /** How much of them is there; never more than planned. */
    public long doneBytes() {
        return Math.min(plan.transferredBytes(), Math.max(settledBytes, movedBytes));
    }

    /** Nanoseconds since the start. */
    public long elapsed(long now) {
        return now - start;
    }

    /**
     * The figures of a run that ended like this.
     *
     * @param sent bytes handed to the connection
     * @param received bytes taken from it
     */
    public Statistics statistics(
            Ending.Done ending, long sent, long received, boolean dryRun, long now) {
        PlanSummary done = ending.done();
        long literal = dryRun ? 0 : ending.literalBytes();
        long matched = dryRun ? 0 : Math.max(0, done.transferredBytes() - literal);
        return new Statistics(
                listed,
                done.created(),
                done.deleted(),
                done.transferredFiles(),
                listedBytes,
                done.transferredBytes(),
                literal,
                matched,
                listingBytes,
                Duration.ofNanos(listedAt - start),
                Duration.ZERO,
                sent,
                received,
                Duration.ofNanos(now - start),
                dryRun);
    }
}
