package dev.dsync.app.cli;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much may cross a connection ({@code --bwlimit}).
 *
 * @param up bytes a second that are sent, 0 for any
 * @param down bytes a second that are received, 0 for any
 */
record Bandwidth(long up, long down) {
    static final Bandwidth UNLIMITED = new Bandwidth(0, 0);

    private static final Pattern TIMETABLE = Pattern.compile(".*[,;\\s].*|.*:.*:.*");
    private static final long UNIT = 1024;
    private static final long LEAST = 512;

    /** What is meant by one rate for both ways, or one for each: {@code UP:DOWN}. */
    static Bandwidth parse(String text) throws UsageException {
        if (TIMETABLE.matcher(text).matches()) {
            throw wrong(text, "one run has no timetable; write RATE or UP:DOWN");
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            long both = rate(text, text);
            return new Bandwidth(both, both);
        }
        return new Bandwidth(
                rate(text, text.substring(0, colon)), rate(text, text.substring(colon + 1)));
    }

    /** As in rsync: in KiB unless a unit says otherwise, rounded to whole ones. */
    private static long rate(String text, String part) throws UsageException {
        if (part.isEmpty()) {
            return 0;
        }
        Optional<Long> bytes = ByteSize.parse(part, 'k');
        if (bytes.isEmpty() || bytes.get() > Long.MAX_VALUE - LEAST) {
            throw wrong(text, "it is no rate; write 500 for KiB a second, 1.5m, 2MB, or 0 for any");
        }
        if (bytes.get() > 0 && bytes.get() < LEAST) {
            throw wrong(text, "it is too small; write at least 512b, or 0 for any");
        }
        return (bytes.get() + LEAST) / UNIT * UNIT;
    }

    private static UsageException wrong(String text, String reason) {
        return new UsageException("cannot use --bwlimit '" + Latin.shown(text) + "': " + reason);
    }
}
