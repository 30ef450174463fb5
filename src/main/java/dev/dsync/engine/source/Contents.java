package dev.dsync.engine.source;

import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.ReadableFile;
import java.io.IOException;
import java.util.Optional;

/** The files behind a listing that was announced. */
public interface Contents extends AutoCloseable {
    /**
     * The size the listing has for this path, if it has a file there: nothing else may be asked
     * for.
     */
    Optional<Long> sizeOf(RelPath path) throws IOException;

    /** Opens the file behind a path of the listing. */
    ReadableFile open(RelPath path) throws IOException;

    /** Closes what is kept open from file to file. */
    @Override
    default void close() {}
}
