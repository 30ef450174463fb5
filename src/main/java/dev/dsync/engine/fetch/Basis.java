package dev.dsync.engine.fetch;

import dev.dsync.core.delta.Signature;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Stamp;
import org.jspecify.annotations.Nullable;

/** What there is here of a file that is wanted. */
public sealed interface Basis {
    /** Nothing. */
    record Nothing() implements Basis {}

    /**
     * A file whose bytes, all of them, may be like it.
     *
     * @param signature of them
     */
    record Like(RelPath path, Signature signature) implements Basis {}

    /**
     * All of it: the content of another file, as the source says as well.
     *
     * @param content the root of both manifests
     */
    record Same(Donor donor, Digest content) implements Basis {}

    /** Runs of other files; what it lacks beside these is known by chunks. */
    record Known(Recipe recipe) implements Basis {}

    /**
     * A file of this root whose bytes are taken.
     *
     * @param stamp what stat showed before they were read, and has to show after they were taken;
     *     null where that proves nothing, and each chunk taken is checked by its name
     */
    record Donor(RelPath path, @Nullable Stamp stamp) {}
}
