package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Profile;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    /** Knows what is in the directories beside the target. */
    @FunctionalInterface
    public interface Elsewhere {
        /** Nothing is. */
        Elsewhere NOWHERE = (alternate, sought) -> null;

        /**
         * What is at the path of an entry in one of them, if anything is; what a file of another
         * size contains need not be told.
         */
        @Nullable Entry find(int alternate, Entry sought) throws IOException;
    }

    private final Policy policy;
    private final Differences differences;
    private final SourceState source;
    private Elsewhere elsewhere = Elsewhere.NOWHERE;
    private Absences absences = Absences.NONE;

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

    /** The same where directories beside the target are looked into, too. */
    public Planner with(Elsewhere known) {
        elsewhere = known;
        return this;
    }

    /** The same where what the source has not was named, so that it goes whatever else does. */
    public Planner without(Collection<RelPath> absent) {
        absences = Absences.of(absent);
        return this;
    }

    private @Nullable AlternateChoice choice() {
        return policy.writing()
                .alternates()
                .map(how -> new AlternateChoice(how, elsewhere, differences))
                .orElse(null);
    }

    /**
     * The actions that settle the differences of these pairs, which are read as the actions are.
     */
    public Actions plan(Pairs pairs) {
        return new PlanCursor(policy, differences, source, pairs, false, choice(), absences);
    }

    /** The same with an {@link Action.Keep} for each entry that needs nothing. */
    public Actions planWithUnchanged(Pairs pairs) {
        return new PlanCursor(policy, differences, source, pairs, true, choice(), absences);
    }
}
