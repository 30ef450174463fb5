package dev.dsync.app.cli;

import dev.dsync.app.render.ItemLines;
import dev.dsync.app.render.Itemize.Direction;
import dev.dsync.app.render.JsonLines;
import dev.dsync.app.render.OutFormat;
import dev.dsync.app.render.Printable;
import dev.dsync.app.render.ProgressLine;
import dev.dsync.app.render.Statistics;
import dev.dsync.app.render.Tally;
import dev.dsync.core.attributes.Unkept;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Escape;
import dev.dsync.core.tree.Problem;
import dev.dsync.engine.session.Ending;
import dev.dsync.engine.session.SyncEvent;
import dev.dsync.io.transport.Connection;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run to the user: lines and figures on standard output, problems and a bar on the other.
 */
final class RunView implements Runs.Watcher {
    /** Between two objects that tell of progress. */
    private static final long PROGRESS_NANOS = 200_000_000;

    private final Order order;
    private final Console console;
    private final Transcript out;
    private final Transcript err;
    private final @Nullable RunLog log;
    private final Tally tally;
    private final Direction direction;
    private ItemLines lines;

    /** Told when it is known to have been done. */
    private final List<String> pending = new ArrayList<>();

    private final LineFormats formats;
    private final @Nullable JsonLines json;
    private final @Nullable ProgressLine progress;
    private final Queue<String> overheard = new ConcurrentLinkedQueue<>();
    private final @Nullable ProgressFigures running;
    private @Nullable Connection connection;
    private long progressAt;
    private @Nullable Statistics statistics;

    RunView(Order order, Console console, @Nullable RunLog log) {
        this.order = order;
        this.console = console;
        this.out = new Transcript(console.out(), console.cancellation()::cancel);
        // Nobody who reads only standard output wants the run to end for what stands here.
        this.err = new Transcript(console.err(), () -> {});
        this.log = log;
        this.progressAt = now();
        this.tally = new Tally(progressAt);
        this.direction =
                order.run().isLocal() || order.run().ownRole() == Message.Role.TARGET
                        ? Direction.RECEIVED
                        : Direction.SENT;
        this.lines = new ItemLines(direction);
        this.formats = LineFormats.of(order.run(), direction);
        ViewOptions view = order.view();
        this.json = view.json() && !view.quiet() ? new JsonLines(direction) : null;
        boolean draws =
                console.columns() > 0
                        && !view.quiet()
                        && !order.run().dryRun()
                        && view.info().bar();
        this.progress = draws ? new ProgressLine(console.columns()) : null;
        this.running =
                view.info().progress() == 0 || json != null || view.lists()
                        ? null
                        : new ProgressFigures(
                                view.figures(), view.info().progress() == Info.OF_RUN, progressAt);
    }

    /** Says what is about to happen. */
    void begin() {
        ViewOptions view = order.view();
        if (json != null) {
            List<String> sources = order.run().sources().stream().map(Location::toString).toList();
            String destination = order.run().destination().toString();
            out.line(json.start(sources, destination, order.run().dryRun()));
        } else if (view.info().listing() && ListingLine.isTold(order)) {
            out.line(ListingLine.of(order));
        }
        if (view.verbose() > 0) {
            view.notes().forEach(note -> err.line("dsync: " + note));
        }
        flush();
    }

    /** Tells that another run has to end first. */
    void waits() {
        if (!order.view().quiet()) {
            complain("another run writes to the destination; waiting until it has ended");
            flush();
        }
    }

    @Override
    public void connected(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void overheard(String line) {
        if (order.view().verbose() > 0) {
            overheard.add(line);
        }
    }

    @Override
    public Cancellation cancellation() {
        return console.cancellation();
    }

    @Override
    public void tell(SyncEvent event) {
        long now = now();
        tally.add(event, now);
        switch (event) {
            case SyncEvent.Placed placed -> placed(placed);
            case SyncEvent.Listed listed -> listed.problems().forEach(this::problem);
            case SyncEvent.Settled settled -> settled.items().forEach(this::item);
            case SyncEvent.Planned planned -> {
                if (json != null) {
                    out.line(json.plan(planned.summary()));
                }
            }
            case SyncEvent.Paged _, SyncEvent.Stood _, SyncEvent.Given _, SyncEvent.Dropped _ -> {}
            case SyncEvent.Moved _ -> {
                if (json != null && now - progressAt >= PROGRESS_NANOS) {
                    progressAt = now;
                    out.line(json.progress(tally.doneBytes()));
                }
            }
        }
        if (progress != null && progress.isDue(tally, now)) {
            err.text(progress.draw(tally, sent() + received(), now));
        }
        if (running != null && !order.run().dryRun() && running.isDue(tally, now)) {
            out.text(running.draw(tally, now));
        }
        flush();
    }

    /** Says, before any item, which directories were made for the destination. */
    private void placed(SyncEvent.Placed placed) {
        if (placed.rename() != null) {
            byte[] typed = order.run().sources().getFirst().path().lastComponent();
            lines = new ItemLines(direction, Escape.path(typed));
        }
        CreatedLine.of(placed, order).ifPresent(pending::add);
    }

    private void item(Item item) {
        if (item instanceof Item.Failed failed) {
            problem(failed.problem());
            return;
        }
        pending.forEach(this::print);
        pending.clear();
        boolean unchanged =
                item instanceof Item.Unchanged
                        || (item instanceof Item.Changed changed && changed.isAsElsewhere());
        if (unchanged && !order.view().showsUnchanged()) {
            return;
        }
        if (log != null && !order.view().lists()) {
            formatted(order.view().formats().log(), item).ifPresent(log::line);
        }
        if (json != null) {
            print(json.item(item));
            return;
        }
        line(item).ifPresent(this::print);
        OptionalLong size = Tally.transferred(item);
        if (running != null && size.isPresent()) {
            String figures = running.sent(size.getAsLong(), tally, now());
            if (!order.run().dryRun() && !figures.isEmpty()) {
                clear();
                out.text(figures);
            }
        }
    }

    /** The line of an item in this format; as of {@code -i} where there is none. */
    private Optional<String> formatted(@Nullable OutFormat format, Item item) {
        return format == null ? lines.itemized(item) : formats.line(format, item, lines);
    }

    private Optional<String> line(Item item) {
        ViewOptions view = order.view();
        if (view.quiet()) {
            return Optional.empty();
        }
        if (view.lists()) {
            return lines.listed(item, view.figures(), ZoneId.systemDefault());
        }
        OutFormat format = view.formats().out();
        if (format != null && (format.itemizes() || !(item instanceof Item.Unchanged))) {
            return formatted(format, item);
        }
        if (view.itemize() > 0 && format == null) {
            return lines.itemized(item);
        }
        if (view.info().names() > 1) {
            return lines.namedFully(item);
        }
        boolean named =
                view.info().names() > 0
                        || (view.info().deletions() && item instanceof Item.Deleted);
        return named ? lines.named(item) : Optional.empty();
    }

    private void problem(Problem problem) {
        String message = Messages.of(problem);
        if (log != null) {
            log.line(message);
        }
        if (json != null) {
            print(json.problem(problem, message));
        } else if (problem.kind().isNotice() && !order.view().quiet()) {
            print(message);
        }
        if (!problem.kind().isNotice()) {
            complain(message);
        }
    }

    private void print(String line) {
        clear();
        out.line(line);
    }

    private void complain(String message) {
        clear();
        out.flush();
        err.line("dsync: " + message);
    }

    private void clear() {
        if (progress != null) {
            err.text(progress.erase());
            err.flush();
        }
        if (running != null) {
            out.text(running.close());
        }
    }

    /**
     * Says how the run ended.
     *
     * @return the exit code
     */
    int end(Ending ending) {
        flush();
        Failure failure = Messages.of(ending, order.run());
        if (running != null && ending instanceof Ending.Done) {
            out.text(running.last(tally, now()));
        }
        clear();
        if (ending instanceof Ending.Done done) {
            Statistics figures = counted(done);
            statistics = figures;
            pending.forEach(out::line);
            unkept(done);
            if (json != null) {
                out.line(
                        json.summary(
                                figures, done.problems(), failure.exitCode(), failure.message()));
            } else {
                figures(figures);
            }
        } else if (json != null) {
            out.line(json.failure(failure.exitCode(), failure.message()));
        }
        return finish(failure);
    }

    /** Says what could not be kept, once a kind. */
    private void unkept(Ending.Done done) {
        ViewOptions view = order.view();
        if (view.lists() || view.quiet()) {
            return;
        }
        for (UnkeptMessages.Loss loss : UnkeptMessages.of(done.unkept(), order.run())) {
            if (log != null) {
                log.line(loss.message());
            }
            if (json != null) {
                out.line(json.unkept(loss.what(), loss.entries(), loss.message()));
            }
            complain(loss.message());
        }
    }

    /** The figures of this end; a listing is no dry run of something. */
    private Statistics counted(Ending.Done done) {
        boolean lists = order.view().lists();
        Ending.Done counted =
                lists
                        ? new Ending.Done(
                                PlanSummary.EMPTY, 0, done.problems(), done.vanished(), Unkept.NONE)
                        : done;
        boolean rehearses = order.run().dryRun() && !lists;
        return tally.statistics(counted, sent(), received(), rehearses, now());
    }

    /**
     * Says why the run did not come to an end of its own.
     *
     * @return the exit code
     */
    int fail(Failure failure) {
        flush();
        clear();
        if (json != null) {
            out.line(json.failure(failure.exitCode(), failure.message()));
        }
        return finish(failure);
    }

    private int finish(Failure failure) {
        out.flush();
        IOException lost = out.lost();
        if (lost != null) {
            err.flush();
            return console.complain(Messages.ofOutput(lost));
        }
        if (!failure.message().isEmpty()) {
            err.line("dsync: " + failure.message());
        }
        if (log != null) {
            log.line(failure.message().isEmpty() ? "done" : failure.message());
            log.line("sent " + sent() + " bytes  received " + received() + " bytes");
        }
        err.flush();
        return failure.exitCode();
    }

    /** The figures of the run; null if it has not come to an end of its own. */
    @Nullable Statistics statistics() {
        return statistics;
    }

    private void figures(Statistics figures) {
        ViewOptions view = order.view();
        if (view.quiet()) {
            return;
        }
        if (view.info().figures() > 1) {
            out.line("");
            figures.block(view.figures()).forEach(out::line);
        }
        if (view.info().figures() > 0) {
            out.line("");
            figures.closing(view.figures()).forEach(out::line);
        }
    }

    private void flush() {
        for (String line = overheard.poll(); line != null; line = overheard.poll()) {
            complain("the other machine says: " + Printable.of(line));
        }
        out.flush();
        err.flush();
    }

    private long sent() {
        return connection == null ? 0 : connection.sent();
    }

    private long received() {
        return connection == null ? 0 : connection.received();
    }

    private long now() {
        return console.nanoTime().getAsLong();
    }
}
