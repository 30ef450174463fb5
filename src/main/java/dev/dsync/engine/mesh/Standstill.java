package dev.dsync.engine.mesh;

import dev.dsync.core.tree.RelPath;
import dev.dsync.engine.scan.KnownContents;
import dev.dsync.io.fs.Stamp;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Files that have just changed, as it seems, and since when they look as they do. By the clock
 * alone a file whose times lie ahead of it would never come to rest. One thread at a time.
 */
final class Standstill implements KnownContents.Stillness {
    /** Beyond, all are seen for the first time once more. */
    private static final int FILES_MAX = 10_000;

    private final LongSupplier nanoTime;
    private final Map<RelPath, Seen> files = new HashMap<>();

    /** A file as it was seen first. */
    private record Seen(Stamp stamp, long nanos) {}

    /** Nothing was seen yet. */
    Standstill(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean hasStood(RelPath path, Stamp stamp) {
        long now = nanoTime.getAsLong();
        Seen before = files.get(path);
        if (before != null && before.stamp.equals(stamp)) {
            return now - before.nanos > stamp.grainNanos();
        }
        if (files.size() >= FILES_MAX) {
            files.clear();
        }
        files.put(path, new Seen(stamp, now));
        return false;
    }
}
