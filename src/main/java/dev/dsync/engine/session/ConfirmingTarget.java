package dev.dsync.engine.session;

import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A target that reports to the source what it has, wherever the user is, and waits at its end for
 * the source to remove that.
 */
final class ConfirmingTarget implements Run {
    private final TargetRun target;
    private final Terms terms;
    private final SyncEvent.Listener listener;
    private final List<Item> settled;
    private boolean waiting;
    private @Nullable Ending ending;

    private ConfirmingTarget(
            TargetRun target, Terms terms, SyncEvent.Listener listener, List<Item> settled) {
        this.target = target;
        this.terms = terms;
        this.listener = listener;
        this.settled = settled;
    }

    /** The target of a run under these terms, where the source may not remove anything. */
    static Run of(TargetPlace place, Terms terms, Indexing indexing, SyncEvent.Listener listener)
            throws IOException {
        if (!terms.removesSources()) {
            return new TargetRun(place, terms, indexing, listener);
        }
        List<Item> settled = new ArrayList<>();
        SyncEvent.Listener overhearing =
                event -> {
                    if (event instanceof SyncEvent.Settled told) {
                        told.items().stream()
                                .filter(ConfirmingTarget::concernsSource)
                                .forEach(settled::add);
                    }
                    listener.tell(event);
                };
        return new ConfirmingTarget(
                new TargetRun(place, terms, indexing, overhearing), terms, listener, settled);
    }

    /** What the target has, by what it reports of a path; directories are of no matter. */
    static Optional<RelPath> held(Item item) {
        Entry entry =
                switch (item) {
                    case Item.Changed changed -> changed.entry();
                    case Item.Unchanged same -> same.entry();
                    case Item.Deleted _, Item.Failed _ -> null;
                };
        return entry == null || entry.kind() == Kind.DIRECTORY
                ? Optional.empty()
                : Optional.of(entry.path());
    }

    /** Whether the source has to know of it, to remove what the target has, and nothing else. */
    private static boolean concernsSource(Item item) {
        return item instanceof Item.Failed || held(item).isPresent();
    }

    /** The same end with problems of the removal. */
    static Ending with(Ending before, long problems) {
        return problems > 0 && before instanceof Ending.Done done
                ? new Ending.Done(
                        done.done(),
                        done.literalBytes(),
                        done.problems() + problems,
                        false,
                        done.unkept())
                : before;
    }

    @Override
    public List<Effect> start() {
        return target.start();
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        if (waiting) {
            return await(event);
        }
        List<Effect> after = target.step(event, nowNanos);
        List<Effect> effects = new ArrayList<>();
        Parts.of(settled).forEach(part -> effects.add(new Effect.Send(new Message.Report(part))));
        settled.clear();
        effects.addAll(after);
        if (target.ending().isPresent()) {
            waiting = true;
            effects.removeIf(Effect.End.class::isInstance);
        }
        return effects;
    }

    private List<Effect> await(Event event) {
        if (event instanceof Event.Received(Message.Report report) && terms.userHere()) {
            List<Item> failed =
                    report.items().stream().filter(Item.Failed.class::isInstance).toList();
            listener.tell(new SyncEvent.Settled(failed));
        }
        if (event instanceof Event.Received(Message.Finished last)) {
            ending = with(target.ending().orElseThrow(), last.problems());
            return List.of(new Effect.End());
        }
        return List.of();
    }

    @Override
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
