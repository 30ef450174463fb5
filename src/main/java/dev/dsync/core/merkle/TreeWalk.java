package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A position in a tree of pages: a page not opened yet, or a record of a leaf. Whoever walks
 * decides which pages to open and which to pass.
 */
final class TreeWalk {
    /** The level of a position that is a record. */
    static final int RECORD = -1;

    private static final byte[] ROOT_PATH = {};

    private final PageKind kind;
    private final PageStore store;
    private final PageRoot root;
    private final List<PageReader> frames = new ArrayList<>();
    private int depth;
    private boolean ended;

    /** Begins at the top page, not opened. */
    TreeWalk(PageKind kind, PageStore store, PageRoot root) {
        this.kind = kind;
        this.store = store;
        this.root = root;
        ended = root.entries() == 0;
    }

    boolean atEnd() {
        return ended;
    }

    /** The level of the page at this position, or {@link #RECORD}. */
    int level() {
        return depth == 0 ? root.level() : top().level() - 1;
    }

    boolean isRecord() {
        return level() == RECORD;
    }

    private PageReader top() {
        return frames.get(depth - 1);
    }

    /** The reader that stands on the record; only where {@link #isRecord}. */
    PageReader reader() {
        return top();
    }

    /** The name of the page at this position. */
    Digest name() {
        return depth == 0 ? root.name() : top().name();
    }

    /** The first path at this position, valid until the next move. */
    byte[] path() {
        return depth == 0 ? ROOT_PATH : top().path();
    }

    int pathLength() {
        return depth == 0 ? 0 : top().pathLength();
    }

    /** The length of the directory the page at this position is relative to. */
    int directory() {
        return depth == 0 ? 0 : top().directory();
    }

    long entries() {
        return depth == 0 ? root.entries() : top().entries();
    }

    long bytes() {
        return depth == 0 ? root.bytes() : top().bytes();
    }

    /**
     * What follows this position in the same page, by a reader of its own; null if nothing does.
     */
    @Nullable PageReader next() throws IOException {
        if (depth == 0 || !top().hasMore()) {
            return null;
        }
        PageReader next = top().copy();
        next.next();
        return next;
    }

    /** Records before this position. */
    long entriesBefore() {
        long before = ended ? root.entries() : 0;
        for (int i = 0; i < depth; i++) {
            before += frames.get(i).entriesTotal() - frames.get(i).entries();
        }
        return before;
    }

    /** What the records before this position stand for. */
    long bytesBefore() {
        long before = ended ? root.bytes() : 0;
        for (int i = 0; i < depth; i++) {
            before = PageReader.sum(before, frames.get(i).bytesTotal() - frames.get(i).bytes());
        }
        return before;
    }

    /** Opens the page at this position and stands on its first record. */
    void descend() throws IOException {
        int level = level();
        Digest name = name();
        byte[] page =
                store.find(name).orElseThrow(() -> new IOException("page " + name + " is missing"));
        if (frames.size() == depth) {
            frames.add(new PageReader(kind));
        }
        PageReader child = frames.get(depth);
        byte[] path = path();
        int pathLength = pathLength();
        child.open(level, page, page.length, path, directory());
        if (!child.next()) {
            throw child.malformed("empty page");
        }
        if (PathBytes.compare(path, pathLength, child.path(), child.pathLength()) != 0) {
            throw child.malformed("first path is not the parent's");
        }
        depth++;
    }

    /** Passes the record or the unopened page at this position. */
    void advance() throws IOException {
        if (depth == 0) {
            ended = true;
            return;
        }
        PageReader deepest = top();
        while (!top().next()) {
            PageReader done = top();
            depth--;
            if (done.entriesTotal() != entries() || done.bytesTotal() != bytes()) {
                throw done.malformed("page is not of the size its parent says");
            }
            if (depth == 0) {
                ended = true;
                return;
            }
        }
        PageReader now = top();
        if (now != deepest && kind.hasPaths()) {
            checkOrder(deepest, now);
        }
    }

    private static void checkOrder(PageReader before, PageReader now)
            throws MalformedPageException {
        if (PathBytes.compare(before.path(), before.pathLength(), now.path(), now.pathLength())
                >= 0) {
            throw now.malformed("path not behind the page before");
        }
    }

    /**
     * Moves forward to the position of this level with this path, or the first position behind it.
     */
    void seek(byte[] path, int length, int level) throws IOException {
        if (ended || compare(path, length) >= 0) {
            return;
        }
        for (int i = 0; i < depth; i++) {
            if (skipTo(frames.get(i), path, length)) {
                depth = i + 1;
                break;
            }
        }
        while (level() > level && compare(path, length) < 0) {
            descend();
            skipTo(top(), path, length);
        }
        if (compare(path, length) < 0) {
            // The last position not behind the path is before it, so the next one is behind.
            advance();
        }
    }

    /**
     * Moves forward to the position of this level that holds this byte of what the sequence stands
     * for.
     */
    void seekByte(long offset, int level) throws IOException {
        while (!ended) {
            if (PageReader.sum(bytesBefore(), bytes()) <= offset) {
                advance();
            } else if (level() <= level) {
                return;
            } else {
                descend();
            }
        }
    }

    /** Moves forward to the record, or the page of this level, that holds this record. */
    void seekEntry(long entry, int level) throws IOException {
        while (!ended) {
            if (entriesBefore() + entries() <= entry) {
                advance();
            } else if (level() <= level) {
                return;
            } else {
                descend();
            }
        }
    }

    private int compare(byte[] path, int length) {
        return PathBytes.compare(path(), pathLength(), path, length);
    }

    /**
     * Moves to the last record of the page that is not behind the path; whether that is another
     * than now.
     */
    private boolean skipTo(PageReader reader, byte[] path, int length) throws IOException {
        PageReader ahead = reader.copy();
        int target = reader.count();
        while (ahead.next()
                && PathBytes.compare(ahead.path(), ahead.pathLength(), path, length) <= 0) {
            target = ahead.count();
        }
        boolean moved = target > reader.count();
        while (reader.count() < target) {
            if (!reader.next()) {
                throw reader.malformed("cut short");
            }
        }
        return moved;
    }
}
