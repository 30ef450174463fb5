package dev.dsync.app.cli;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much may cross a connection ({@code --bwlimit}).
 *
 * @param up bytes a second that are sent, 0 for any
 * @param down bytes a second that are received, 0 for any
 * @param timetable what holds instead from some time of the day or week on; empty for the same
 *     always
 */
record Bandwidth(long up, long down, List<Turn> timetable) {
    static final Bandwidth UNLIMITED = new Bandwidth(0, 0);

    private static final Pattern TIMETABLE = Pattern.compile("(?s).*[,;\\s].*|.*:.*:.*");
    private static final Pattern TURN =
            Pattern.compile("(?:([A-Za-z]{3})-)?([01]?\\d|2[0-3]):([0-5]\\d),(\\S+)");
    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int DAY_MINUTES = 24 * 60;
    private static final long UNIT = 1024;
    private static final long LEAST = 512;

    Bandwidth {
        timetable = List.copyOf(timetable);
    }

    /** The same at all times. */
    Bandwidth(long up, long down) {
        this(up, down, List.of());
    }

    /**
     * From when on other rates hold.
     *
     * @param minute of the week, which begins on Monday
     */
    record Turn(int minute, long up, long down) {}

    /** What is meant by one rate for both ways, one for each ({@code UP:DOWN}), or a timetable. */
    static Bandwidth parse(String text) throws UsageException {
        return TIMETABLE.matcher(text).matches() ? table(text) : rates(text, text);
    }

    private static Bandwidth rates(String text, String part) throws UsageException {
        int colon = part.indexOf(':');
        if (colon < 0) {
            long both = rate(text, part);
            return new Bandwidth(both, both);
        }
        return new Bandwidth(
                rate(text, part.substring(0, colon)), rate(text, part.substring(colon + 1)));
    }

    private static Bandwidth table(String text) throws UsageException {
        List<Turn> turns = new ArrayList<>();
        for (String entry : text.strip().split("[;\\s]+", -1)) {
            Matcher turn = TURN.matcher(entry);
            int day = turn.matches() ? day(turn.group(1)) : DAYS.size();
            if (day == DAYS.size()) {
                throw wrong(
                        text,
                        "it is no timetable; write such as 08:00,500 Sat-18:00,2m:500 23:00,off");
            }
            String named = turn.group(4).toLowerCase(Locale.ROOT);
            Bandwidth then = rates(text, named.equals("off") ? "0" : turn.group(4));
            int minute = Integer.parseInt(turn.group(2)) * 60 + Integer.parseInt(turn.group(3));
            for (int at = 0; at < DAYS.size(); at++) {
                if (day < 0 || day == at) {
                    turns.add(new Turn(at * DAY_MINUTES + minute, then.up, then.down));
                }
            }
        }
        return new Bandwidth(0, 0, turns);
    }

    /** The number of a day; -1 for every day, and one too many for what is none. */
    private static int day(@Nullable String name) {
        if (name == null) {
            return -1;
        }
        int day = DAYS.indexOf(name.toLowerCase(Locale.ROOT));
        return day < 0 ? DAYS.size() : day;
    }

    /** What holds at a moment; before the first turn of a week that is the last one's. */
    Bandwidth at(LocalDateTime moment) {
        if (timetable.isEmpty()) {
            return this;
        }
        int minute =
                (moment.getDayOfWeek().getValue() - 1) * DAY_MINUTES
                        + moment.getHour() * 60
                        + moment.getMinute();
        Turn last = timetable.getFirst();
        @Nullable Turn now = null;
        for (Turn turn : timetable) {
            last = turn.minute >= last.minute ? turn : last;
            if (turn.minute <= minute && (now == null || turn.minute >= now.minute)) {
                now = turn;
            }
        }
        Turn holding = now == null ? last : now;
        return new Bandwidth(holding.up, holding.down);
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
