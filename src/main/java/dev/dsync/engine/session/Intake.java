package dev.dsync.engine.session;

import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.merkle.PageKind;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.Actions;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.plan.Planner;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.reconcile.Tombstones;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.exchange.Exchange;
import dev.dsync.engine.exchange.ListingExchange;
import dev.dsync.engine.fetch.Fetch;
import dev.dsync.engine.fetch.Likeness;
import dev.dsync.engine.fetch.SwarmLink;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.machine.Machine;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.session.Premises.Folder;
import dev.dsync.engine.session.Premises.Folder.Snapshot;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One round of taking what a peer has announced: what is new in it is made true here, and noted.
 */
final class Intake implements Machine, AutoCloseable {
    /** How much may be deleted is the folder's to say. */
    private static final Policy POLICY =
            new Policy(
                    new Policy.Deletion(
                            true,
                            Policy.Timing.DURING,
                            false,
                            new Policy.MaxDelete.Unlimited(),
                            false,
                            false,
                            false),
                    new Policy.Comparison(false, false, true, Policy.Comparison.NANOSECONDS, false),
                    Policy.Selection.ALL);

    private final Folder folder;
    private final Object link;
    private final SwarmLink swarm;
    private final Room room;
    private final SyncEvent.Listener listener;
    private final Message.ListingRoot announced;
    private final PageRoot deletes;
    private final Snapshot here;
    private final Folder.Hold hold;
    private final long forgettings;
    private final Listing there;
    private final Reconciliation reconciliation;
    private final KnownContents contents;
    private final OverlayPages pages;
    private final DoneCount count = new DoneCount();
    private final Map<RelPath, Problem> failed = new HashMap<>();
    private @Nullable ListingExchange entries;
    private @Nullable Exchange tombstones;
    private @Nullable Execution execution;
    private final RoundNotes notes;
    private boolean lacking;
    private boolean halted;
    private boolean done;

    /**
     * Taking what was announced.
     *
     * @param link on whose behalf paths are reserved
     * @param swarm what the link does for contents that come in pieces
     * @param room what the link knows of the space there is
     */
    Intake(
            Folder folder,
            Object link,
            SwarmLink swarm,
            Room room,
            Message.ListingRoot announced,
            SyncEvent.Listener listener)
            throws IOException {
        if (announced.root().entries() > Listing.ENTRIES_MAX) {
            throw UnexpectedMessageException.of(
                    announced, "of " + announced.root().entries() + " entries");
        }
        if (announced.tombstones() == null) {
            throw UnexpectedMessageException.of(announced, "without tombstones");
        }
        this.folder = folder;
        this.link = link;
        this.swarm = swarm;
        this.room = room;
        this.listener = listener;
        this.announced = announced;
        this.deletes = announced.tombstones();
        this.forgettings = folder.forgettings();
        this.here = folder.snapshot();
        this.pages = new OverlayPages(new MemoryPageStore(), here.listing().store());
        this.contents = folder.contents();
        this.there = new Listing(here.listing().profile(), announced.root(), pages);
        this.reconciliation =
                new Reconciliation(folder, link, here, there, new Tombstones(deletes, pages), room);
        this.notes = new RoundNotes(folder, link, reconciliation);
        room.begin();
        this.hold = folder.hold();
    }

    /** The plan is counted. */
    private record Summed(PlanSummary summary, boolean isFree) implements Completion {}

    /** What a plan needs is there. */
    private record Ready(Applier applier, PlanReader plan, Set<RelPath> goingOn)
            implements Completion {}

    /** What to do first. */
    List<Effect> start() throws IOException {
        Listing local = new Listing(here.listing().profile(), here.listing().root(), pages);
        ListingExchange learning = new ListingExchange(local, announced.root(), null);
        entries = learning;
        List<Effect> effects = learning.isDone() ? List.of() : learning.start();
        // Pages of an older snapshot may be all there is to learn.
        return learning.isDone() ? learnDeletes() : effects;
    }

    private List<Effect> learnDeletes() throws IOException {
        entries = null;
        if (here.tombstones().root().equals(deletes)) {
            return plan();
        }
        Exchange learning =
                new Exchange(PageKind.TOMBSTONES, pages, here.tombstones().root(), deletes);
        tombstones = learning;
        List<Effect> effects = learning.isDone() ? List.of() : learning.start();
        return learning.isDone() ? plan() : effects;
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        ListingExchange learning = entries;
        Exchange learningDeletes = tombstones;
        Execution executing = execution;
        if (learning != null) {
            List<Effect> effects = new ArrayList<>(learning.step(event, nowNanos));
            if (learning.isDone()) {
                effects.addAll(learnDeletes());
            }
            return effects;
        }
        if (learningDeletes != null) {
            List<Effect> effects = new ArrayList<>(learningDeletes.step(event, nowNanos));
            if (learningDeletes.isDone()) {
                effects.addAll(plan());
            }
            return effects;
        }
        return switch (event) {
            case Event.Completed(Summed summed) -> begin(summed, nowNanos);
            case Event.Completed(Ready ready) -> execute(ready, nowNanos);
            case Event.Received(Message message) when executing == null ->
                    throw UnexpectedMessageException.of(message, "which answers nothing");
            case Event.Received _,
                    Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Prompted _,
                    Event.Cancelled _ ->
                    go(executing, event, nowNanos);
        };
    }

    private List<Effect> plan() {
        tombstones = null;
        hold.learnt();
        return List.of(new Effect.Run(Lane.READ, this::sum));
    }

    private Completion sum() throws IOException {
        PlanSummary summary = PlanSummary.of(planned(false));
        boolean deletes = summary.deleted().total() > 0;
        List<Folder.Change> changes = deletes ? reconciliation.changes(Map.of()) : List.of();
        return new Summed(summary, folder.mayTake(link, listener.peer(), changes));
    }

    private Actions planned(boolean reserving) throws IOException {
        return new Planner(
                        POLICY,
                        here.listing().profile(),
                        folder.system().umask(),
                        Planner.SourceState.COMPLETE)
                .plan(reconciliation.pairs(reserving));
    }

    private List<Effect> begin(Summed summed, long nowNanos) throws IOException {
        PlanSummary summary = summed.summary;
        List<Problem> unresolved = reconciliation.takeUnresolved();
        if (!unresolved.isEmpty()) {
            listener.tell(new SyncEvent.Settled(Items.failed(unresolved)));
        }
        if (!summed.isFree) {
            halted = true;
            lacking = true;
            done = true;
            return List.of();
        }
        listener.tell(new SyncEvent.Planned(summary));
        if (summary.actions() == 0) {
            return notes.goOn(true, failed, nowNanos);
        }
        return List.of(new Effect.Run(Lane.READ, () -> ready(summary)));
    }

    private Ready ready(PlanSummary summary) throws IOException {
        boolean mayMove = summary.created().files() > 0 && summary.deleted().files() > 0;
        PlanReader plan =
                new PlanReader(
                        () -> planned(true), mayMove ? Policy.Timing.DELAY : Policy.Timing.DURING);
        Applier applier =
                new Applier(
                                folder.root(),
                                folder.system().effectiveUser() == 0,
                                new Recorded(folder.root(), here.listing(), contents),
                                reconciliation,
                                summary.transferredFiles())
                        .noting(contents.index().ajar());
        return new Ready(applier, plan, goingOn(summary));
    }

    /** Large files an earlier round was building, and was cut off. */
    private Set<RelPath> goingOn(PlanSummary summary) throws IOException {
        return summary.transferredBytes() <= Likeness.BYTES_MAX
                ? Set.of() // none is large, and the plan need not be read for it
                : GoingOn.of(folder.root(), Likeness.BYTES_MAX, () -> planned(false));
    }

    private List<Effect> execute(Ready ready, long nowNanos) {
        Preparation preparation =
                new Preparation(
                        new Preparation.Premise(
                                folder.root(),
                                folder.system().effectiveUser(),
                                contents,
                                here.listing(),
                                Set.of(),
                                there,
                                ready.goingOn,
                                ready.applier,
                                false));
        preparation.poolFrom(folder.swarm().bytesMin());
        preparation.within(room);
        Execution executing =
                new Execution(
                        ready.plan,
                        preparation,
                        new Fetch(folder.root(), new Noted(contents, true), swarm),
                        ready.applier,
                        List.of(),
                        notes::settled);
        execution = executing;
        notes.begin(ready.applier, nowNanos);
        return report(executing, executing.start(), nowNanos);
    }

    private List<Effect> go(@Nullable Execution executing, Event event, long nowNanos)
            throws IOException {
        List<Effect> effects = new ArrayList<>();
        if (event instanceof Event.Completed(Completion completion)) {
            effects.addAll(notes.step(completion, nowNanos));
            done = notes.isDone();
        }
        if (event instanceof Event.Received(Message.Data data)) {
            listener.tell(SyncEvent.Moved.of(data));
        }
        if (executing != null) {
            effects.addAll(executing.step(event, nowNanos));
            return report(executing, effects, nowNanos);
        }
        return effects;
    }

    private List<Effect> report(Execution executing, List<Effect> effects, long nowNanos) {
        List<Effect> all = new ArrayList<>(effects);
        List<Item> items = executing.takeItems();
        count.add(items);
        for (Item item : items) {
            if (item instanceof Item.Failed(Problem problem)) {
                failed.put(problem.path(), problem);
            }
        }
        if (!items.isEmpty()) {
            listener.tell(new SyncEvent.Settled(items));
        }
        all.addAll(notes.goOn(executing.isDone(), failed, nowNanos));
        return all;
    }

    /** What was here when it began. */
    Snapshot here() {
        return here;
    }

    /** Whether nothing more comes of it. */
    boolean isDone() {
        return done;
    }

    /** Whether something of what was announced could not be taken, and may be at the next try. */
    boolean isLacking() {
        return lacking
                || !failed.isEmpty()
                || reconciliation.isRefused()
                || notes.isRefused()
                || reconciliation.admission().isWaiting();
    }

    /** How many entries could not be taken, each of which was told. */
    int problems() {
        Set<RelPath> all = new HashSet<>(failed.keySet());
        all.addAll(reconciliation.admission().kept());
        return all.size();
    }

    /** Whether some of it stays out until somebody does something about it. */
    boolean isHeld() {
        return !reconciliation.admission().kept().isEmpty();
    }

    /** Whether rules of this side leave some of it out. */
    boolean isIgnoring() {
        return reconciliation.admission().isIgnoring();
    }

    /** Whether some of it is another link's to take, or was until now. */
    boolean isWaiting() {
        return reconciliation.isRefused();
    }

    /** What it went by; once it is done. */
    Basis basis() {
        return new Basis(here, reconciliation.isDoubting(), forgettings);
    }

    /** Whether nothing was taken, since somebody has to say whether it may. */
    boolean isHalted() {
        return halted;
    }

    /** What the peer is told at the end. */
    Message.Finished finished() {
        long lacks = isLacking() || isHeld() ? 1 : 0;
        return new Message.Finished(
                count.done(),
                count.literal(),
                Math.max(lacks, count.problems()),
                count.vanished(),
                isIgnoring(),
                Unkept.NONE);
    }

    @Override
    public void close() {
        notes.close();
        if (execution != null) {
            execution.close();
        }
        contents.close();
        hold.close();
    }
}
