package dev.dsync.engine.scan;

import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that was opened to be looked at, and is handed to whoever opens it first; others get it
 * opened anew. They may be on other threads, but not before the first.
 */
final class OpenedOnce implements FileOpener, AutoCloseable {
    private final FileOpener opener;
    private @Nullable ReadableFile opened;

    OpenedOnce(FileOpener opener) throws IOException {
        this.opener = opener;
        this.opened = opener.open();
    }

    /** What stat shows of it; not once it was handed over. */
    Stat stat() throws IOException {
        ReadableFile file = opened;
        if (file == null) {
            throw new IllegalStateException("handed over");
        }
        return file.stat();
    }

    @Override
    public ReadableFile open() throws IOException {
        ReadableFile file = opened;
        if (file == null) {
            return opener.open();
        }
        opened = null;
        return file;
    }

    /** Closes it, if nobody opened it. */
    @Override
    public void close() {
        ReadableFile file = opened;
        if (file != null) {
            opened = null;
            file.close();
        }
    }
}
