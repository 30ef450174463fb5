package dev.dsync.core.tree;

/**
 * A time a file system keeps.
 *
 * @param seconds since 1970-01-01T00:00:00Z, negative before
 * @param nanos 0 to 999,999,999, counted forward from {@code seconds}
 */
public record Timestamp(long seconds, int nanos) implements Comparable<Timestamp> {
    public Timestamp {
        if (nanos < 0 || nanos > 999_999_999) {
            throw new IllegalArgumentException("nanos " + nanos);
        }
    }

    @Override
    public int compareTo(Timestamp other) {
        int bySeconds = Long.compare(seconds, other.seconds);
        return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
    }
}
