package dev.dsync.io.index;

import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.RelPath;
import dev.dsync.io.fs.Stamp;

/**
 * A file as it was when it was last read.
 *
 * @param id of its manifest, which is never changed: other content has another
 * @param stamp what stat showed
 * @param isSettled whether an equal stamp means equal content: not if the file might have changed
 *     within the clock's grain, or might have lost in a crash what was not on disk
 */
public record IndexedFile(
        RelPath path, long id, Stamp stamp, boolean isSettled, PageRoot manifest) {
    /** Whether a file that has this stamp now has the content known. */
    public boolean holds(Stamp now) {
        return isSettled && stamp.equals(now);
    }
}
