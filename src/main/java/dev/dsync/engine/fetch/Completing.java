package dev.dsync.engine.fetch;

import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Directory;
import dev.dsync.io.fs.WritableFile;
import java.io.IOException;

/** What a built file needs besides its content, done while it is still open. */
@FunctionalInterface
public interface Completing {
    /**
     * Makes sure, before anything of it is written, that the file can be built where it belongs.
     */
    default void begin() throws IOException {}

    /**
     * Completes a file whose content is verified.
     *
     * @param directory where it was built, which is where it belongs
     * @param modified its time as the source showed it when it was read
     * @return whether it is durable
     */
    boolean complete(Directory directory, WritableFile file, Timestamp modified) throws IOException;
}
