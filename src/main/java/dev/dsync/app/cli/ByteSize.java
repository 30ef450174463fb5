package dev.dsync.app.cli;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of bytes as rsync's users write them: {@code 1.5m} and {@code 1.5MiB} in units of 1,024,
 * {@code 1.5mb} of 1,000, each with {@code +1} or {@code -1} behind if wanted.
 */
final class ByteSize {
    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d+(?:\\.\\d*)?|\\.\\d+)(?:([bkmgtp])(b|ib)?)?([+-]1)?",
                    Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "bkmgtp";

    private ByteSize() {}

    /** The bytes that {@code text} means, if it is an amount that fits. */
    static Optional<Long> parse(String text) {
        return parse(text, 'b');
    }

    /**
     * The bytes that {@code text} means, if it is an amount that fits.
     *
     * @param unit the letter that holds where none stands in the text
     */
    static Optional<Long> parse(String text, char unit) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        char letter = form.group(2) == null ? unit : form.group(2).charAt(0);
        boolean decimal = form.group(3) != null && form.group(3).length() == 1;
        BigDecimal size =
                new BigDecimal(form.group(1))
                        .multiply(
                                BigDecimal.valueOf(decimal ? 1000 : 1024)
                                        .pow(UNITS.indexOf(Character.toLowerCase(letter))));
        if (form.group(4) != null) {
            size = size.add(new BigDecimal(form.group(4)));
        }
        return size.signum() < 0 || size.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(size.longValue());
    }
}
