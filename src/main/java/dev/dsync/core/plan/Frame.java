package dev.dsync.core.plan;

import dev.dsync.core.plan.Action.Create;
import dev.dsync.core.tree.Entry.DirectoryEntry;
import dev.dsync.core.tree.Entry.Listed;
import dev.dsync.core.tree.RelPath;
import org.jspecify.annotations.Nullable;

/** A directory whose contents are being planned. */
sealed interface Frame {
    RelPath path();

    /** A directory that stays or comes to be. */
    final class Staying implements Frame {
        final DirectoryEntry remote;
        final Wanted wanted;
        final boolean deletes;
        boolean touched;

        Staying(DirectoryEntry remote, Wanted wanted, boolean deletes, boolean touched) {
            this.remote = remote;
            this.wanted = wanted;
            this.deletes = deletes;
            this.touched = touched;
        }

        @Override
        public RelPath path() {
            return remote.path();
        }
    }

    /** A local directory that goes, with what comes in its place, if anything. */
    final class Going implements Frame {
        final DirectoryEntry local;
        final @Nullable Create instead;
        final boolean deletes;
        boolean keepsSome;
        boolean overLimit;

        Going(DirectoryEntry local, @Nullable Create instead, boolean deletes, Pair.Hold hold) {
            this.local = local;
            this.instead = instead;
            this.deletes = deletes && local.listed() != Listed.FAILED;
            this.keepsSome = hold != Pair.Hold.NONE || local.listed() == Listed.FAILED;
        }

        @Override
        public RelPath path() {
            return local.path();
        }
    }

    /** A directory below which nothing is done. */
    record Left(RelPath path) implements Frame {}

    /** A directory below which only what was named goes. */
    record Passed(RelPath path) implements Frame {}
}
