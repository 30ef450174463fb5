package dev.dsync.core.tree;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A time a file system keeps.
 *
 * @param seconds since 1970-01-01T00:00:00Z, negative before
 * @param nanos 0 to 999,999,999, counted forward from {@code seconds}
 */
public record Timestamp(long seconds, int nanos) implements Comparable<Timestamp> {
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);
    private static final long FIRST_SECOND = second(0, 1, 1, 0, 0, 0);
    private static final long LAST_SECOND = second(9999, 12, 31, 23, 59, 59);

    public Timestamp {
        if (nanos < 0 || nanos > 999_999_999) {
            throw new IllegalArgumentException("nanos " + nanos);
        }
    }

    /** As {@code 20261127-204512}, in UTC; the nearest in years of four digits. */
    public String compact() {
        long second = Math.clamp(seconds, FIRST_SECOND, LAST_SECOND);
        return COMPACT.format(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC));
    }

    private static long second(int year, int month, int day, int hour, int minute, int second) {
        return LocalDateTime.of(year, month, day, hour, minute, second)
                .toEpochSecond(ZoneOffset.UTC);
    }

    @Override
    public int compareTo(Timestamp other) {
        int bySeconds = Long.compare(seconds, other.seconds);
        return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
    }
}
