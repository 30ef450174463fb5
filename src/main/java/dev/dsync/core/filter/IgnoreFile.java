package dev.dsync.core.filter;

import dev.dsync.core.filter.InvalidRuleException.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines of one ignore file that say something, in order: neither empty nor a comment. As in
 * git, a line ends at LF or CR LF, spaces at its end count only after a backslash, a byte order
 * mark at the beginning does not count, and what follows a NUL is not seen.
 */
record IgnoreFile(List<IgnoreLine> lines) {
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    IgnoreFile {
        lines = List.copyOf(lines);
    }

    /**
     * Reads a file.
     *
     * @param shownName the file's name, printable
     * @throws InvalidRuleException if it is longer than {@link RuleParser.Files#BYTES_MAX}
     */
    static IgnoreFile parse(byte[] content, String shownName) throws InvalidRuleException {
        if (content.length > RuleParser.Files.BYTES_MAX) {
            throw new InvalidRuleException(
                    Fault.FILE_TOO_LONG,
                    new Origin.FileLine(shownName, 1),
                    content.length + " bytes");
        }
        List<IgnoreLine> lines = new ArrayList<>();
        boolean marked =
                content.length >= MARK.length
                        && Arrays.equals(content, 0, MARK.length, MARK, 0, MARK.length);
        int start = marked ? MARK.length : 0;
        int number = 1;
        for (int i = start; i <= content.length; i++) {
            if (i < content.length && content[i] != '\n') {
                continue;
            }
            boolean cut = i > start && content[i - 1] == '\r';
            int end = trimmed(content, start, cut ? i - 1 : i);
            if (end > start && content[start] != '#') {
                byte[] line = Arrays.copyOfRange(content, start, end);
                lines.add(new IgnoreLine(line, new Origin.FileLine(shownName, number)));
            }
            number++;
            start = i + 1;
        }
        return new IgnoreFile(lines);
    }

    /** Where the line ends without the spaces at its end that no backslash keeps. */
    private static int trimmed(byte[] content, int start, int end) {
        int spaces = -1;
        int at = start;
        while (at < end && content[at] != 0) {
            if (content[at] != ' ') {
                spaces = -1;
            } else if (spaces < 0) {
                spaces = at;
            }
            at += content[at] == '\\' && at + 1 < end && content[at + 1] != 0 ? 2 : 1;
        }
        return spaces < 0 ? at : spaces;
    }
}
