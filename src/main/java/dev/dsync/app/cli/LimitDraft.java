package dev.dsync.app.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** When a run is to begin and to end, while options are read. */
final class LimitDraft {
    private static final String MINUTES = "0*[1-9]\\d{0,9}";

    boolean waits;
    private final Instant now;
    private final ZoneId zone;
    private Optional<Instant> end = Optional.empty();

    /** Limits that count from now, where clocks show the time of this zone. */
    LimitDraft(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    void stopAfter(byte[] value) throws UsageException {
        String text = Latin.text(value);
        if (!text.matches(MINUTES)) {
            throw Values.wrong("--stop-after", text, "it is no number of minutes; write 1 or more");
        }
        end = Optional.of(now.plus(Duration.ofMinutes(Long.parseLong(text))));
    }

    void stopAt(byte[] value) throws UsageException {
        String text = Latin.text(value);
        LocalDateTime here = LocalDateTime.ofInstant(now, zone);
        Instant at;
        try {
            at = StopTime.parse(text).after(here).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw Values.wrong(
                    "--stop-at",
                    text,
                    "it is no such time; write 2030-12-31T23:59, or less of it, as 1-30, 14:00"
                            + " or :59");
        }
        if (!at.isAfter(now)) {
            throw Values.wrong("--stop-at", text, "it is over; name a time to come");
        }
        end = Optional.of(at);
    }

    /** What was given last; empty for whenever the run is done. */
    Optional<Instant> end() {
        return end;
    }
}
