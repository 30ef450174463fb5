package dev.dsync.engine.session;

import dev.dsync.core.plan.Action;
import dev.dsync.core.plan.Actions;
import dev.dsync.core.plan.Policy.Timing;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a plan as often as its execution has passes. Every pass sees the same plan and keeps what
 * is its own: hard links wait for the files they point to, directories are finished when nothing
 * happens below them any more, and deletes come when the user wants them.
 */
final class PlanReader {
    private static final int BATCH = 512;

    /** Begins the plan anew. */
    interface Plan {
        Actions open() throws IOException;
    }

    private final Plan plan;
    private final List<Predicate<Action>> passes;
    private int pass;
    private @Nullable Actions actions;

    PlanReader(Plan plan, Timing deletes) {
        this.plan = plan;
        this.passes = passes(deletes);
    }

    private static List<Predicate<Action>> passes(Timing deletes) {
        Predicate<Action> delete =
                action -> action instanceof Action.Delete gone && !gone.makesWay();
        Predicate<Action> link = PlanReader::isLink;
        Predicate<Action> finish = action -> action instanceof Action.FinishDirectory;
        Predicate<Action> main = delete.or(link).or(finish).negate();
        return switch (deletes) {
            case DURING -> List.of(main.or(delete), link, finish);
            case BEFORE -> List.of(delete, main, link, finish);
            case DELAY, AFTER ->
                    List.of(
                            main.and(PlanReader::needsNoDelete),
                            delete.or(main.and(action -> !needsNoDelete(action))),
                            link,
                            finish);
        };
    }

    /** Whether it can be done while everything to be deleted is still there. */
    private static boolean needsNoDelete(Action action) {
        return !(action instanceof Action.Replace replace
                && replace.local() instanceof DirectoryEntry);
    }

    private static boolean isLink(Action action) {
        return action instanceof Action.CreateLink
                || (action instanceof Action.Replace replace
                        && replace.create() instanceof Action.CreateLink);
    }

    /** Whether another pass follows the one being read. */
    boolean hasNextPass() {
        return pass < passes.size();
    }

    /** Goes on to the next pass. */
    void nextPass() {
        pass++;
        actions = null;
    }

    /** The next actions of this pass; none at its end. */
    List<Action> next() throws IOException {
        if (actions == null) {
            actions = plan.open();
        }
        Predicate<Action> wanted = passes.get(pass);
        List<Action> batch = new ArrayList<>();
        for (Action action = null; batch.size() < BATCH; ) {
            action = actions.next();
            if (action == null) {
                break;
            }
            if (wanted.test(action)) {
                batch.add(action);
            }
        }
        return batch;
    }
}
