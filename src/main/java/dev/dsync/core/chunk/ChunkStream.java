package dev.dsync.core.chunk;

import java.io.IOException;
import java.util.Arrays;

/** Cuts bytes that come in pieces of any size, and runs of zeros that do not come at all. */
public final class ChunkStream {
    /** Takes the chunks in order. */
    public interface Sink {
        /**
         * Takes {@code count} equal chunks, one behind the other.
         *
         * @param bytes the stream's own, which change after the call
         */
        void chunks(byte[] bytes, int offset, int length, long count) throws IOException;
    }

    private static final int LOOK_AHEADS = 8;

    private final Chunker chunker;
    private final Sink sink;
    private final byte[] zeroChunk;

    /** Made when the first bytes come, since most sessions of a watch read no content. */
    private byte[] buffer = new byte[0];

    private int start;
    private int end;

    /** How many of the last bytes of the buffer are known to be zeros. */
    private int zerosAtEnd;

    /** Hands chunks to the sink as soon as they are decided, but for what the buffer holds. */
    public ChunkStream(Chunker chunker, Sink sink) {
        this.chunker = chunker;
        this.sink = sink;
        zeroChunk = new byte[chunker.bytesMin()];
    }

    /** Takes the next bytes. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int room = room();
            int more = Math.min(room, length - done);
            System.arraycopy(bytes, offset + done, buffer, end, more);
            end += more;
            done += more;
            zerosAtEnd = 0;
        }
    }

    /** Takes so many zeros; the work does not grow with the number. */
    public void zeros(long count) throws IOException {
        long left = count;
        while (left > 0) {
            cut(false);
            if (zerosAtEnd >= end - start) {
                left += end - start;
                start = end;
            }
            long chunks = start == end ? chunker.zeroChunks(left) : 0;
            if (chunks > 0) {
                sink.chunks(zeroChunk, 0, zeroChunk.length, chunks);
                left -= chunks * zeroChunk.length;
            }
            int more = (int) Math.min(left, Math.min(room(), chunker.lookAhead()));
            Arrays.fill(buffer, end, end + more, (byte) 0);
            end += more;
            zerosAtEnd = Math.min(end - start, zerosAtEnd + more);
            left -= more;
        }
    }

    /** Ends the stream; the next bytes begin another. */
    public void finish() throws IOException {
        cut(true);
        restart();
    }

    /** Forgets the bytes not yet cut; the next begin another stream. */
    public void restart() {
        start = 0;
        end = 0;
        zerosAtEnd = 0;
    }

    /** Room at the buffer's end, made if there is none. */
    private int room() throws IOException {
        if (buffer.length == 0) {
            buffer = new byte[chunker.lookAhead() * LOOK_AHEADS];
        }
        if (end == buffer.length) {
            cut(false);
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        return buffer.length - end;
    }

    private void cut(boolean atEnd) throws IOException {
        int length = chunker.next(buffer, start, end - start, atEnd);
        while (length > 0) {
            sink.chunks(buffer, start, length, 1);
            start += length;
            length = chunker.next(buffer, start, end - start, atEnd);
        }
        zerosAtEnd = Math.min(zerosAtEnd, end - start);
    }
}
