package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.io.IOException;
import java.util.ArrayList;
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
        int level = from.level() + 1;
        if (levels.size() == level) {
            levels.add(new LevelWriter(kind, level, this::page));
        }
        // An array of its own: adding may end the parent's page first, and that comes through here
        // again.
        byte[] parentTail = new byte[Digest.BYTES + 2 * Varint.BYTES_MAX];
        name.write(parentTail, 0);
        int at = Varint.write(parentTail, Digest.BYTES, from.entries());
        at = Varint.write(parentTail, at, from.bytes());
        byte[] first = kind.hasPaths() ? from.first() : NO_PATH;
        int firstLength = kind.hasPaths() ? from.firstLength() : 0;
        levels.get(level)
                .add(
                        first,
                        firstLength,
                        directory,
                        from.key(),
                        0,
                        from.keyLength(),
                        parentTail,
                        at,
                        from.entries(),
                        from.bytes());
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
}
