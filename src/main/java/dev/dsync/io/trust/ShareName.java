package dev.dsync.io.trust;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name a root is offered under: one path component that is safe in file names, locations and
 * messages.
 *
 * @param text 1 to 128 bytes of UTF-8
 */
public record ShareName(String text) implements Comparable<ShareName> {
    private static final int BYTES_MAX = 128;

    /** A name that is known to be one. */
    public ShareName {
        if (!isName(text)) {
            throw new IllegalArgumentException("share name");
        }
    }

    /** The name, if {@code text} can be one. */
    public static Optional<ShareName> parse(String text) {
        return isName(text) ? Optional.of(new ShareName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(ShareName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isName(String text) {
        if (text.isBlank()
                || text.startsWith(".")
                || text.startsWith("-")
                || text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return false;
        }
        return text.codePoints().allMatch(ShareName::isAllowed);
    }

    private static boolean isAllowed(int c) {
        int type = Character.getType(c);
        return "/\\:=".indexOf(c) < 0
                && !Character.isISOControl(c)
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
