package dev.dsync.engine.session;

import dev.dsync.core.merkle.MemoryPageStore;
import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Actions;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Listing;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.apply.Applier;
import dev.dsync.engine.apply.Recheck;
import dev.dsync.engine.exchange.ListingExchange;
import dev.dsync.engine.fetch.Fetch;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.engine.scan.Scan;
import dev.dsync.io.fs.Root;
import dev.dsync.io.index.AgreedListings;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.Message.ReportLevel;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The side bytes go to: lists what is here while the source lists what is there, learns the
 * difference, plans, and carries the plan out.
 */
final class TargetRun implements Run {
    /** Items of a dry run told at once. */
    private static final int ITEMS_MAX = 1000;

    private final TargetPlace place;
    private final Terms terms;
    private final Indexing indexing;
    private final SyncEvent.Listener listener;
    private final MemoryPageStore pages = new MemoryPageStore();
    private final @Nullable AgreedListings agreed;
    private final DoneCount count = new DoneCount();
    private TargetScan.@Nullable Here local;
    private Message.@Nullable ListingRoot announced;
    private @Nullable TargetPlan plan;
    private @Nullable ListingExchange exchange;
    private boolean learned;
    private @Nullable Execution execution;
    private @Nullable Ending ending;

    TargetRun(TargetPlace place, Terms terms, Indexing indexing, SyncEvent.Listener listener)
            throws IOException {
        this.place = place;
        this.terms = terms;
        this.agreed = Bases.of(indexing, terms, () -> place.root().orElseThrow());
        this.indexing = TargetWriting.begin(place, terms, indexing);
        this.listener = listener;
    }

    /** What is here is listed. */
    private record Scanned(TargetScan.Here here) implements Completion {}

    /**
     * What is here is listed once more, with what is where links lead; null if none is followed.
     */
    private record Followed(TargetScan.@Nullable Here here, OtherNames names, Set<RelPath> refused)
            implements Completion {}

    /** The plan is counted. */
    private record Summed(PlanSummary summary) implements Completion {}

    /** A part of a dry run's plan. */
    private record Told(List<Item> items, Actions rest, PlanSummary sum) implements Completion {}

    /** The root is there to be worked on. */
    private record Made(Root root, Applier applier, PlanReader plan, Set<RelPath> goingOn)
            implements Completion {}

    @Override
    public List<Effect> start() {
        if (terms.userHere()) {
            listener.tell(new SyncEvent.Placed(terms.missing(), terms.rename()));
        }
        return List.of(
                new Effect.Run(
                        Lane.READ,
                        () -> new Scanned(TargetScan.scan(place, terms, indexing, pages))));
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        return switch (event) {
            case Event.Completed(Scanned scanned) -> {
                local = scanned.here;
                yield compare();
            }
            case Event.Received(Message.ListingRoot root) -> announced(root);
            case Event.Completed(Followed followed) -> followed(followed);
            case Event.Completed(Summed summed) -> begin(summed.summary);
            case Event.Completed(Told told) -> tellOn(told);
            case Event.Completed(Made made) -> execute(made);
            case Event.Received _,
                    Event.Completed _,
                    Event.Failed _,
                    Event.Elapsed _,
                    Event.Disconnected _,
                    Event.Prompted _,
                    Event.Cancelled _ ->
                    goOn(event, nowNanos);
        };
    }

    private List<Effect> announced(Message.ListingRoot root) throws IOException {
        if (announced != null) {
            throw UnexpectedMessageException.of(root, "a second time");
        }
        if (root.root().entries() > Listing.ENTRIES_MAX) {
            throw UnexpectedMessageException.of(root, "of " + root.root().entries() + " entries");
        }
        announced = root;
        if (terms.userHere()) {
            listener.tell(new SyncEvent.Listed(root.counts(), root.fileBytes(), root.problems()));
        }
        return compare();
    }

    /** Once both listings are known: what of the other is not here? */
    private List<Effect> compare() throws IOException {
        TargetScan.Here here = local;
        Message.ListingRoot there = announced;
        if (here == null || there == null) {
            return List.of();
        }
        plan = new TargetPlan(place, terms, here, there, pages);
        ListingExchange learning = new ListingExchange(here.scan().listing(), there.root(), agreed);
        exchange = learning;
        learned = !learning.isDone();
        return learning.isDone() ? plan() : learning.start();
    }

    private List<Effect> goOn(Event event, long nowNanos) throws IOException {
        Execution executing = execution;
        if (executing != null) {
            if (event instanceof Event.Received(Message.Data data)) {
                listener.tell(SyncEvent.Moved.of(data));
            }
            return report(executing, executing.step(event, nowNanos));
        }
        ListingExchange learning = exchange;
        if (learning != null) {
            if (event instanceof Event.Received(Message message)
                    && SyncEvent.Paged.bytes(message) > 0) {
                listener.tell(new SyncEvent.Paged(SyncEvent.Paged.bytes(message)));
            }
            List<Effect> effects = new ArrayList<>(learning.step(event, nowNanos));
            if (learning.isDone()) {
                effects.addAll(plan());
            }
            return effects;
        }
        if (event instanceof Event.Received(Message message)) {
            throw UnexpectedMessageException.of(message, "which answers nothing");
        }
        return List.of();
    }

    private List<Effect> plan() {
        exchange = null;
        return KeptLinks.keeps(terms.request().scope())
                ? List.of(new Effect.Run(Lane.READ, this::follow))
                : sum();
    }

    private Followed follow() throws IOException {
        Root root = place.root().orElse(null);
        if (root == null) {
            return new Followed(null, OtherNames.NONE, Set.of());
        }
        KeptLinks kept =
                new KeptLinks(
                        root, terms.request().scope(), planning().remote(), planning().bounds());
        if (!kept.isSought(here().listing())) {
            return new Followed(null, OtherNames.NONE, Set.of());
        }
        TargetScan.Here again = TargetScan.scan(place, terms, indexing, pages, kept.links());
        place.keep(kept.linked());
        return new Followed(again, kept.otherNames(), kept.refused());
    }

    private List<Effect> followed(Followed followed) {
        if (followed.here != null) {
            local = followed.here;
            plan =
                    new TargetPlan(place, terms, followed.here, there(), pages)
                            .linked(followed.names, followed.refused);
        }
        return sum();
    }

    private List<Effect> sum() {
        return List.of(
                new Effect.Run(
                        Lane.READ, () -> new Summed(PlanSummary.of(planning().open(false)))));
    }

    private Scan here() {
        if (local == null) {
            throw new IllegalStateException("nothing is listed yet");
        }
        return local.scan();
    }

    private TargetPlan planning() {
        if (plan == null) {
            throw new IllegalStateException("not both listings are known yet");
        }
        return plan;
    }

    private Message.ListingRoot there() {
        if (announced == null) {
            throw new IllegalStateException("nothing is announced yet");
        }
        return announced;
    }

    private List<Effect> begin(PlanSummary summary) throws IOException {
        List<Effect> effects = new ArrayList<>();
        if (!terms.request().dryRun()) { // which shows first what would be too much
            brake(summary);
        }
        count.skipped(summary.deletesSkipped());
        if (terms.userHere()) {
            listener.tell(new SyncEvent.Planned(summary));
        } else {
            effects.add(new Effect.Send(new Message.Planned(summary)));
        }
        if (terms.request().policy().deletion().enabled()) {
            effects.addAll(settled(DeleteRules.unlisted(here().problems())));
        }
        effects.addAll(settled(Items.failed(planning().owners().problems())));
        boolean unchanged = terms.request().report() == ReportLevel.ALL;
        if (terms.request().dryRun()) {
            effects.add(tell(null, unchanged, summary));
        } else {
            effects.add(new Effect.Run(Lane.READ, () -> make(summary, unchanged)));
        }
        return effects;
    }

    private Made make(PlanSummary summary, boolean unchanged) throws IOException {
        var listed = here().stamps().cursor(here().listing());
        Unlisted others = planning().leftOut();
        Recheck recheck =
                (path, now) -> listed.isUnchanged(path, now) || others.isUnchanged(path, now);
        Root root = place.make(recheck, summary.actions() > 0);
        Applier applier =
                TargetWriting.applier(
                        place,
                        root,
                        terms,
                        planning().remote(),
                        recheck,
                        summary.transferredFiles());
        PlanReader plan =
                new PlanReader(
                        () -> planning().open(unchanged),
                        DeleteRules.timing(terms.request(), summary));
        return new Made(
                root, applier, plan, GoingOn.of(here().staged(), () -> planning().open(false)));
    }

    private void brake(PlanSummary summary) throws IOException {
        DeleteRules.brake(
                terms.request().policy().deletion(),
                summary,
                here().listing().root(),
                there().root());
    }

    /** Tells the plan of a dry run, a batch at a time. */
    private Effect tell(@Nullable Actions rest, boolean unchanged, PlanSummary summary) {
        return new Effect.Run(
                Lane.READ,
                () -> {
                    Actions actions = rest == null ? planning().open(unchanged) : rest;
                    List<Item> items = new ArrayList<>();
                    for (Action action = null; items.size() < ITEMS_MAX; ) {
                        action = actions.next();
                        if (action == null) {
                            break;
                        }
                        Items.of(action).ifPresent(items::add);
                    }
                    return new Told(items, actions, summary);
                });
    }

    private List<Effect> tellOn(Told told) throws IOException {
        if (told.items.isEmpty()) {
            brake(told.sum);
            return finish();
        }
        List<Effect> effects = new ArrayList<>(settled(told.items));
        effects.add(tell(told.rest, false, told.sum));
        return effects;
    }

    private List<Effect> execute(Made made) {
        KnownContents contents = place.contents(made.root, indexing);
        Preparation preparation =
                new Preparation(
                        new Preparation.Premise(
                                made.root,
                                place.user(),
                                contents,
                                here().listing(),
                                here().partly(),
                                planning().remote(),
                                made.goingOn,
                                made.applier,
                                terms.request().wholeFiles()));
        Execution executing =
                new Execution(
                                made.plan,
                                preparation,
                                new Fetch(
                                        made.root, new Noted(contents, terms.profile().content())),
                                made.applier,
                                GoingOn.others(here().staged(), made.goingOn),
                                (_, _) -> {})
                        .delaying(terms.request().policy().writing().delayed())
                        .concluding(() -> TargetWriting.conclude(place, count, there()));
        execution = executing;
        return report(executing, executing.start());
    }

    private List<Effect> report(Execution executing, List<Effect> effects) {
        List<Effect> all = new ArrayList<>(effects);
        all.addAll(settled(executing.takeItems()));
        if (executing.isDone()) {
            all.addAll(finish());
        }
        return all;
    }

    private List<Effect> settled(List<Item> items) {
        count.add(items);
        List<Item> told = Items.at(terms.request().report(), items);
        if (told.isEmpty()) {
            return List.of();
        }
        if (terms.userHere()) {
            listener.tell(new SyncEvent.Settled(told));
            return List.of();
        }
        List<Effect> effects = new ArrayList<>();
        Parts.of(told).forEach(part -> effects.add(new Effect.Send(new Message.Report(part))));
        return effects;
    }

    private List<Effect> finish() {
        Message.Finished finished =
                new Message.Finished(
                        count.done(),
                        count.literal(),
                        count.problems(),
                        count.vanished(),
                        false,
                        Losses.unkept(there(), terms, place));
        ending = Ending.Done.of(finished, there().problems());
        return List.of(new Effect.Send(finished), new Effect.End());
    }

    @Override
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    @Override
    public void close() throws IOException {
        try (place;
                agreed) {
            if (execution != null) {
                execution.close();
            }
            Bases.remember(agreed, terms, announced, learned, ending, pages);
        }
    }
}
