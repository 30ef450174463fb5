package dev.dsync.engine.mesh;

import dev.dsync.core.filter.ReservedNames;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.version.ReplicaId;
import dev.dsync.engine.mesh.FolderScan.Depth;
import dev.dsync.engine.scan.Choice;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.fs.ChangeHints;
import dev.dsync.io.fs.ChangeHints.Hint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a folder's state is what is on disk: looks at everything once, then at what hints
 * say, and from time to time at everything again. One thread runs it.
 */
public final class Watcher implements AutoCloseable {
    /** After which a file that has just changed can no longer change unseen. */
    private static final Duration SETTLING = Duration.ofMillis(100);

    private static final Duration RESCAN = Duration.ofHours(1);

    /** Where there are no hints. */
    private static final Duration RESCAN_LIMITED = Duration.ofSeconds(15);

    private static final double JITTER = 0.25;

    private final FolderState folder;
    private final Choosing choosing;
    private final Told told;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final Standstill standstill;
    private final ChangeHints hints;
    private final Queue<RelPath> later = new ConcurrentLinkedQueue<>();
    private final Pending pending;
    private long rescanAt;

    /** Whether all was looked at once, before which there are no links. */
    private boolean begun;

    private @Nullable Choice chosen;
    private volatile boolean rescan;
    private volatile boolean closed;
    private final AtomicLong marks = new AtomicLong();
    private volatile long passed;

    /** Says what takes part, as the files that say so are now. */
    @FunctionalInterface
    public interface Choosing {
        Choice choice() throws IOException;
    }

    /** Who hears of what was seen. */
    public interface Told {
        /** Hints cannot be had: the whole folder is looked at now and then instead. */
        void limited(ChangeHints.Limit limit);

        /** What is there could not be looked at, and will be looked at again. */
        void blinded(IOException why);

        /** What takes part cannot be told: what took part before still does. */
        void unruled(IOException why);

        /** Some of the folder, or everything, was looked at, and of it this is to be said. */
        void looked(boolean everything, List<Problem> problems);
    }

    /** A watcher of a folder; it begins with {@link #run}. */
    public Watcher(
            FolderState folder,
            Choosing choosing,
            Told told,
            LongSupplier nanoTime,
            RandomGenerator random)
            throws IOException {
        this.folder = folder;
        this.choosing = choosing;
        this.told = told;
        this.nanoTime = nanoTime;
        this.random = random;
        this.standstill = new Standstill(nanoTime);
        this.hints = folder.root().openHints(ReservedNames::covers);
        this.pending = new Pending(nanoTime.getAsLong());
        pending.everything();
    }

    /** Watches until closed. */
    public void run() throws IOException {
        hints.limit().ifPresent(told::limited);
        boolean limited = hints.limit().isPresent();
        long polled = 0;
        scheduleRescan();
        while (!closed) {
            long now = nanoTime.getAsLong();
            long mark = marks.get();
            boolean isNew = mark != polled;
            polled = mark;
            Duration idle = Duration.ofNanos(Math.max(0, rescanAt - now));
            List<Hint> heard = hints.await(isNew ? Duration.ZERO : pending.untilDue(idle, now));
            now = nanoTime.getAsLong();
            for (Hint hint : heard) {
                pending.add(hint, now);
            }
            if (!limited && hints.limit().isPresent()) {
                limited = true;
                told.limited(hints.limit().get());
            }
            for (RelPath path = later.poll(); path != null; path = later.poll()) {
                pending.again(path, SETTLING, now);
            }
            if (rescan || now - rescanAt >= 0) {
                rescan = false;
                scheduleRescan();
                pending.everything();
            }
            Map<RelPath, Depth> due = pending.take(now);
            if (!due.isEmpty() && !closed) {
                lookOrLater(due);
            }
            if (pending.isEmpty() && later.isEmpty() && !rescan) {
                passed = polled;
            }
        }
    }

    /** Looks; what cannot be done now, for want of descriptors or of a disk, may be done later. */
    private void lookOrLater(Map<RelPath, Depth> due) {
        try {
            look(due);
        } catch (IOException e) {
            told.blinded(e);
            later();
        }
    }

    private void later() {
        long soon = nanoTime.getAsLong() + RESCAN_LIMITED.toNanos();
        rescanAt = soon - rescanAt < 0 ? soon : rescanAt; // hints must not put it off
    }

    private void look(Map<RelPath, Depth> due) throws IOException {
        if (!folder.isThere()) {
            return; // whoever approves it asks for a look
        }
        Choice choice = choice();
        if (choice == null) {
            later();
            return;
        }
        folder.rule(choice, false);
        due.keySet().removeIf(this::isHeld);
        FolderScan.Result result;
        ReplicaId as = folder.replica();
        Snapshot before = folder.snapshot();
        try (KnownContents contents = folder.contents()) {
            result =
                    FolderScan.scan(
                            folder.root(), contents, choice, standstill, before.listing(), due);
        }
        List<Problem> rescued =
                Leftovers.remove(folder.root(), result.staged(), !begun, folder.system().now());
        if (!rescued.isEmpty()) {
            rescan();
        }
        begun = true;
        boolean everything = due.getOrDefault(RelPath.ROOT, Depth.NAME) == Depth.TREE;
        for (RelPath path : folder.saw(result.found(), before, everything, as)) {
            if (!isHeld(path)) {
                later.add(path);
            }
        }
        if (everything || Pending.haveRules(due.keySet()) || Pending.haveRules(result.paths())) {
            folder.rule(choice, true);
        }
        long now = nanoTime.getAsLong();
        result.unsettled().forEach(path -> pending.again(path, SETTLING, now));
        List<Problem> problems = new ArrayList<>(result.problems());
        problems.addAll(rescued);
        told.looked(everything, problems);
    }

    /** What takes part now, or did when that was last understood; null if it never was. */
    private @Nullable Choice choice() {
        try {
            chosen = choosing.choice();
        } catch (IOException e) {
            told.unruled(e);
        }
        return chosen;
    }

    /** Whether a link is at work on a path: when it lets go of that, the path is suspected. */
    private boolean isHeld(RelPath path) {
        boolean claimed = folder.isClaimed(path);
        if (claimed) {
            pending.hold(path);
        }
        return claimed;
    }

    private void scheduleRescan() {
        long pause = (hints.limit().isPresent() ? RESCAN_LIMITED : RESCAN).toNanos();
        long jitter = (long) (pause * JITTER * random.nextDouble());
        rescanAt = nanoTime.getAsLong() + pause - jitter;
    }

    /** Marks this moment, for {@link #isPast}. Any thread may call. */
    public long mark() {
        long mark = marks.incrementAndGet();
        hints.wake();
        return mark;
    }

    /** Whether all was looked at that changed before that mark. Any thread may call. */
    public boolean isPast(long mark) {
        return passed >= mark;
    }

    /** Looks at everything again, as soon as may be. Any thread may call. */
    public void rescan() {
        rescan = true;
        hints.wake();
    }

    /** Looks at these paths soon. Any thread may call. */
    public void suspect(List<RelPath> paths) {
        later.addAll(paths);
        hints.wake();
    }

    /** Ends {@link #run}; any thread may call. */
    public void stop() {
        closed = true;
        hints.wake();
    }

    /** Lets go of what it watches by; after {@link #run}. */
    @Override
    public void close() throws IOException {
        hints.close();
    }
}
