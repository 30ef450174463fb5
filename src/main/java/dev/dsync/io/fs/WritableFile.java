package dev.dsync.io.fs;

import dev.dsync.core.tree.Timestamp;
import java.io.IOException;

/** A regular file opened for writing, and reading, at any offset. */
public interface WritableFile extends ReadableFile {
    /** Writes all {@code length} bytes at {@code position}, growing the file as needed. */
    void write(long position, byte[] bytes, int offset, int length) throws IOException;

    /** Cuts or grows (by a hole) the file to this size. */
    void truncate(long size) throws IOException;

    /** Sets permission, setuid, setgid and sticky bits. */
    void setMode(int mode) throws IOException;

    /** Sets owner and group; -1 leaves one as it is. */
    void setOwner(int uid, int gid) throws IOException;

    void setModified(Timestamp modified) throws IOException;

    /** Makes the content durable ({@code fdatasync}, which covers the size). */
    void syncData() throws IOException;

    /** Makes content and attributes durable ({@code fsync}). */
    void sync() throws IOException;
}
