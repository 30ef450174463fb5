package dev.dsync.app.cli;

import dev.dsync.core.plan.Policy;
import dev.dsync.core.plan.Policy.Timing;
import dev.dsync.io.wire.Message;
import java.util.Set;

/** What rsync says at first, which lists everything before anything else where it has to. */
final class ListingLine {
    /** When deletes are due that have everything listed at first. */
    private static final Set<Timing> WHOLE = Set.of(Timing.BEFORE, Timing.AFTER);

    private ListingLine() {}

    /** Whether it is told at all: without directories rsync has no list to speak of. */
    static boolean isTold(Order order) {
        return order.run().scope().recursive() || order.run().scope().directories();
    }

    /** The words for this run. */
    static String of(Order order) {
        RunOptions run = order.run();
        boolean sends = run.ownRole() == Message.Role.SOURCE;
        Policy.Deletion deletion = run.policy().deletion();
        boolean atOnce =
                !run.scope().recursive()
                        || run.scope().withoutEmpty()
                        || run.policy().writing().delayed()
                        || (deletion.enabled() && WHOLE.contains(deletion.timing()));
        if (!atOnce || order.view().info().progress() > 0) {
            return (sends ? "sending" : "receiving") + " incremental file list";
        }
        return (sends ? "building" : "receiving") + " file list ... done";
    }
}
