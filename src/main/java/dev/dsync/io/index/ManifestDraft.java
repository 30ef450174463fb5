package dev.dsync.io.index;

import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Stamp;

/**
 * The manifest of a file that was built and is not in its place yet.
 *
 * @param sink has all its records
 * @param root of the pages they make
 */
public record ManifestDraft(ManifestSink sink, PageRoot root) {
    /**
     * Longer than the grain of any clock that counts fractions of a second, after which a file that
     * did not change time has not changed.
     */
    private static final int SETTLING_NANOS = 100_000_000;

    private static final int SECOND_NANOS = 1_000_000_000;

    /**
     * Notes that the file is in its place, with this stamp. It was written by whoever notes this,
     * who has set its modification time to that of another file: whoever writes to it changes that,
     * so nothing can change unseen, however soon.
     */
    public void finish(Stamp stamp) {
        Timestamp changed = stamp.changed();
        int nanos = changed.nanos() + SETTLING_NANOS;
        Timestamp settled =
                new Timestamp(changed.seconds() + nanos / SECOND_NANOS, nanos % SECOND_NANOS);
        sink.finish(stamp, settled, root);
    }

    /** The file stays where it was built, for a later run. */
    public void leave() {
        sink.leave();
    }

    /** The file did not get to its place: nothing is known of it. */
    public void drop() {
        sink.drop();
    }
}
