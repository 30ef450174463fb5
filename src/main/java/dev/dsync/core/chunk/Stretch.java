package dev.dsync.core.chunk;

/** A run of bytes of a new file, as an old one sees it. */
public sealed interface Stretch permits Stretch.Kept, Gap {
    /** Where in the new file it begins. */
    long offset();

    /**
     * Bytes both files have.
     *
     * @param offset where in the new file they begin
     * @param length how many of the old file's they are
     * @param count how often the new file has them there, one behind the other
     * @param oldOffset where in the old file they begin
     */
    record Kept(long offset, long length, long count, long oldOffset) implements Stretch {
        public Kept {
            if (offset < 0 || length < 1 || count < 1 || oldOffset < 0) {
                throw new IllegalArgumentException(
                        offset + "+" + count + "*" + length + ", " + oldOffset);
            }
        }

        /** Where in the new file they end. */
        public long end() {
            return offset + count * length;
        }
    }
}
