package dev.dsync.core.filter;

/** The end of a run for which rules are asked: each sees only the rules that concern it. */
public enum Side {
    /**
     * The source asks whether a path takes part in the listing; {@code hide} and {@code show}
     * count.
     */
    SOURCE,

    /** The target asks whether a path may be deleted; {@code protect} and {@code risk} count. */
    TARGET,

    /**
     * As {@link #TARGET}, but rules that name no side protect nothing ({@code --delete-excluded}).
     */
    TARGET_DELETING_EXCLUDED
}
