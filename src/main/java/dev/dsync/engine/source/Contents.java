package dev.dsync.engine.source;

import dev.dsync.core.chunk.Manifest;
import dev.dsync.core.merkle.PageStore;
import dev.dsync.core.tree.Entry.FileEntry;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.Optional;

/** The files behind a listing that was announced, by their positions in it. */
public interface Contents extends AutoCloseable {
    /** The file the listing has at this position, if it has one there: nothing else may be had. */
    Optional<FileEntry> file(long position) throws IOException;

    /** Opens the file behind a position that has one. */
    ReadableFile open(long position) throws IOException;

    /**
     * What the file behind a position that has one contains; nothing if it changes just now.
     *
     * @param pages gets what the manifest consists of
     */
    Optional<Known> content(long position, PageStore pages) throws IOException;

    /**
     * A content.
     *
     * @param stat of the file that has it
     */
    record Known(Manifest manifest, Stat stat) {}

    /** Closes what is kept open from file to file. */
    @Override
    default void close() {}
}
