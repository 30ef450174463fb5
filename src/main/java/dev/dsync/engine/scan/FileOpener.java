package dev.dsync.engine.scan;

import dev.dsync.io.fs.ReadableFile;
import java.io.IOException;

/** Opens one file, again for each thread that reads it. Any thread may call. */
public interface FileOpener {
    ReadableFile open() throws IOException;
}
