package dev.dsync.engine.source;

import dev.dsync.core.hash.PieceHash;
import dev.dsync.core.tree.Problem;
import dev.dsync.io.fs.FsException;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.wire.Message.Segment;
import dev.dsync.io.wire.Message.Wish;
import dev.dsync.io.wire.PartSize;
import dev.dsync.io.wire.Slice;
import dev.dsync.io.wire.UnexpectedMessageException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads wished files in order, a few segments at a time. Used by the jobs of one lane only. */
final class ContentReader implements AutoCloseable {
    /** How often a file that changes while it is read is begun anew. */
    private static final int RESTARTS_MAX = 2;

    /** The shortest run of zeros worth a segment of its own. */
    private static final int ZEROS_MIN = 4096;

    /** Bytes of segments in one message beside the content in them. */
    private static final int OVERHEAD_MAX = 1 << 20;

    private static final int SEGMENTS_MAX = 16_384;

    private final Contents contents;
    private final Deque<Wish> wishes = new ArrayDeque<>();
    private @Nullable Current current;

    ContentReader(Contents contents) {
        this.contents = contents;
    }

    /** The file being read. */
    private static final class Current {
        final Wish wish;
        final ReadableFile file;
        Stat opened;
        PieceHash hash = new PieceHash();
        long position;
        long size;
        int restarts;

        Current(Wish wish, ReadableFile file, Stat opened) {
            this.wish = wish;
            this.file = file;
            this.opened = opened;
        }
    }

    void add(List<Wish> more) {
        wishes.addAll(more);
    }

    /** Whether all that was wished for has been read. */
    boolean isIdle() {
        return current == null && wishes.isEmpty();
    }

    /**
     * The next segments.
     *
     * @param bytesMax content bytes in them, at most
     * @throws IOException if something was wished for that was not announced
     */
    List<Segment> read(int bytesMax) throws IOException {
        List<Segment> segments = new ArrayList<>();
        byte[] buffer = new byte[bytesMax];
        int used = 0;
        int told = 0;
        long overhead = 0;
        while (used < bytesMax
                && segments.size() < SEGMENTS_MAX
                && overhead - used < OVERHEAD_MAX
                && !isIdle()) {
            for (; told < segments.size(); told++) {
                overhead += PartSize.of(segments.get(told));
            }
            Current file = current;
            if (file == null) {
                begin(wishes.removeFirst(), segments);
                continue;
            }
            try {
                used += advance(file, buffer, used, segments);
            } catch (FsException e) {
                give(
                        file,
                        new Segment.Gone(file.wish.file(), Problem.Kind.READ_CONTENT, reason(e)),
                        segments);
            }
        }
        return segments;
    }

    private void begin(Wish wish, List<Segment> segments) throws IOException {
        if (contents.sizeOf(wish.path()).isEmpty()) {
            throw new UnexpectedMessageException(
                    "Fetch", "of " + wish.path() + ", which was not announced");
        }
        ReadableFile file = null;
        try {
            file = contents.open(wish.path());
            Current next = new Current(wish, file, file.stat());
            current = next;
            next.size = wish.size();
            if (isRewritten(next.opened, wish)) {
                restart(next, next.opened, segments);
            }
        } catch (FsException e) {
            if (file != null) {
                file.close();
            }
            current = null;
            boolean vanished = e.reason() == FsException.Reason.NOT_FOUND;
            Problem.Kind kind = vanished ? Problem.Kind.VANISHED : Problem.Kind.READ_CONTENT;
            segments.add(new Segment.Gone(wish.file(), kind, reason(e)));
        }
    }

    /** Whether it is another file than was listed, or may be one. */
    private static boolean isRewritten(Stat opened, Wish wish) {
        return opened.size() < wish.size() || !opened.modified().equals(wish.modified());
    }

    /**
     * Reads on in a file, at most to the end of the buffer; the answer is how much of the buffer
     * was used.
     */
    private int advance(Current file, byte[] buffer, int at, List<Segment> segments)
            throws IOException {
        if (file.position == file.size) {
            end(file, segments);
            return 0;
        }
        // Asking costs a call, which a small file without holes can do without.
        boolean holes = file.opened.allocated() < file.size;
        long data = holes ? file.file.nextData(file.position) : file.position;
        long end = data < 0 ? file.size : Math.min(data, file.size);
        if (end > file.position) {
            zeros(file, end - file.position, segments);
            file.position = end;
            return 0;
        }
        int want = (int) Math.min(buffer.length - at, file.size - file.position);
        int read = file.file.read(file.position, buffer, at, want);
        if (read == 0) {
            changed(file, file.file.stat(), segments);
            return 0;
        }
        split(file, buffer, at, read, segments);
        file.position += read;
        return read;
    }

    private static void zeros(Current file, long length, List<Segment> segments) {
        file.hash.zeros(length);
        segments.add(new Segment.Zeros(file.wish.file(), length));
    }

    /** Tells long runs of zeros from other bytes. */
    private static void split(
            Current file, byte[] buffer, int at, int length, List<Segment> segments) {
        int start = at;
        int end = at + length;
        int block = at;
        while (block < end) {
            int zeros = zeros(buffer, block, end);
            if (zeros >= ZEROS_MIN) {
                bytes(file, buffer, start, block, segments);
                zeros(file, zeros, segments);
                block += zeros;
                start = block;
            } else {
                block += ZEROS_MIN;
            }
        }
        bytes(file, buffer, start, end, segments);
    }

    private static void bytes(
            Current file, byte[] buffer, int from, int to, List<Segment> segments) {
        if (to > from) {
            file.hash.bytes(buffer, from, to - from);
            segments.add(new Segment.Bytes(file.wish.file(), new Slice(buffer, from, to - from)));
        }
    }

    private static int zeros(byte[] buffer, int from, int to) {
        if (buffer[from] != 0) {
            return 0;
        }
        int at = from;
        while (at < to && buffer[at] == 0) {
            at++;
        }
        return at - from;
    }

    private void end(Current file, List<Segment> segments) throws IOException {
        Stat now = file.file.stat();
        boolean grown = now.size() > file.opened.size();
        if (!grown && (now.size() < file.size || !now.modified().equals(file.opened.modified()))) {
            changed(file, now, segments);
        } else {
            give(file, new Segment.End(file.wish.file(), file.hash.finish()), segments);
        }
    }

    private void changed(Current file, Stat now, List<Segment> segments) {
        if (file.restarts == RESTARTS_MAX) {
            Problem.Kind kind = Problem.Kind.CHANGED_WHILE_READING;
            give(
                    file,
                    new Segment.Gone(file.wish.file(), kind, "changed while it was read"),
                    segments);
        } else {
            file.restarts++;
            restart(file, now, segments);
        }
    }

    private static void restart(Current file, Stat now, List<Segment> segments) {
        file.opened = now;
        file.size = now.size();
        file.position = 0;
        file.hash = new PieceHash();
        segments.add(new Segment.Restart(file.wish.file(), now.size(), now.modified()));
    }

    /** The last segment of a file. */
    private void give(Current file, Segment last, List<Segment> segments) {
        file.file.close();
        current = null;
        segments.add(last);
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        if (current != null) {
            current.file.close();
            current = null;
        }
        contents.close();
    }
}
