package dev.dsync.io.trust;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A folder of dsync's own that nobody else may read; names are relative, parts separated by {@code
 * /}.
 */
interface PrivateFiles {
    /**
     * The whole content of a file, or nothing where there is none.
     *
     * @throws KeyFileException if it is no regular file, is another user's, gives anybody but its
     *     owner any permission, or is longer than {@code bytesMax}; nothing of it was returned then
     */
    Optional<byte[]> read(String name, int bytesMax) throws IOException;

    /**
     * Creates a file with mode 0600, its folders with 0700; it appears whole and durable or not at
     * all.
     *
     * @return false if the name is taken, which is left as it is
     */
    boolean create(String name, byte[] content) throws IOException;

    /** Creates a file, or replaces its content, as {@link #create} does. */
    void replace(String name, byte[] content) throws IOException;

    /** The names in a folder, sorted; none where there is no such folder. */
    List<String> names(String folder) throws IOException;

    /** Where a file is, for messages. */
    String location(String name);
}
