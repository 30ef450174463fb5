package dev.dsync.app.render;

import java.util.Locale;

/** How numbers are written; rsync's levels of {@code -h}. */
public enum Figures {
    /** Digits only ({@code --no-h}). */
    PLAIN(0),
    /** Digits in groups of three: the default. */
    GROUPED(0),
    /** In units of 1,000 ({@code -h}). */
    THOUSANDS(1000),
    /** In units of 1,024 ({@code -hh}). */
    BINARY(1024);

    private static final String UNITS = "KMGTP";

    private final int unit;

    Figures(int unit) {
        this.unit = unit;
    }

    /** An amount of bytes, with a unit where this has units. */
    public String bytes(long bytes) {
        return unit == 0 || bytes < unit ? count(bytes) : scaled((double) bytes);
    }

    /** A rate in bytes per second: as bytes, with two decimals. */
    public String rate(double bytes) {
        return unit == 0 || bytes < unit ? decimal(bytes, 2) : scaled(bytes);
    }

    /** How many there are: never in units. */
    public String count(long number) {
        return String.format(Locale.ROOT, this == PLAIN ? "%d" : "%,d", number);
    }

    /** A number that is neither bytes nor a count. */
    public String decimal(double number, int decimals) {
        return String.format(Locale.ROOT, (this == PLAIN ? "%." : "%,.") + decimals + "f", number);
    }

    private String scaled(double number) {
        double rest = number / unit;
        int power = 0;
        while (rest >= unit && power < UNITS.length() - 1) {
            rest /= unit;
            power++;
        }
        return String.format(Locale.ROOT, "%.2f%c", rest, UNITS.charAt(power));
    }
}
