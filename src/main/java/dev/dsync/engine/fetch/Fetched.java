package dev.dsync.engine.fetch;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.index.ManifestDraft;
import org.jspecify.annotations.Nullable;

/** What became of one wish. */
public sealed interface Fetched {
    /** The number of the wish. */
    int file();

    /**
     * The file is verified and complete, its attributes as well, and stands under its stage name.
     *
     * @param durable whether it would survive a power cut under that name
     * @param literal content bytes that came over the wire
     * @param manifest what the index is to be told; null for files it need not know
     */
    record Built(
            int file, Name staged, boolean durable, long literal, @Nullable ManifestDraft manifest)
            implements Fetched {}

    /** The file cannot be had; nothing of it is left here. */
    record Lost(int file, Problem problem) implements Fetched {}
}
