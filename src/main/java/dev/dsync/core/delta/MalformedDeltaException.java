package dev.dsync.core.delta;

import java.io.IOException;

/** Bytes offered as a signature or a patch that are none, or none for the old bytes they meet. */
public final class MalformedDeltaException extends IOException {
    MalformedDeltaException(String what) {
        super(what);
    }

    MalformedDeltaException(String what, int offset) {
        super(what + " at byte " + offset);
    }
}
