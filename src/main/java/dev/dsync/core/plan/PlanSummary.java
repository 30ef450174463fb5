package dev.dsync.core.plan;

import java.io.IOException;

/**
 * What a plan comes to, known before anything is touched.
 *
 * @param actions all actions but those that do nothing ({@link Action.Keep}, {@link
 *     Action.DeleteSkipped})
 * @param created entries that were not there, by kind
 * @param deleted entries that go, by kind
 * @param deletesSkipped deletes left out for {@code --max-delete}
 * @param transferredFiles files whose content comes from the source
 * @param transferredBytes their sizes
 * @param blocked problems known already
 */
public record PlanSummary(
        long actions,
        KindCounts created,
        KindCounts deleted,
        long deletesSkipped,
        long transferredFiles,
        long transferredBytes,
        long blocked) {

    /** The summary of an empty plan. */
    public static final PlanSummary EMPTY =
            new PlanSummary(0, KindCounts.NONE, KindCounts.NONE, 0, 0, 0, 0);

    /** The summary of all that is left in a cursor. */
    public static PlanSummary of(Actions actions) throws IOException {
        PlanSummary sum = EMPTY;
        for (Action next = actions.next(); next != null; next = actions.next()) {
            sum = sum.plus(next);
        }
        return sum;
    }

    /** This and one more action. */
    public PlanSummary plus(Action action) {
        return switch (action) {
            case Action.Create create -> one().creating(create);
            case Action.Replace replace -> one().creating(replace.create());
            case Action.ReplaceContent content -> one().transferring(content.remote().size());
            case Action.SetAttributes _, Action.FinishDirectory _, Action.MakeWay _ -> one();
            case Action.Delete delete ->
                    new PlanSummary(
                            actions + 1,
                            created,
                            deleted.plus(delete.local().kind()),
                            deletesSkipped,
                            transferredFiles,
                            transferredBytes,
                            blocked);
            case Action.DeleteSkipped _ ->
                    new PlanSummary(
                            actions,
                            created,
                            deleted,
                            deletesSkipped + 1,
                            transferredFiles,
                            transferredBytes,
                            blocked);
            case Action.Blocked blocked when blocked.problem().kind().isNotice() -> this;
            case Action.Blocked _ ->
                    new PlanSummary(
                            actions + 1,
                            created,
                            deleted,
                            deletesSkipped,
                            transferredFiles,
                            transferredBytes,
                            blocked + 1);
            case Action.Keep _ -> this;
        };
    }

    private PlanSummary one() {
        return new PlanSummary(
                actions + 1,
                created,
                deleted,
                deletesSkipped,
                transferredFiles,
                transferredBytes,
                blocked);
    }

    private PlanSummary creating(Action.Create create) {
        PlanSummary sum =
                new PlanSummary(
                        actions,
                        create.change().isNew() ? created.plus(create.remote().kind()) : created,
                        deleted,
                        deletesSkipped,
                        transferredFiles,
                        transferredBytes,
                        blocked);
        return create instanceof Action.CreateFile file
                ? sum.transferring(file.remote().size())
                : sum;
    }

    private PlanSummary transferring(long bytes) {
        return new PlanSummary(
                actions,
                created,
                deleted,
                deletesSkipped,
                transferredFiles + 1,
                transferredBytes + bytes,
                blocked);
    }
}
