package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.RelPath;
import org.jspecify.annotations.Nullable;

/**
 * What the two listings hold at one path; at least one of them holds something.
 *
 * @param local the target's entry
 * @param remote the source's entry
 * @param hold what keeps the local entry from being deleted
 */
public record Pair(@Nullable Entry local, @Nullable Entry remote, Hold hold) {
    /** What keeps a local entry from being deleted. */
    public enum Hold {
        NONE,
        /** It is a directory that holds more than is listed; what is listed may go. */
        UNLISTED,
        /** A rule protects it, with all below it. */
        PROTECTED,
        /**
         * What the source has is only a directory on the way to what was named: there is one here,
         * or one is made, and that is all.
         */
        IMPLIED,
        /** What the source has is not wanted, and what is here stays. */
        LEFT,
        /**
         * What the source has cannot be had here, and what is here stays: a link's target is too
         * long.
         */
        TOO_LONG,
        /** The same: what is here leads to where nothing may be put. */
        LEADS_OUT
    }

    /** A pair whose local entry may go. */
    public Pair(@Nullable Entry local, @Nullable Entry remote) {
        this(local, remote, Hold.NONE);
    }

    public Pair {
        if (local == null && remote == null) {
            throw new IllegalArgumentException("pair of nothing");
        }
        if (local != null && remote != null && !local.path().equals(remote.path())) {
            throw new IllegalArgumentException("pair of " + local.path() + " and " + remote.path());
        }
    }

    /** Where both lie. */
    public RelPath path() {
        if (remote != null) {
            return remote.path();
        }
        if (local != null) {
            return local.path();
        }
        throw new IllegalStateException("pair of nothing");
    }
}
