package dev.dsync.io.wire;

import dev.dsync.core.tree.RelPath;

/** What is another at one path than it was. */
public sealed interface RecordChange {
    RelPath path();

    /** Nothing is listed there any more; never of the root. */
    record Gone(RelPath path) implements RecordChange {}

    /**
     * This is listed there.
     *
     * @param size the record's bytes: a file's size, 0 for all else
     * @param entry as {@link dev.dsync.core.tree.Listing#encode} writes it
     */
    record Listed(RelPath path, long size, Slice entry) implements RecordChange {}
}
