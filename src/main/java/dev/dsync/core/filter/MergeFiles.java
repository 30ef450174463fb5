package dev.dsync.core.filter;

import dev.dsync.core.tree.Name;
import dev.dsync.core.tree.RelPath;
import java.io.IOException;
import java.util.Optional;

/** Reads the per-directory merge files of a root. */
public interface MergeFiles {
    /** A reader of a root without merge files. */
    MergeFiles NONE = (directory, name) -> Optional.empty();

    /**
     * The bytes of the file of that name in that directory of the root; empty if there is none. Of
     * one that is too long {@link RuleParser.Files#BYTES_MAX} and one more are enough.
     *
     * @throws IOException if there is one that cannot be read: what it protects is then unknown
     */
    Optional<byte[]> read(RelPath directory, Name name) throws IOException;

    /**
     * The bytes of a merge file in a directory above the root, asked for rules such as {@code :
     * /.rsync-filter}; empty if there is none. A root whose parents are none of its business
     * answers empty, as here.
     *
     * @param levels how far above the root the directory stands; 1 is the root's parent
     * @throws IOException if there is one that cannot be read
     */
    default Optional<byte[]> readAbove(int levels, Name name) throws IOException {
        return Optional.empty();
    }
}
