package dev.dsync.bench;

/** A way to cut whole contents that are in memory. */
interface Candidate {
    /** The length of the chunk that begins at {@code offset}, of {@code length} bytes left. */
    int next(byte[] bytes, int offset, int length);
}
