package dev.dsync.engine.source;

import dev.dsync.core.chunk.ManifestStream;
import dev.dsync.core.delta.GapPiece;
import dev.dsync.core.delta.Signature;
import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.io.fs.ReadableFile;
import dev.dsync.io.fs.Stat;
import dev.dsync.io.wire.UnexpectedMessageException;
import dev.dsync.io.wire.Want;
import dev.dsync.io.wire.Want.Range;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A file being sent: all of it, or ranges of it, and how far that is. */
final class SentFile {
    /** How often a file that changes while it is read is begun anew. */
    private static final int RESTARTS_MAX = 2;

    private final int number;
    private final ReadableFile file;
    private final ManifestStream hash;
    private Stat opened;

    /** Ranges not begun. */
    private final Deque<Range> ranges = new ArrayDeque<>();

    /** The manifest told of the file, where ranges of it are wanted; else all of it is. */
    private @Nullable PageRoot manifest;

    private boolean expectsMore;
    private long position;

    /** Where the run being sent as it is ends. */
    private long end;

    private long size;
    private int restarts;

    /** A file just opened; {@code hash} is its own until it ends. */
    SentFile(int number, ReadableFile file, Stat opened, ManifestStream hash) {
        this.number = number;
        this.file = file;
        this.opened = opened;
        this.hash = hash;
        hash.restart();
    }

    /** All of it is wanted, as its difference from these bytes if that can be. */
    void wantWhole(long listedSize, @Nullable Signature old) {
        size = listedSize;
        if (old != null && size > 0 && size <= GapPiece.BYTES_MAX) {
            ranges.add(new Range(0, size, old));
        } else {
            end = size;
        }
    }

    /** Ranges of the content that was told so are wanted. */
    void wantRanges(PageRoot told) {
        manifest = told;
        size = told.bytes();
        expectsMore = true;
    }

    /** More ranges of it are wanted. */
    void want(Want.Ranges more) throws IOException {
        expectsMore = !more.last();
        if (manifest == null) {
            return; // all of it is on its way
        }
        for (Range range : more.ranges()) {
            if (range.length() > size - range.offset()) {
                throw new UnexpectedMessageException("Fetch", "of a range beyond the end");
            }
            ranges.add(range);
        }
    }

    int number() {
        return number;
    }

    boolean isWhole() {
        return manifest == null;
    }

    /** Whether it has to be known which ranges are wanted next. */
    boolean isWaiting() {
        return manifest != null && expectsMore && position == end && ranges.isEmpty();
    }

    /** Whether more ranges will be named, though nobody waits for them. */
    boolean expectsMore() {
        return expectsMore;
    }

    /** Takes the next range out if it is to be told as its difference from old bytes. */
    @Nullable Range nextLikeOld() {
        Range first = position == end ? ranges.peek() : null;
        return first == null || first.old() == null ? null : ranges.remove();
    }

    /** Goes on to the next range that is sent as it is; false if there is none. */
    boolean nextRun() {
        Range next = ranges.poll();
        if (next == null) {
            return false;
        }
        position = next.offset();
        end = position + next.length();
        return true;
    }

    boolean isRunAtEnd() {
        return position == end;
    }

    long position() {
        return position;
    }

    /** Bytes left of the run. */
    long left() {
        return end - position;
    }

    void advance(long bytes) {
        position += bytes;
    }

    /** Whether there may be holes. */
    boolean isSparse() {
        return opened.allocated() < size;
    }

    ReadableFile file() {
        return file;
    }

    ManifestStream hash() {
        return hash;
    }

    /** The bytes of a range; null if the file ends before it does. */
    byte @Nullable [] readFully(Range range) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(range.length())];
        int read = file.read(range.offset(), bytes, 0, bytes.length);
        return read == bytes.length ? bytes : null;
    }

    Stat stat() throws IOException {
        return file.stat();
    }

    /** Whether what was read is of two contents; what a file grows by does not count. */
    boolean isChanged(Stat now) {
        if (manifest != null) {
            return !now.stamp().equals(opened.stamp());
        }
        boolean grown = now.size() > opened.size();
        return !grown && (now.size() < size || !now.modified().equals(opened.modified()));
    }

    /** What it contains, once all of that was read; asked for once. */
    Digest content() throws IOException {
        return manifest == null ? hash.finish().root().name() : manifest.name();
    }

    /** Whether it may be begun anew once more. */
    boolean mayRestart() {
        return restarts < RESTARTS_MAX;
    }

    /** Begins anew, all of it, as it is now. */
    void restart(Stat now) {
        restarts++;
        opened = now;
        manifest = null;
        ranges.clear();
        position = 0;
        size = now.size();
        end = size;
        hash.restart();
    }

    void close() {
        file.close();
    }
}
