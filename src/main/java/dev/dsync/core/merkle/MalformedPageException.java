package dev.dsync.core.merkle;

import java.io.IOException;

/** Bytes offered as a page, a record or an answer about pages that are none. */
public final class MalformedPageException extends IOException {
    private final int offset;

    public MalformedPageException(String what, int offset) {
        super(what + " at byte " + offset);
        this.offset = offset;
    }

    /** Where in the bytes it was noticed. */
    public int offset() {
        return offset;
    }
}
