package dev.dsync.core.plan;

import dev.dsync.core.tree.Profile;
import java.util.Objects;

/**
 * Decides what a target does to become what a source lists: a function from pairs to actions, which
 * can be asked for the same plan as often as the pairs can be read.
 */
public final class Planner {
    /** Whether the source could list everything it was asked for. */
    public enum SourceState {
        COMPLETE,
        /**
         * Something could not be listed; what is absent may only be unread, so nothing is deleted
         * for its absence.
         */
        FAILED
    }

    private final Policy policy;
    private final Differences differences;
    private final SourceState source;

    /**
     * A planner for one run.
     *
     * @param profile which fields of entries count
     * @param umask the mode bits new entries do not get where permissions are not kept
     * @param source whether the source's listing is whole
     */
    public Planner(Policy policy, Profile profile, int umask, SourceState source) {
        this.policy = Objects.requireNonNull(policy);
        this.differences = new Differences(policy.comparison(), profile, umask);
        this.source = Objects.requireNonNull(source);
    }

    /**
     * The actions that settle the differences of these pairs, which are read as the actions are.
     */
    public Actions plan(Pairs pairs) {
        return new PlanCursor(policy, differences, source, pairs, false);
    }

    /** The same with an {@link Action.Keep} for each entry that needs nothing. */
    public Actions planWithUnchanged(Pairs pairs) {
        return new PlanCursor(policy, differences, source, pairs, true);
    }
}
