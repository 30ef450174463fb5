package dev.dsync.app.web;

import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads of a file that is to be as it was when it was announced: of one that is changed meanwhile
 * the end is never read, so that nobody takes what was sent of it for whole.
 */
final class SteadyFile {
    private SteadyFile() {}

    /**
     * Fills a buffer.
     *
     * @param seen what was announced
     * @param end whether this is the last read of it
     * @throws IOException if the file is not as it was
     */
    static void read(ReadableFile file, Stat seen, long position, ByteBuffer buffer, boolean end)
            throws IOException {
        int wanted = buffer.remaining();
        if (file.read(position, buffer) < wanted) {
            throw new IOException("the file became shorter");
        }
        if (end) {
            Stat now = file.stat();
            if (now.size() != seen.size() || !now.modified().equals(seen.modified())) {
                throw new IOException("the file was changed");
            }
        }
    }
}
