package dev.dsync.app.web;

import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is to be as it was when it was announced: of one that is changed meanwhile the end is
 * never read, so that nobody takes what was sent of it for whole.
 *
 * @param seen what was announced
 */
record SteadyFile(Disk disk, ReadableFile file, Stat seen) {
    /** Takes what was read, part by part. */
    @FunctionalInterface
    interface Taker {
        /** Takes one; the buffer is filled anew behind it. */
        void take(ByteBuffer part, boolean last) throws IOException;
    }

    /**
     * Reads a part of it by way of this buffer.
     *
     * @param first position of the first byte
     * @param end position behind the last one
     * @throws IOException if the file is not as it was
     */
    void copy(long first, long end, ByteBuffer buffer, Taker taker) throws IOException {
        long position = first;
        while (position < end) {
            long from = position;
            int part = (int) Math.min(buffer.capacity(), end - from);
            boolean last = part == end - from;
            buffer.clear().limit(part);
            disk.run(() -> read(from, buffer, last));
            taker.take(buffer.flip(), last);
            position += part;
        }
    }

    private void read(long position, ByteBuffer buffer, boolean last) throws IOException {
        int wanted = buffer.remaining();
        if (file.read(position, buffer) < wanted) {
            throw new IOException("the file became shorter");
        }
        if (last) {
            Stat now = file.stat();
            if (now.size() != seen.size() || !now.modified().equals(seen.modified())) {
                throw new IOException("the file was changed");
            }
        }
    }
}
