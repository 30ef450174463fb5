package dev.dsync.engine.source;

import dev.dsync.io.wire.Segment;
import dev.dsync.io.wire.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The segments of one message, and the content they are cut from. */
final class Outgoing {
    /** The shortest run of zeros worth a segment of its own. */
    private static final int ZEROS_MIN = 4096;

    private final List<Segment> segments = new ArrayList<>();
    private byte[] buffer = new byte[0];
    private int room;
    private int used;

    /** Segments with so many bytes of content. */
    Outgoing(int bytesMax) {
        room = bytesMax;
    }

    /** The segments so far. */
    List<Segment> segments() {
        return segments;
    }

    /** Bytes of content that still go into this message. */
    int room() {
        return room;
    }

    /** Adds all of these bytes, though they may be more than there is room for. */
    void send(int file, byte[] bytes) {
        segments.add(new Segment.Bytes(file, new Slice(bytes)));
        room -= bytes.length;
    }

    /**
     * Adds the next bytes of a file's run, or the hole that comes next.
     *
     * @return false if the file ends before the run does
     */
    boolean send(SentFile file) throws IOException {
        // Asking costs a call, which a small file without holes can do without.
        long at = file.position();
        long data = file.isSparse() ? file.file().nextData(at) : at;
        long hole = data < 0 ? file.left() : Math.min(data - at, file.left());
        if (hole > 0) {
            zeros(file, hole);
            file.advance(hole);
            return true;
        }
        if (buffer.length == 0) {
            buffer = new byte[room];
        }
        int want = (int) Math.min(room, file.left());
        int read = file.file().read(at, buffer, used, want);
        split(file, used, used + read);
        file.advance(read);
        used += read;
        room -= read;
        return read > 0;
    }

    private void zeros(SentFile file, long length) throws IOException {
        if (file.isWhole()) {
            file.hash().zeros(length);
        }
        segments.add(new Segment.Zeros(file.number(), length));
    }

    /** Tells long runs of zeros from other bytes. */
    private void split(SentFile file, int from, int end) throws IOException {
        int start = from;
        int block = from;
        while (block < end) {
            int zeros = zeros(block, end);
            if (zeros >= ZEROS_MIN) {
                bytes(file, start, block);
                zeros(file, zeros);
                block += zeros;
                start = block;
            } else {
                block += ZEROS_MIN;
            }
        }
        bytes(file, start, end);
    }

    private void bytes(SentFile file, int from, int to) throws IOException {
        if (to > from) {
            if (file.isWhole()) {
                file.hash().write(buffer, from, to - from);
            }
            segments.add(new Segment.Bytes(file.number(), new Slice(buffer, from, to - from)));
        }
    }

    private int zeros(int from, int to) {
        int at = from;
        while (at < to && buffer[at] == 0) {
            at++;
        }
        return at - from;
    }
}
