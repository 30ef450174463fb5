package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a sequence of records into pages, and their names into pages of parents, until one page is
 * left.
 */
public final class PageWriter {
    /** The most bytes a record's payload may have. */
    public static final int PAYLOAD_MAX = 32 << 10;

    private static final byte[] NO_PATH = {};

    private final PageKind kind;
    private PageStore store;
    private final List<LevelWriter> levels = new ArrayList<>();
    private byte[] tail = new byte[512];
    private @Nullable PageRoot lastPage;

    /** Writes pages of this kind into the store, children before parents. */
    public PageWriter(PageKind kind, PageStore store) {
        this.kind = kind;
        this.store = store;
        levels.add(new LevelWriter(kind, 0, this::page));
    }

    /** Begins another sequence, whatever became of the one before; its pages go to this store. */
    public void restart(PageStore pages) {
        store = pages;
        levels.forEach(LevelWriter::restart);
        lastPage = null;
    }

    /**
     * The next record of a kind with paths.
     *
     * @param bytes what the record stands for, summed up in the root
     * @throws IllegalArgumentException if the path does not come after the one before, or the first
     *     is not empty
     */
    public void add(byte[] path, int pathLength, long bytes, byte[] payload, int payloadLength)
            throws IOException {
        if (!kind.hasPaths()) {
            throw new IllegalArgumentException(kind + " has no paths");
        }
        int name = PathBytes.nameStart(path, pathLength);
        leaf(path, pathLength, path, name, pathLength - name, bytes, payload, payloadLength);
    }

    /**
     * The next record of a kind without paths; its payload begins with the 32 bytes that are its
     * key.
     */
    public void add(long bytes, byte[] payload, int payloadLength) throws IOException {
        if (kind.hasPaths() || payloadLength < Digest.BYTES) {
            throw new IllegalArgumentException(
                    kind + " record without " + (kind.hasPaths() ? "path" : "key"));
        }
        leaf(NO_PATH, 0, payload, 0, Digest.BYTES, bytes, payload, payloadLength);
    }

    private void leaf(
            byte[] path,
            int pathLength,
            byte[] key,
            int keyOffset,
            int keyLength,
            long bytes,
            byte[] payload,
            int length)
            throws IOException {
        if (length > PAYLOAD_MAX || bytes < 0) {
            throw new IllegalArgumentException("payload of " + length + " bytes for " + bytes);
        }
        if (tail.length < length + 2 * Varint.BYTES_MAX) {
            tail = new byte[length * 2 + 2 * Varint.BYTES_MAX];
        }
        int at = Varint.write(tail, 0, bytes);
        at = Varint.write(tail, at, length);
        System.arraycopy(payload, 0, tail, at, length);
        levels.getFirst()
                .add(path, pathLength, 0, key, keyOffset, keyLength, tail, at + length, 1, bytes);
    }

    private void page(LevelWriter from, int directory, Digest name, byte[] page)
            throws IOException {
        store.put(name, page);
        lastPage = new PageRoot(name, from.level(), from.entries(), from.bytes());
        if (from.entries() == 0) {
            return;
        }
        byte[] first = kind.hasPaths() ? from.first() : NO_PATH;
        int firstLength = kind.hasPaths() ? from.firstLength() : 0;
        parent(first, firstLength, directory, from.key(), from.keyLength(), lastPage);
    }

    private void parent(
            byte[] first, int firstLength, int directory, byte[] key, int keyLength, PageRoot page)
            throws IOException {
        // An array of its own: adding may end the parent's page first, and that comes through here
        // again.
        byte[] parentTail = new byte[Digest.BYTES + 2 * Varint.BYTES_MAX];
        page.name().write(parentTail, 0);
        int at = Varint.write(parentTail, Digest.BYTES, page.entries());
        at = Varint.write(parentTail, at, page.bytes());
        level(page.level() + 1)
                .add(
                        first,
                        firstLength,
                        directory,
                        key,
                        0,
                        keyLength,
                        parentTail,
                        at,
                        page.entries(),
                        page.bytes());
    }

    private LevelWriter level(int level) {
        while (levels.size() <= level) {
            levels.add(new LevelWriter(kind, levels.size(), this::page));
        }
        return levels.get(level);
    }

    /** Whether what comes next begins a page of this level. */
    boolean isBetweenPages(int level) {
        for (int i = 0; i <= level; i++) {
            if (!level(i).isBetweenPages()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds a page of another sequence in the same store, with all beneath it. It must end by
     * itself, whatever follows.
     *
     * @param first its first path
     * @param directory the length of the directory of it to which the page is relative
     * @param key by which its last record may end pages
     */
    void keep(byte[] first, int firstLength, int directory, byte[] key, PageRoot page)
            throws IOException {
        level(page.level()).pass(1);
        for (int i = 0; i < page.level(); i++) {
            level(i).pass(2); // no one of them is the root
        }
        lastPage = page;
        parent(first, firstLength, directory, key, key.length, page);
    }

    /** Ends the sequence; the writer is of no use until it is restarted. */
    public PageRoot finish() throws IOException {
        for (int level = 0; ; level++) {
            LevelWriter writer = levels.get(level);
            writer.endLast();
            if (writer.pages() == 1 && lastPage != null) {
                return new PageRoot(lastPage.name(), level, lastPage.entries(), lastPage.bytes());
            }
        }
    }

    /**
     * Makes a sequence with paths out of an older one in the same store, from front to back. Pages
     * in which nothing changes are not written, and as a rule not read: where a page ends depends
     * on what is in it and on the record behind it alone.
     */
    public static final class Rewriter {
        private final PageKind kind;
        private final PageStore store;
        private final TreeWalk old;
        private final PageWriter writer;

        /** Begins before the first record of both. */
        public Rewriter(PageKind kind, PageStore store, PageRoot root) {
            if (!kind.hasPaths()) {
                throw new IllegalArgumentException(kind + " has no paths");
            }
            this.kind = kind;
            this.store = store;
            this.old = new TreeWalk(kind, store, root);
            this.writer = new PageWriter(kind, store);
        }

        /** Keeps all records of the older sequence before this path, or all if it is null. */
        public void keepBefore(byte @Nullable [] path) throws IOException {
            while (!old.atEnd() && (path == null || isBefore(old.path(), old.pathLength(), path))) {
                if (old.isRecord()) {
                    keepNext();
                } else if (writer.isBetweenPages(old.level()) && isFollowedBefore(path)) {
                    PageRoot page =
                            new PageRoot(old.name(), old.level(), old.entries(), old.bytes());
                    writer.keep(old.path(), old.pathLength(), old.directory(), lastKey(page), page);
                    old.advance();
                } else {
                    old.descend();
                }
            }
        }

        private static boolean isBefore(byte[] path, int length, byte[] other) {
            return PathBytes.compare(path, length, other, other.length) < 0;
        }

        /**
         * Whether the page the older sequence stands at ends by itself, before a record that stays.
         */
        private boolean isFollowedBefore(byte @Nullable [] path) throws IOException {
            PageReader next = old.next();
            return next != null && (path == null || isBefore(next.path(), next.pathLength(), path));
        }

        /** The last name in a page. */
        private byte[] lastKey(PageRoot page) throws IOException {
            Digest name = page.name();
            PageReader reader = new PageReader(kind);
            for (int level = page.level(); ; level--) {
                Digest missing = name;
                byte[] bytes =
                        store.find(name)
                                .orElseThrow(
                                        () -> new IOException("page " + missing + " is missing"));
                reader.open(level, bytes, bytes.length, bytes, 0);
                while (reader.hasMore()) {
                    reader.next();
                }
                if (level == 0) {
                    int from = PathBytes.nameStart(reader.path(), reader.pathLength());
                    return Arrays.copyOfRange(reader.path(), from, reader.pathLength());
                }
                name = reader.name();
            }
        }

        /**
         * Whether the next record of the older sequence is at this path; to be asked behind {@link
         * #keepBefore} it.
         */
        public boolean isAt(byte[] path) throws IOException {
            return descend() && Arrays.equals(path, path());
        }

        /** Opens the next record of the older sequence; false at its end. */
        public boolean descend() throws IOException {
            while (!old.atEnd() && !old.isRecord()) {
                old.descend();
            }
            return !old.atEnd();
        }

        /** A copy of the path of the record that was opened. */
        public byte[] path() {
            return Arrays.copyOf(old.path(), old.pathLength());
        }

        /** What the record that was opened stands for. */
        public long bytes() {
            return old.bytes();
        }

        /** Sets a reader on the payload of the record that was opened, which is not copied. */
        public void read(RecordReader reader) {
            PageReader record = old.reader();
            reader.reset(record.page(), record.payloadAt(), record.payloadLength());
        }

        /** Keeps the record that was opened. */
        public void keepNext() throws IOException {
            PageReader record = old.reader();
            byte[] payload = PageCursor.payload(record);
            writer.add(record.path(), record.pathLength(), record.bytes(), payload, payload.length);
            old.advance();
        }

        /** Leaves out the record that was opened. */
        public void pass() throws IOException {
            old.advance();
        }

        /** A record that the older sequence has not. */
        public void add(byte[] path, int pathLength, long bytes, byte[] payload, int payloadLength)
                throws IOException {
            writer.add(path, pathLength, bytes, payload, payloadLength);
        }

        /** Ends the sequence, behind all that is kept. */
        public PageRoot finish() throws IOException {
            return writer.finish();
        }
    }
}
