package dev.dsync.engine.session;

import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.plan.Item;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.machine.Completion;
import dev.dsync.engine.machine.Effect;
import dev.dsync.engine.machine.Event;
import dev.dsync.engine.machine.Lane;
import dev.dsync.engine.scan.Indexing;
import dev.dsync.engine.scan.Scan;
import dev.dsync.io.wire.Message;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source that removes what its target reports to have, once the target has finished and all of it
 * is durable there; then it says what could not be removed.
 */
final class RemovingSource implements Run {
    private final SourceRun source;
    private final SourceFiles files;
    private final Terms terms;
    private final SyncEvent.Listener listener;
    private final Set<RelPath> reported = new HashSet<>();

    /** What lacks something at the target, such as an extended attribute, that is still here. */
    private final Set<RelPath> failed = new HashSet<>();

    private Message.@Nullable Finished finished;
    private @Nullable Ending ending;

    private RemovingSource(
            SourceRun source, SourceFiles files, Terms terms, SyncEvent.Listener listener) {
        this.source = source;
        this.files = files;
        this.terms = terms;
        this.listener = listener;
    }

    /** The source of a run under these terms, which may leave everything where it is. */
    static Run of(SourceFiles files, Terms terms, Indexing indexing, SyncEvent.Listener listener)
            throws IOException {
        SourceRun source = new SourceRun(files, terms, indexing, listener);
        return terms.removesSources() ? new RemovingSource(source, files, terms, listener) : source;
    }

    /** What could not be removed; all else is gone. */
    private record Removed(List<Problem> problems) implements Completion {}

    @Override
    public List<Effect> start() {
        return source.start();
    }

    @Override
    public List<Effect> step(Event event, long nowNanos) throws IOException {
        if (finished != null) {
            return event instanceof Event.Completed(Removed removed) ? end(removed) : List.of();
        }
        if (event instanceof Event.Received(Message.Report report)) {
            take(report);
            return terms.userHere() ? source.step(event, nowNanos) : List.of();
        }
        List<Effect> effects = source.step(event, nowNanos);
        if (source.ending().isPresent() && event instanceof Event.Received(Message.Finished last)) {
            finished = last;
            SourceRemoval removal =
                    new SourceRemoval(files, Objects.requireNonNull(source.scan()), terms.rename());
            Set<RelPath> paths = new HashSet<>(reported);
            paths.removeAll(failed);
            return List.of(new Effect.Run(Lane.WRITE, () -> new Removed(removal.remove(paths))));
        }
        return effects;
    }

    private void take(Message.Report report) throws IOException {
        Scan scan = source.scan();
        if (scan == null) {
            throw UnexpectedMessageException.of(report, "before there was a listing");
        }
        for (Item item : report.items()) {
            ConfirmingTarget.held(item).ifPresent(reported::add);
            if (item instanceof Item.Failed(Problem problem)
                    && scan.listing().find(problem.path()).isPresent()) {
                failed.add(problem.path());
            }
        }
        if (reported.size() > scan.listing().root().entries()) {
            throw UnexpectedMessageException.of(report, "of more than was listed");
        }
    }

    private List<Effect> end(Removed removed) {
        Ending before = source.ending().orElseThrow();
        ending = ConfirmingTarget.with(before, removed.problems.size());
        List<Item> items = Items.failed(removed.problems);
        List<Effect> effects = new ArrayList<>();
        if (terms.userHere()) {
            listener.tell(new SyncEvent.Settled(items));
        } else {
            Parts.of(items).forEach(part -> effects.add(new Effect.Send(new Message.Report(part))));
        }
        Message.Finished last = finished();
        effects.add(
                new Effect.Send(
                        new Message.Finished(
                                last.done(), 0, removed.problems.size(), 0, false, Unkept.NONE)));
        effects.add(new Effect.End());
        return effects;
    }

    private Message.Finished finished() {
        if (finished == null) {
            throw new IllegalStateException("removed before the target has finished");
        }
        return finished;
    }

    @Override
    public Optional<Ending> ending() {
        return finished == null ? source.ending() : Optional.ofNullable(ending);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
