package dev.dsync.io.fs;

import dev.dsync.core.tree.Timestamp;
import java.io.IOException;

/** A regular file opened for writing, and reading, at any offset. */
public interface WritableFile extends ReadableFile {
    /** Writes all {@code length} bytes at {@code position}, growing the file as needed. */
    void write(long position, byte[] bytes, int offset, int length) throws IOException;

    /**
     * Writes at {@code position} the {@code length} bytes that {@code source}, opened in the same
     * file system gate, holds from {@code sourcePosition} on; they do not pass through the heap,
     * and where the disk can it shares them between both files.
     *
     * <p>Holes of the source that lie behind the end of this file stay holes, so that a file built
     * from front to back is as sparse as what it is built of; where this file has data already,
     * zeros are written over it, and no hole is made. Nothing of the source's attributes comes
     * along.
     *
     * @throws java.io.EOFException if the source ends before the range does; where it became
     *     shorter meanwhile, part of the range is written
     * @throws IllegalArgumentException if both are the same file and the ranges overlap
     */
    void copyFrom(long position, ReadableFile source, long sourcePosition, long length)
            throws IOException;

    /**
     * Makes the content of this file that of {@code source}, sharing all of its blocks, without
     * reading it.
     *
     * @return false, with this file as it was, where the file system cannot: it knows no shared
     *     blocks, the source is on another or is this file, or this file is longer and the source's
     *     end does not suit it
     */
    boolean cloneFrom(ReadableFile source) throws IOException;

    /** Cuts or grows (by a hole) the file to this size. */
    void truncate(long size) throws IOException;

    /** Sets permission, setuid, setgid and sticky bits. */
    void setMode(int mode) throws IOException;

    /** Sets owner and group; -1 leaves one as it is. */
    void setOwner(int uid, int gid) throws IOException;

    void setModified(Timestamp modified) throws IOException;

    /** Makes the content durable ({@code fdatasync}, which covers the size). */
    void syncData() throws IOException;
}
