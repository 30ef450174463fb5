package dev.dsync.engine.scan;

import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A piece of an opened file in memory, moved to where it is wanted. Holes are not read. */
final class FileWindow {
    /** Bytes before the position asked for that are kept where possible. */
    static final int KEPT_BYTES = 128 << 10;

    private static final int BYTES = 512 << 10;

    private final byte[] bytes = new byte[BYTES];
    private @Nullable ReadableFile file;
    private long size;

    /** Where in the file the window begins. */
    private long start;

    private int length;

    /** Where the data or the hole last come upon is. */
    private long extentStart;

    private long extentEnd;
    private boolean isHole;

    /** Goes to the beginning of a file, of which stat showed this. */
    void open(ReadableFile newFile, Stat stat) {
        file = newFile;
        size = stat.size();
        start = 0;
        length = 0;
        isHole = false;
        extentStart = 0;
        // a file that takes its full size on disk has no holes to ask for
        extentEnd = stat.allocated() >= size ? size : 0;
    }

    long size() {
        return size;
    }

    /** All bytes in memory; {@link #index} says where those of a position are. */
    byte[] bytes() {
        return bytes;
    }

    int index(long position) {
        return (int) (position - start);
    }

    /**
     * Brings bytes of the file into memory, and some behind them.
     *
     * @param least bytes needed, fewer only at the file's end
     * @param end where the bytes end that are of use later
     * @return the number of bytes from the position on
     */
    int load(long position, int least, long end) throws IOException {
        if (position < start || position > start + length) {
            start = position;
            length = 0;
        }
        long needed = Math.min(size, position + least);
        if (needed > start + length) {
            if (needed - start > BYTES) {
                int kept = Math.max(0, index(position) - KEPT_BYTES);
                System.arraycopy(bytes, kept, bytes, 0, length - kept);
                start += kept;
                length -= kept;
            }
            fill(Math.min(start + BYTES, Math.min(size, Math.max(needed, end))));
        }
        return length - index(position);
    }

    private void fill(long end) throws IOException {
        for (long at = start + length; at < end; at = start + length) {
            if (at < extentStart || at >= extentEnd) {
                seek(at);
            }
            int part = (int) (Math.min(end, extentEnd) - at);
            if (isHole) {
                Arrays.fill(bytes, length, length + part, (byte) 0);
            } else if (opened().read(at, bytes, length, part) < part) {
                throw new ContentChangedException();
            }
            length += part;
        }
    }

    private void seek(long at) throws IOException {
        long data = opened().nextData(at);
        isHole = data != at;
        extentStart = at;
        long next = isHole ? data : opened().nextHole(at);
        extentEnd = next < 0 ? size : Math.min(size, next);
        if (extentEnd <= at) {
            throw new ContentChangedException();
        }
    }

    private ReadableFile opened() {
        if (file == null) {
            throw new IllegalStateException("no file");
        }
        return file;
    }

    /** How many bytes from the position on are zeros because they are in the hole last met. */
    long zeros(long position) {
        return isHole && position >= extentStart && position < extentEnd ? extentEnd - position : 0;
    }
}
