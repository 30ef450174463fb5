package dev.dsync.io.index;

import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.tree.RelPath;
import dev.dsync.core.tree.Timestamp;
import dev.dsync.io.fs.Stamp;

/**
 * Takes down the manifest of one file, record by record; one never finished never was, but for what
 * it was of a file that was being built.
 */
public interface ManifestSink {
    /** The next record. */
    void add(IndexedChunk chunk);

    /**
     * Puts the manifest in the place of what was known of the file.
     *
     * @param stamp as stat showed it before the first byte was read and after the last
     * @param observed when the first byte was read, by the clock that stamps files: a file that
     *     changed within that clock's grain before is not taken for unchanged later
     * @param root of the pages the records make
     */
    void finish(Stamp stamp, Timestamp observed, PageRoot root);

    /**
     * Notes that the records so far are those of what was built under a stage name, for a run after
     * this one that is killed. A power cut may take it.
     *
     * @param stamp of the stage, with a modification time that no write would give it
     */
    void reach(RelPath stage, Stamp stamp);

    /** Nobody adds to it any more: of it there is what was noted of a stage, for a later run. */
    void leave();

    /** Gives the manifest up: nothing of it was. */
    void drop();
}
