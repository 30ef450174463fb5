package dev.dsync.app.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of a file somebody asks for in a {@code Range} header (RFC 9110, section 14). */
final class ByteRanges {
    /** More than that are no honest wish, and are answered with the whole file. */
    private static final int RANGES_MAX = 16;

    private static final int DIGITS_MAX = 18;
    private static final String UNIT = "bytes=";

    private ByteRanges() {}

    /**
     * One part.
     *
     * @param first position of its first byte
     * @param last position of its last byte, no less than {@code first}
     */
    record ByteRange(long first, long last) {
        long length() {
            return last - first + 1;
        }
    }

    /**
     * The parts of a file of {@code size} bytes.
     *
     * @return nothing where the header is to be ignored; an empty list if the file has none of what
     *     is asked for
     */
    static Optional<List<ByteRange>> parse(String header, long size) {
        if (!header.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return Optional.empty();
        }
        List<ByteRange> ranges = new ArrayList<>();
        String[] parts = header.substring(UNIT.length()).split(",", -1);
        if (parts.length > RANGES_MAX) {
            return Optional.empty();
        }
        long total = 0;
        for (String part : parts) {
            String text = part.strip();
            int dash = text.indexOf('-');
            if (!text.matches("\\d+-\\d*|-\\d+")) {
                return Optional.empty();
            }
            String from = text.substring(0, dash);
            String to = text.substring(dash + 1);
            long first = from.isEmpty() ? Math.max(0, size - number(to)) : number(from);
            long last = to.isEmpty() || from.isEmpty() ? size - 1 : number(to);
            if (!from.isEmpty() && !to.isEmpty() && last < first) {
                return Optional.empty();
            }
            ByteRange range = new ByteRange(first, Math.min(last, size - 1));
            if (range.length() > 0) {
                ranges.add(range);
                total += range.length();
            }
        }
        // Parts that overlap would let one request ask for the file many times over.
        return total > size && ranges.size() > 1 ? Optional.empty() : Optional.of(ranges);
    }

    /** What is beyond every file is as good as what is just beyond it. */
    private static long number(String digits) {
        String bare = digits.replaceFirst("^0+(?=.)", "");
        return bare.length() > DIGITS_MAX ? Long.MAX_VALUE : Long.parseLong(bare);
    }
}
