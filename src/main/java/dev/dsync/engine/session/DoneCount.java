package dev.dsync.engine.session;

import dev.dsync.core.plan.Change.Update;
import dev.dsync.core.plan.Item;
import dev.dsync.core.plan.KindCounts;
import dev.dsync.core.plan.PlanSummary;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.core.tree.Problem;
import java.util.List;

/** What has been done of a plan, counted from its items. */
final class DoneCount {
    private KindCounts created = KindCounts.NONE;
    private KindCounts deleted = KindCounts.NONE;
    private long actions;
    private long deletesSkipped;
    private long files;
    private long fileBytes;
    private long failed;
    private long vanished;
    private long literal;

    void add(List<Item> items) {
        for (Item item : items) {
            switch (item) {
                case Item.Changed changed -> {
                    actions++;
                    literal += changed.literal();
                    if (changed.change().isNew()) {
                        created = created.plus(changed.entry().kind());
                    }
                    if (changed.change().update() == Update.TRANSFER
                            && changed.entry() instanceof FileEntry file) {
                        files++;
                        fileBytes += file.size();
                    }
                }
                case Item.Deleted gone -> {
                    actions++;
                    deleted = deleted.plus(gone.kind());
                }
                case Item.Failed problem -> {
                    failed += problem.problem().kind().isNotice() ? 0 : 1;
                    if (problem.problem().kind() == Problem.Kind.VANISHED) {
                        vanished++;
                    }
                }
                case Item.Unchanged _ -> {}
            }
        }
    }

    /** Deletes that a limit left undone. */
    void skipped(long deletes) {
        deletesSkipped = deletes;
    }

    PlanSummary done() {
        return new PlanSummary(actions, created, deleted, deletesSkipped, files, fileBytes, failed);
    }

    long literal() {
        return literal;
    }

    long problems() {
        return failed;
    }

    /** Problems that are files gone from the source. */
    long vanished() {
        return vanished;
    }
}
