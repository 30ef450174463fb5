package dev.dsync.app.web;

import dev.dsync.core.hash.Sha256;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Stamp;
import java.nio.charset.StandardCharsets;

/**
 * What tells one state of a file from another: made of its stamp, and strong unless the file may be
 * changed once more without its times showing it.
 */
record EntityTag(String opaque, boolean strong) {
    private static final int DIGITS = 32;

    /** That of a file seen at this moment, by the clock that stamps files. */
    static EntityTag of(Stamp stamp, Timestamp now) {
        String text =
                stamp.size()
                        + " "
                        + stamp.modified().seconds()
                        + "."
                        + stamp.modified().nanos()
                        + " "
                        + stamp.changed().seconds()
                        + "."
                        + stamp.changed().nanos()
                        + " "
                        + stamp.inode();
        String digits = Sha256.of(text.getBytes(StandardCharsets.US_ASCII)).toString();
        return new EntityTag(digits.substring(0, DIGITS), stamp.isOlderThan(now));
    }

    /** As it stands in headers; that of the same state is another once it is strong. */
    String text() {
        return strong ? "\"" + opaque + "\"" : "W/\"" + opaque + "-new\"";
    }

    /**
     * Whether a list of tags, as in {@code If-None-Match}, has this one or all; a weak one it never
     * has, since what the visitor holds may be from before a change its times do not show.
     */
    boolean isAmong(String list) {
        return isAmong(list, "W/");
    }

    /**
     * Whether a list of tags, as in {@code If-Match}, has this one, both of them strong, or all.
     */
    boolean isStrictlyAmong(String list) {
        return isAmong(list, "");
    }

    /** Whether it is in a list, with or without this before it. */
    private boolean isAmong(String list, String prefix) {
        for (String part : list.split(",", -1)) {
            String tag = part.strip();
            String bare = tag.startsWith(prefix) ? tag.substring(prefix.length()) : tag;
            if (tag.equals("*") || (strong && bare.equals(text()))) {
                return true;
            }
        }
        return false;
    }
}
