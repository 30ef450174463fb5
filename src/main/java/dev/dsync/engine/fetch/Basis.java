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

    /**
     * All of it: an earlier run has built it, and the source says that it is just this.
     *
     * @param content the root of both manifests
     */
    record Built(Beginning beginning, Digest content) implements Basis {}

    /** Runs of other files; what it lacks beside these is known by chunks. */
    record Known(Recipe recipe) implements Basis {}

    /**
     * A file of this root whose bytes are taken.
     *
     * @param stamp what stat showed before they were read, and has to show after they were taken;
     *     null where that proves nothing, and each chunk taken is checked by its name
     */
    record Donor(RelPath path, @Nullable Stamp stamp) {}

    /**
     * What an earlier run has built of a file, under its stage name.
     *
     * @param stamp what stat showed when it was looked into, and has to show when it is gone on
     *     with
     */
    record Beginning(Stamp stamp) {}
}
