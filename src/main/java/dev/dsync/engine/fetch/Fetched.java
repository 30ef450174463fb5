package dev.dsync.engine.fetch;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.core.tree.Timestamp;

/** What became of one wish. */
public sealed interface Fetched {
    /** The number of the wish. */
    int file();

    /**
     * The file is complete, verified, and stands under its stage name.
     *
     * @param modified its time as the source showed it when it was read
     * @param literal content bytes that came over the wire
     */
    record Built(int file, Name staged, Timestamp modified, long literal) implements Fetched {}

    /** The file cannot be had; nothing of it is left here. */
    record Lost(int file, Problem problem) implements Fetched {}
}
