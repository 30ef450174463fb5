package dev.dsync.engine.scan;

import java.io.IOException;

/** A file was written to, or replaced, while it was read: what was read is nothing it ever was. */
public final class ContentChangedException extends IOException {
    ContentChangedException() {
        super("it changed while it was read");
    }
}
