package dev.dsync.app.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long something holds, as typed: {@code 2h}, {@code 1d12h}, {@code 90s}. */
final class Expiry {
    private static final Pattern PART = Pattern.compile("(\\d{1,6})([smhdw])");
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,6}[smhdw])+");
    private static final int DAYS_OF_WEEK = 7;

    private Expiry() {}

    static Duration parse(String text) throws UsageException {
        if (!WHOLE.matcher(text).matches()) {
            throw wrong(text);
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum =
                    sum.plus(
                            switch (part.group(2).charAt(0)) {
                                case 's' -> Duration.ofSeconds(number);
                                case 'm' -> Duration.ofMinutes(number);
                                case 'h' -> Duration.ofHours(number);
                                case 'd' -> Duration.ofDays(number);
                                default -> Duration.ofDays(DAYS_OF_WEEK * number);
                            });
        }
        if (sum.isZero()) {
            throw wrong(text);
        }
        return sum;
    }

    private static UsageException wrong(String text) {
        return new UsageException(
                "cannot use --expire '"
                        + Latin.shown(text)
                        + "': it is no time; write 30m, 2h or 1d");
    }
}
