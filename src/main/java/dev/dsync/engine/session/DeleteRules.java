package dev.dsync.engine.session;

import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.plan.Brake;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.plan.Policy;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.wire.Message;
import java.io.IOException;
import java.util.List;

/** When a plan deletes, and when it deletes too much. */
final class DeleteRules {
    private DeleteRules() {}

    /** When to delete: what may be copied from stays until the copies are made. */
    static Policy.Timing timing(Message.Request request, PlanSummary summary) {
        Policy.Timing timing = request.policy().deletion().timing();
        boolean mayMove =
                !request.wholeFiles()
                        && summary.created().files() > 0
                        && summary.deleted().files() > 0;
        return timing == Policy.Timing.DURING && mayMove ? Policy.Timing.DELAY : timing;
    }

    /**
     * Refuses a plan that deletes more than it may.
     *
     * @param ours the listing here
     */
    static void brake(Policy.Deletion deletion, PlanSummary summary, PageRoot ours, PageRoot theirs)
            throws IOException {
        long here = Math.max(ours.entries() - 1, 0);
        long there = Math.max(theirs.entries() - 1, 0);
        switch (Brake.check(deletion, summary.deleted().total(), here, there)) {
            case Brake.Verdict.Go _ -> {}
            case Brake.Verdict.TooManyDeletes many ->
                    throw new Refusal(
                            Message.Reason.TOO_MANY_DELETES,
                            many.deletes() + " of " + many.entries() + " entries would be deleted");
            case Brake.Verdict.EmptiedRoot emptied ->
                    throw new Refusal(
                            Message.Reason.EMPTIED_ROOT,
                            "the source is empty, the target has "
                                    + emptied.entries()
                                    + " entries");
        }
    }

    /** Directories here in which nothing can be deleted, since nobody knows what they hold. */
    static List<Item> unlisted(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.kind() == Problem.Kind.LIST_DIRECTORY)
                .<Item>map(Item.Failed::new)
                .toList();
    }
}
