package dev.dsync.io.index;

/** Files of an index one after the other. */
public interface FileCursor extends AutoCloseable {
    /** Steps to the next; false behind the last. */
    boolean next();

    /** The one stepped to. */
    IndexedFile file();

    @Override
    void close();
}
