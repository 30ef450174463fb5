package dev.dsync.engine.session;

import dev.dsync.core.plan.Item;
import dev.dsync.core.reconcile.Known;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Change;
import dev.dsync.io.fs.Directory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes what a round makes true: what is done by now, as soon as it is durable, from time to time,
 * and the rest at the end. So little is lost of a round that is cut off, and others can have what
 * came of it while it goes on.
 */
final class RoundNotes {
    /** Noting takes one part in so many of the time, at most. */
    private static final int SHARE = 20;

    private final Folder folder;
    private final Object link;
    private final Reconciliation reconciliation;

    /** Who does it; null while nothing is done. */
    private @Nullable Applier applier;

    /** What is done and may not be durable. */
    private Set<RelPath> done = new HashSet<>();

    /** Directories in which nothing is done any more, and which have their modes. */
    private final Set<RelPath> finished = new HashSet<>();

    /** What of it is about to be noted. */
    private Set<RelPath> taken = Set.of();

    /** What was about to be noted and is not whole yet. */
    private Set<RelPath> waiting = new HashSet<>();

    /** What is noted, or was refused. */
    private final Set<RelPath> noted = new HashSet<>();

    private int refused;
    private State state = State.WAITING;
    private long begunNanos;
    private long dueNanos;

    /** What is under way. */
    private enum State {
        WAITING,
        NOTING,
        ENDING,
        ENDED
    }

    RoundNotes(Folder folder, Object link, Reconciliation reconciliation) {
        this.folder = folder;
        this.link = link;
        this.reconciliation = reconciliation;
    }

    /** What is done is durable. */
    private record Durable() implements Completion {}

    /** What was to be noted is. */
    private record Written() implements Completion {}

    /** Work begins. */
    void begin(Applier work, long nowNanos) {
        applier = work;
        dueNanos = nowNanos + folder.notingPause().toNanos();
    }

    /**
     * Takes what became of paths; any thread may call.
     *
     * @param directories those that have the modes they shall have
     */
    synchronized void settled(List<Item> items, List<RelPath> directories) {
        for (Item item : items) {
            if (item instanceof Item.Changed || item instanceof Item.Deleted) {
                done.add(item.path());
            }
        }
        done.addAll(directories);
        finished.addAll(directories);
    }

    /** Notes what there is to note by now. */
    List<Effect> goOn(boolean isDone, Map<RelPath, Problem> failed, long nowNanos) {
        Applier work = applier;
        if (state != State.WAITING) {
            return List.of();
        }
        if (isDone) {
            state = State.ENDING;
            Map<RelPath, Problem> problems = Map.copyOf(failed);
            return List.of(
                    new Effect.Run(
                            Lane.READ,
                            () -> {
                                note(reconciliation.changes(problems));
                                return new Written();
                            }));
        }
        if (work == null || nowNanos - dueNanos < 0 || !take()) {
            return List.of();
        }
        state = State.NOTING;
        begunNanos = nowNanos;
        return List.of(
                new Effect.Run(
                        Lane.WRITE,
                        () -> {
                            work.sync();
                            return new Durable();
                        }));
    }

    /** Takes what is done by now to note it; false if nothing is. */
    private synchronized boolean take() {
        if (done.isEmpty()) {
            return false;
        }
        taken = done;
        taken.addAll(waiting);
        done = new HashSet<>();
        return true;
    }

    /** Goes on after one of its own jobs; another's are left alone. */
    List<Effect> step(Completion completion, long nowNanos) {
        if (completion instanceof Durable) {
            Set<RelPath> paths = taken;
            return List.of(
                    new Effect.Run(
                            Lane.READ, // by which the plan is read: both go through the same walk
                            () -> {
                                note(changes(paths));
                                return new Written();
                            }));
        }
        if (completion instanceof Written) {
            state = state == State.ENDING ? State.ENDED : State.WAITING;
            waiting = new HashSet<>(taken);
            waiting.removeAll(noted);
            taken = Set.of();
            long pause = folder.notingPause().toNanos();
            dueNanos = nowNanos + Math.max(pause, SHARE * (nowNanos - begunNanos));
        }
        return List.of();
    }

    private void note(List<Change> changes) throws IOException {
        List<Change> now =
                changes.stream().filter(change -> !noted.contains(change.path())).toList();
        refused += now.isEmpty() ? 0 : folder.note(link, now);
        now.forEach(change -> noted.add(change.path()));
    }

    /** What has become of these paths, as far as it can be noted before all is done. */
    private List<Change> changes(Set<RelPath> paths) throws IOException {
        List<Change> changes = new ArrayList<>();
        Set<RelPath> missing = new HashSet<>();
        for (Change change : reconciliation.changes(Map.of())) {
            RelPath path = change.path();
            boolean isReady =
                    paths.contains(path)
                            && !missing.contains(path.parent())
                            && !isHalfDone(change)
                            // with it the copy is noted, whose path may be at work, too
                            && reconciliation.keptAs(path).isEmpty();
            if (isReady) {
                changes.add(change);
            } else if (directory(change.after()) != null
                    && directory(change.before()) == null
                    && !noted.contains(path)) {
                missing.add(path); // nothing can be listed in it
            }
        }
        return changes;
    }

    /** Whether it is a directory whose mode is set when nothing is done in it any more. */
    private boolean isHalfDone(Change change) {
        DirectoryEntry directory = directory(change.after());
        if (directory == null || isFinished(change.path())) {
            return false;
        }
        int mode = directory.attributes().mode();
        return directory(change.before()) != null || mode != ((mode & 0777) | 0700);
    }

    private synchronized boolean isFinished(RelPath directory) {
        return finished.contains(directory);
    }

    private static @Nullable DirectoryEntry directory(Known known) {
        return known instanceof Known.Live live && live.entry() instanceof DirectoryEntry found
                ? found
                : null;
    }

    /**
     * Gives directories that were made the modes they shall have, though not all is in them: they
     * had others until then, which would look like a change made here.
     */
    private void finish(Set<RelPath> made) throws IOException {
        for (Change change : reconciliation.changes(Map.of()).reversed()) { // below goes first
            DirectoryEntry directory = directory(change.after());
            RelPath path = change.path();
            if (directory != null
                    && directory(change.before()) == null
                    && made.contains(path)
                    && isHalfDone(change)) {
                try (Directory parent = folder.root().open(path.parent())) {
                    parent.setMode(path.name(), directory.attributes().mode());
                }
                settled(List.of(), List.of(path));
            }
        }
    }

    /** Whether all is noted that can be. */
    boolean isDone() {
        return state == State.ENDED;
    }

    /** Whether something was not noted, since something else was known of it by then. */
    boolean isRefused() {
        return refused > 0;
    }

    /** Notes what is done of a round that is cut off, when none of its jobs is at work. */
    void close() {
        Applier work = applier;
        Set<RelPath> rest = new HashSet<>(taken);
        rest.addAll(waiting);
        synchronized (this) {
            rest.addAll(done);
        }
        if (work == null || rest.isEmpty() || state == State.ENDED) {
            return;
        }
        try {
            finish(rest);
            work.sync();
            note(changes(rest));
        } catch (IOException e) {
            // Whoever looks there next finds it, equal to what the peer has.
        }
    }
}
