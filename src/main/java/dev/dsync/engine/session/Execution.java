package dev.dsync.engine.session;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.apply.Awaited;
import dev.dsync.engine.apply.Commit;
import dev.dsync.engine.fetch.Fetch;
import dev.dsync.engine.fetch.Fetched;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Job;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries a plan out: what needs no content at once, in batches; the rest as its content comes in.
 * Actions of one pass may overtake each other only where one of them waits for content.
 */
final class Execution implements Machine, AutoCloseable {
    /** Files built and not yet in their places, at most. */
    private static final int BUILT_MAX = 1024;

    /** Their content bytes, at most. */
    private static final long BUILT_BYTES_MAX = 64L << 20;

    /** Wishes waiting to be asked for; beyond, the plan is read no further. */
    private static final int BACKLOG_MAX = 4096;

    /** Files waiting to be asked for; beyond, none are compared by chunks, which takes memory. */
    private static final int COMPARED_AHEAD_MAX = 256;

    private final PlanReader plan;
    private final Preparation preparation;
    private final Fetch fetch;
    private final Applier applier;
    private final List<RelPath> staged;
    private final Settling settling;
    private final Map<Integer, Awaited> awaited = new HashMap<>();
    private final List<Commit> built = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private long builtBytes;
    private int files;
    private int jobs;
    private boolean passRead;
    private boolean delayed;
    private Conclusion conclusion = List::of;
    private State state = State.RUNNING;

    /** How far it is. */
    private enum State {
        RUNNING,
        SYNCING,
        DONE
    }

    /** Is told what is settled on disk. */
    @FunctionalInterface
    interface Settling {
        /**
         * This is.
         *
         * @param finished directories that have the attributes they shall have
         */
        void settled(List<Item> items, List<RelPath> finished);
    }

    /**
     * An execution on one root.
     *
     * @param staged what an earlier run left; it is removed first
     * @param settling called by the thread that did it
     */
    Execution(
            PlanReader plan,
            Preparation preparation,
            Fetch fetch,
            Applier applier,
            List<RelPath> staged,
            Settling settling) {
        this.plan = plan;
        this.preparation = preparation;
        this.fetch = fetch;
        this.applier = applier;
        this.staged = staged;
        this.settling = settling;
    }

    /** Gives files their names when all of them are there, where that is asked for. */
    Execution delaying(boolean asked) {
        delayed = asked;
        return this;
    }

    /** The next actions of a pass. */
    private record Planned(List<Action> actions) implements Completion {}

    /** What came of actions without content. */
    private record Applied(Applier.Applied applied) implements Completion {}

    /** What came of built files. */
    private record Committed(List<Item> items) implements Completion {}

    /** What an earlier run left is gone; this is to be told of it. */
    private record Cleaned(List<Item> items) implements Completion {}

    /** All names are durable; this is to be told of what came last. */
    private record Synced(List<Item> items) implements Completion {}

    /** What is done when all else is done and durable. */
    @FunctionalInterface
    interface Conclusion {
        /** Does it, and says what is to be told of it. */
        List<Item> conclude() throws IOException;
    }

    /** Ends with this. */
    Execution concluding(Conclusion asked) {
        conclusion = asked;
        return this;
    }

    /** Begins. */
    List<Effect> start() {
        List<Effect> effects = new ArrayList<>();
        if (!staged.isEmpty()) {
            effects.add(run(Lane.WRITE, () -> new Cleaned(applier.removeStaged(staged))));
        }
        effects.add(readOn());
        return effects;
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        List<Effect> effects = new ArrayList<>();
        switch (event) {
            case Event.Completed(Planned planned) -> planned(planned.actions, effects);
            case Event.Completed(Applied applied) -> applied(applied.applied);
            case Event.Completed(Committed committed) -> {
                jobs--;
                items.addAll(committed.items);
            }
            case Event.Completed(Cleaned cleaned) -> {
                jobs--;
                items.addAll(cleaned.items);
            }
            case Event.Completed(Synced synced) -> {
                jobs--;
                items.addAll(synced.items);
                state = State.DONE;
            }
            case Event.Received(Message.Manifests _), Event.Received(Message.PageAnswers _) ->
                    effects.addAll(preparation.step(event, nowNanos));
            case Event.Received _ -> effects.addAll(fetch.step(event, nowNanos));
            case Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Prompted _,
                    Event.Cancelled _ -> {
                effects.addAll(preparation.step(event, nowNanos));
                effects.addAll(fetch.step(event, nowNanos));
            }
        }
        fetched(fetch.takeResults());
        goOn(effects);
        return effects;
    }

    private void planned(List<Action> actions, List<Effect> effects) {
        jobs--;
        passRead = actions.isEmpty();
        actions.forEach(action -> Awaited.of(action).ifPresent(this::want));
        if (!actions.isEmpty()) {
            effects.add(run(Lane.WRITE, () -> apply(actions)));
        }
        // The writing lane makes the directories before it is given anything to put into them.
    }

    private Applied apply(List<Action> actions) throws IOException {
        Applier.Applied applied = applier.apply(actions);
        settling.settled(applied.items(), applied.finished());
        return new Applied(applied);
    }

    private Committed commit(List<Commit> commits) throws IOException {
        List<Item> settled = applier.commit(commits);
        settling.settled(settled, List.of());
        return new Committed(settled);
    }

    private void applied(Applier.Applied applied) {
        jobs--;
        items.addAll(applied.items());
        applied.unlinked().forEach(this::want);
    }

    private void want(Awaited file) {
        int number = files++;
        awaited.put(number, file);
        preparation.add(number, file);
    }

    private void fetched(List<Fetched> results) {
        for (Fetched result : results) {
            Awaited file = awaited.remove(result.file());
            if (file == null) {
                throw new IllegalStateException("fetched what nobody awaits: " + result);
            }
            switch (result) {
                case Fetched.Built done -> {
                    built.add(
                            new Commit(
                                    file,
                                    done.staged(),
                                    done.durable(),
                                    done.literal(),
                                    done.manifest()));
                    builtBytes += file.remote().size();
                }
                case Fetched.Lost lost -> items.add(new Item.Failed(lost.problem()));
            }
        }
    }

    /** Commits, reads on, and ends passes, as far as what is under way allows. */
    private void goOn(List<Effect> effects) {
        preparation.hold(fetch.backlog() > COMPARED_AHEAD_MAX);
        effects.addAll(preparation.goOn());
        preparation.takeReady().forEach(fetch::want);
        fetched(preparation.takeLost());
        effects.addAll(fetch.ask());
        boolean isIdle = preparation.isIdle() && fetch.isIdle();
        boolean many = !delayed && (built.size() >= BUILT_MAX || builtBytes >= BUILT_BYTES_MAX);
        if (many || (!built.isEmpty() && isIdle && passRead)) {
            List<Commit> commits = List.copyOf(built);
            built.clear();
            builtBytes = 0;
            effects.add(run(Lane.WRITE, () -> commit(commits)));
        }
        if (state != State.RUNNING || jobs > 0) {
            return;
        }
        if (!passRead) {
            if (preparation.backlog() + fetch.backlog() < BACKLOG_MAX) {
                effects.add(readOn());
            }
        } else if (isIdle) {
            plan.nextPass();
            if (plan.hasNextPass()) {
                passRead = false;
                effects.add(readOn());
            } else {
                state = State.SYNCING;
                effects.add(
                        run(
                                Lane.WRITE,
                                () -> {
                                    applier.sync();
                                    preparation.settle();
                                    return new Synced(conclusion.conclude());
                                }));
            }
        }
    }

    private Effect readOn() {
        return run(Lane.READ, () -> new Planned(plan.next()));
    }

    private Effect run(Lane lane, Job job) {
        jobs++;
        return new Effect.Run(lane, job);
    }

    /** What was settled since this was last asked. */
    List<Item> takeItems() {
        List<Item> taken = List.copyOf(items);
        items.clear();
        return taken;
    }

    /** Whether the plan is carried out and durable. */
    boolean isDone() {
        return state == State.DONE;
    }

    @Override
    public void close() {
        preparation.close();
        fetch.close();
        built.forEach(Commit::leave);
        built.clear();
    }
}
