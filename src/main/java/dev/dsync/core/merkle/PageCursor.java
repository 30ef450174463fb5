package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.Arrays;

/** A walk over the records of a sequence in order, holding one page a level. */
public final class PageCursor {
    private final PageKind kind;
    private final TreeWalk walk;

    /** Whether the position was handed out. */
    private boolean taken;

    /** Which pages are not opened. */
    public interface Closed {
        /** Whether to stop before the page instead of opening it. */
        boolean test(Digest page, int level) throws IOException;
    }

    /** Begins before the first record. */
    public PageCursor(PageKind kind, PageStore store, PageRoot root) {
        this.kind = kind;
        walk = new TreeWalk(kind, store, root);
    }

    /**
     * Steps to the next record; false at the end. A page that is missing or malformed is an
     * IOException.
     */
    public boolean next() throws IOException {
        leave();
        while (!walk.atEnd() && !walk.isRecord()) {
            walk.descend();
        }
        taken = !walk.atEnd();
        return taken;
    }

    /**
     * Steps to the next record or, if that is earlier, the next page that stays closed; false at
     * the end.
     */
    public boolean next(Closed closed) throws IOException {
        leave();
        while (!walk.atEnd() && !walk.isRecord() && !closed.test(walk.name(), walk.level())) {
            walk.descend();
        }
        taken = !walk.atEnd();
        return taken;
    }

    /** Whether it stands on a record, not on a closed page. */
    public boolean isRecord() {
        return walk.isRecord();
    }

    /** The closed page it stands on. */
    public Digest name() {
        return walk.name();
    }

    private void leave() throws IOException {
        if (taken) {
            walk.advance();
            taken = false;
        }
    }

    /** Makes the first record at or behind this path the next one; only forward. */
    public void seek(byte[] path) throws IOException {
        if (!kind.hasPaths()) {
            throw new IllegalStateException(kind + " has no paths");
        }
        leave();
        walk.seek(path, path.length, TreeWalk.RECORD);
    }

    /**
     * Makes the record that holds this byte of what the sequence stands for the next one; only
     * forward.
     */
    public void seekByte(long offset) throws IOException {
        leave();
        walk.seekByte(offset, TreeWalk.RECORD);
    }

    /** Makes the record with so many before it the next one; only forward. */
    public void seekEntry(long entry) throws IOException {
        leave();
        walk.seekEntry(entry, TreeWalk.RECORD);
    }

    /** A copy of the record's path. */
    public byte[] path() {
        return Arrays.copyOf(walk.reader().path(), walk.reader().pathLength());
    }

    /** What the record, or the closed page, stands for. */
    public long bytes() {
        return walk.bytes();
    }

    /** A copy of the record's payload. */
    public byte[] payload() {
        return payload(walk.reader());
    }

    static byte[] payload(PageReader reader) {
        int at = reader.payloadAt();
        return Arrays.copyOfRange(reader.page(), at, at + reader.payloadLength());
    }

    /** Sets a reader on the record's payload, which is not copied. */
    public void read(RecordReader reader) {
        PageReader record = walk.reader();
        reader.reset(record.page(), record.payloadAt(), record.payloadLength());
    }

    /** Records before this one, or this page. */
    public long entriesBefore() {
        return walk.entriesBefore();
    }

    /** What the records before this one, or this page, stand for. */
    public long bytesBefore() {
        return walk.bytesBefore();
    }
}
