package dev.dsync.app.cli;

import dev.dsync.core.plan.Policy;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The values of options, from the bytes in which they were typed. */
final class Values {
    private static final int PORT_MAX = 65_535;
    private static final String NUMBER = "[+-]?\\d{1,10}";

    private Values() {}

    /** Bytes. */
    static OptionalLong size(String option, byte[] value) throws UsageException {
        String text = Latin.text(value);
        return OptionalLong.of(
                ByteSize.parse(text)
                        .orElseThrow(
                                () ->
                                        wrong(
                                                option,
                                                text,
                                                "it is no size; write 1500, 1.5k, 2M or 1GB")));
    }

    static int window(byte[] value) throws UsageException {
        return number("--modify-window", value, Policy.Comparison.NANOSECONDS, Integer.MAX_VALUE);
    }

    static OptionalInt seconds(String option, byte[] value) throws UsageException {
        return OptionalInt.of(number(option, value, 0, Integer.MAX_VALUE));
    }

    static OptionalInt port(byte[] value) throws UsageException {
        return OptionalInt.of(number("--port", value, 1, PORT_MAX));
    }

    /** Any text but none. */
    static String word(String option, byte[] value) throws UsageException {
        String text = Latin.decoded(Latin.text(value));
        if (text.isEmpty()) {
            throw wrong(option, "", "it is empty; leave the option out or give it a value");
        }
        return text;
    }

    /**
     * A whole number.
     *
     * @throws UsageException if it is none, or not from {@code min} to {@code max}
     */
    static int number(String option, byte[] value, int min, int max) throws UsageException {
        String text = Latin.text(value);
        if (isNumber(text)) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return (int) number;
            }
        }
        String upTo = max == Integer.MAX_VALUE ? "" : " to " + max;
        String from = min == Integer.MIN_VALUE ? "a number" : "a number from " + min + upTo;
        String why = text.matches("[+-]?\\d+") ? "it is out of range" : "it is no number";
        throw wrong(option, text, why + "; write " + from);
    }

    /** The value of an option that cannot be used, and why and what to write. */
    static UsageException wrong(String option, String text, String reason) {
        return new UsageException(
                "cannot use " + option + " '" + Latin.shown(text) + "': " + reason);
    }

    /** Whether it looks like a whole number, in or out of range. */
    static boolean isNumber(String text) {
        return text.matches(NUMBER);
    }
}
