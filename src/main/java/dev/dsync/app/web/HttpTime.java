package dev.dsync.app.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/** Times as HTTP writes them: to the second, in GMT. */
final class HttpTime {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** What four digits of a year can say. */
    private static final long SECONDS_MAX = 253_402_300_799L;

    private HttpTime() {}

    /** A time as text. */
    static String text(long seconds) {
        return FORMAT.format(instant(seconds));
    }

    /** A time that can be written; for one outside those years the nearest. */
    static Instant instant(long seconds) {
        return Instant.ofEpochSecond(Math.clamp(seconds, 0, SECONDS_MAX));
    }

    /** Seconds since 1970; nothing if it is no such time. */
    static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(FORMAT.parse(text, Instant::from).getEpochSecond());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
