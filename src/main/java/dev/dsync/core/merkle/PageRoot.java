package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;

/**
 * The top page of a sequence: two sequences of a kind are equal if their roots are.
 *
 * @param name the top page's name
 * @param level its level; 0 where one page holds all records
 * @param entries records in the sequence
 * @param bytes sum of what the records say they stand for, {@link Long#MAX_VALUE} if it is more
 *     than that
 */
public record PageRoot(Digest name, int level, long entries, long bytes) {
    /** The most levels of parents a sequence may have; 50 million records need 7 at worst. */
    public static final int LEVEL_MAX = 12;

    public PageRoot {
        if (level < 0 || level > LEVEL_MAX || entries < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "level " + level + ", entries " + entries + ", bytes " + bytes);
        }
    }
}
