package dev.dsync.app.cli;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A point in time as {@code --stop-at} takes it, of which much may be left out.
 *
 * @param year of two digits for the next such one; null for any
 * @param month null for any, and so is the year
 * @param day null for any, and so is the month
 * @param hour null for any, and so is the day
 */
record StopTime(
        @Nullable Integer year,
        @Nullable Integer month,
        @Nullable Integer day,
        @Nullable Integer hour,
        int minute) {
    private static final Pattern DATE =
            Pattern.compile(
                    "(?:(?:(?<year>\\d{1,4})[-/])?(?<month>\\d{1,2})[-/])?(?<day>\\d{1,2})"
                            + "(?:[Tt](?:(?<hour>\\d{1,2}):(?<minute>\\d{1,2}))?)?");
    private static final Pattern TIME =
            Pattern.compile("(?:[Tt]?(?<hour>\\d{1,2}))?:(?<minute>\\d{1,2})");
    private static final int CENTURY = 100;
    private static final int LEAP_YEARS_APART = 8;

    /**
     * Reads one.
     *
     * @throws DateTimeException if it is none
     */
    static StopTime parse(String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            Integer minute = number(time, "minute");
            return new StopTime(
                    null, null, null, number(time, "hour"), minute == null ? 0 : minute);
        }
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            throw new DateTimeException(text);
        }
        Integer hour = number(date, "hour");
        Integer minute = number(date, "minute");
        return new StopTime(
                number(date, "year"),
                number(date, "month"),
                number(date, "day"),
                hour == null ? 0 : hour,
                minute == null ? 0 : minute);
    }

    private static @Nullable Integer number(Matcher matcher, String group) {
        String digits = matcher.group(group);
        return digits == null ? null : Integer.valueOf(digits);
    }

    /**
     * The next such time; what names a whole date may be over.
     *
     * @throws DateTimeException if there is none
     */
    LocalDateTime after(LocalDateTime now) {
        if (hour == null) {
            LocalDateTime then = now.truncatedTo(ChronoUnit.HOURS).with(LocalTime.of(0, minute));
            LocalDateTime thisHour = then.withHour(now.getHour());
            return thisHour.isAfter(now) ? thisHour : thisHour.plusHours(1);
        }
        LocalTime time = LocalTime.of(hour, minute);
        if (day == null) {
            LocalDateTime today = now.toLocalDate().atTime(time);
            return today.isAfter(now) ? today : today.plusDays(1);
        }
        if (year != null && month != null) {
            return LocalDate.of(fullYear(year, now), month, day).atTime(time);
        }
        YearMonth from = YearMonth.from(now);
        int step = 1;
        if (month != null) {
            from = from.withMonth(month);
            step = 12;
        }
        YearMonth last = from.plusYears(LEAP_YEARS_APART);
        for (YearMonth at = from; !at.isAfter(last); at = at.plusMonths(step)) {
            if (at.isValidDay(day) && at.atDay(day).atTime(time).isAfter(now)) {
                return at.atDay(day).atTime(time);
            }
        }
        throw new DateTimeException("no such day");
    }

    private static int fullYear(int year, LocalDateTime now) {
        if (year >= CENTURY) {
            return year;
        }
        int century = now.getYear() / CENTURY * CENTURY;
        return century + year >= now.getYear() ? century + year : century + CENTURY + year;
    }
}
