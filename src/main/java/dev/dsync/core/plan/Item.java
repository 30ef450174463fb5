package dev.dsync.core.plan;

import dev.dsync.core.tree.Entry;
import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.RelPath;

/** What became of one path: what the user is told about it, wherever the user is. */
public sealed interface Item {
    RelPath path();

    /**
     * Something was, or in a dry run would be, made, replaced or changed.
     *
     * @param entry what the source has
     * @param literal content bytes that came from the source
     */
    record Changed(Entry entry, Change change, long literal) implements Item {
        @Override
        public RelPath path() {
            return entry.path();
        }

        /** Whether it is new and just as in a directory beside the target. */
        public boolean isAsElsewhere() {
            return !change.isAny()
                    && switch (change.update()) {
                        case LOCAL -> true;
                        case LINK ->
                                !(entry instanceof Entry.FileEntry file) || file.leader() == null;
                        case TRANSFER, ATTRIBUTES -> false;
                    };
        }
    }

    /** An entry was, or would be, deleted. */
    record Deleted(RelPath path, Kind kind) implements Item {}

    /** An entry needs nothing; told only where it was asked for. */
    record Unchanged(Entry entry) implements Item {
        @Override
        public RelPath path() {
            return entry.path();
        }
    }

    /** Something failed. */
    record Failed(Problem problem) implements Item {
        @Override
        public RelPath path() {
            return problem.path();
        }
    }
}
