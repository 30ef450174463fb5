package dev.dsync.io.fs;

import dev.dsync.core.tree.Kind;
import dev.dsync.core.tree.Timestamp;

/**
 * What stat showed of an entry when it was last known: equal stamps mean that nobody touched it
 * since.
 */
public record Stamp(
        Kind kind,
        long size,
        Timestamp modified,
        Timestamp changed,
        long inode,
        int mode,
        int uid,
        int gid) {
    /**
     * How far apart a clock may tick: that of kernels, of networks, of file systems that count
     * seconds.
     */
    private static final long GRAIN_NANOS = 50_000_000;

    private static final long COARSE_GRAIN_NANOS = 2_000_000_000;
    private static final long BEHIND_SECONDS = 3;
    private static final long SECOND_NANOS = 1_000_000_000;

    /**
     * Whether no change after this moment could have left the times of the stamp as they are.
     *
     * @param observed a moment by the clock that stamps files
     */
    public boolean isOlderThan(Timestamp observed) {
        long grain = grainNanos();
        // A modification time may be set to any value, one in the future says nothing.
        boolean modifiedNow =
                !before(modified, observed, grain) && !before(observed, modified, grain);
        return before(changed, observed, grain) && !modifiedNow;
    }

    /**
     * Time in which a change may leave the times of the stamp as they are. Behind it every change
     * shows, also where the clock that stamps files is ahead of ours.
     */
    public long grainNanos() {
        boolean coarse = changed.nanos() == 0 && modified.nanos() == 0;
        return coarse ? COARSE_GRAIN_NANOS : GRAIN_NANOS;
    }

    /** A moment that lies so far behind the times of the stamp. */
    public Timestamp behind() {
        Timestamp later = changed.compareTo(modified) > 0 ? changed : modified;
        return new Timestamp(later.seconds() + BEHIND_SECONDS, later.nanos());
    }

    /** Whether a time lies more than this before another. */
    private static boolean before(Timestamp time, Timestamp other, long nanos) {
        long seconds = time.seconds() + (time.nanos() + nanos) / SECOND_NANOS;
        int rest = (int) ((time.nanos() + nanos) % SECOND_NANOS);
        return new Timestamp(seconds, rest).compareTo(other) < 0;
    }
}
