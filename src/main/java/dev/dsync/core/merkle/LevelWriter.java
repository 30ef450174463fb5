package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.hash.FastHash;
import java.io.IOException;
import java.util.Arrays;

/** The page under construction at one level, and the rule that ends it. */
final class LevelWriter {
    /** Takes a finished page; the arguments are the writer's own and change after the call. */
    interface Sink {
        /**
         * Takes the page.
         *
         * @param directory length of the directory in the writer's first path to which the page is
         *     relative
         * @param page its bytes, an array of its own
         */
        void page(LevelWriter from, int directory, Digest name, byte[] page) throws IOException;
    }

    private final PageKind kind;
    private final int level;
    private final Sink sink;
    private final FastHash hash;
    private final PageName names = new PageName();

    private byte[] first = new byte[256];
    private int firstLength;
    private byte[] last = new byte[256];
    private int lastLength;
    private byte[] key = new byte[256];
    private int keyLength;

    /** Suffix length, suffix and tail of each record, one behind the other. */
    private byte[] rests = new byte[16 << 10];

    private final int[] restEnds = new int[PageLimits.RECORDS_MAX];
    private final int[] shared = new int[PageLimits.RECORDS_MAX];
    private final int[] childDirectories = new int[PageLimits.RECORDS_MAX];
    private byte[] page = new byte[16 << 10];

    /**
     * Where the first record's tail begins in {@link #rests}: its path is written anew, without the
     * directory.
     */
    private int firstTail;

    private int directory;
    private int count;
    private int counted;
    private long entries;
    private long bytes;
    private long pages;
    private boolean started;

    LevelWriter(PageKind kind, int level, Sink sink) {
        this.kind = kind;
        this.level = level;
        this.sink = sink;
        hash = FastHash.seeded(level);
    }

    /**
     * The next record: a path, the length of its directory part that a child page is relative to,
     * what the cut reads, what is encoded behind the path, and what is summed up.
     */
    void add(
            byte[] path,
            int pathLength,
            int childDirectory,
            byte[] newKey,
            int keyOffset,
            int newKeyLength,
            byte[] tail,
            int tailLength,
            long newEntries,
            long newBytes)
            throws IOException {
        int common = started ? PathBytes.shared(last, lastLength, path, pathLength) : 0;
        if (kind.hasPaths()) {
            checkOrder(path, pathLength, common);
        }
        int overhead =
                kind.hasPaths()
                        ? PageLimits.COUNTED_LENGTH + (level > 0 ? PageLimits.COUNTED_LENGTH : 0)
                        : 0;
        int suffixLength = pathLength - common;
        int size = overhead + counted(suffixLength) + tailLength;
        if (count > 0 && counted + size > PageLimits.COUNTED_MAX) {
            end();
        }
        if (count == 0) {
            size =
                    overhead
                            + counted(pathLength - PathBytes.nameStart(path, pathLength))
                            + tailLength;
            first = copy(path, pathLength, first);
            firstLength = pathLength;
            directory = childDirectory;
        } else if (level > 0) {
            directory = PathBytes.commonPath(first, directory, path, childDirectory);
        }
        counted += size;
        append(path, common, suffixLength, tail, tailLength);
        childDirectories[count] = childDirectory;
        last = grow(last, pathLength);
        System.arraycopy(path, common, last, common, suffixLength);
        lastLength = pathLength;
        key = grow(key, newKeyLength);
        System.arraycopy(newKey, keyOffset, key, 0, newKeyLength);
        keyLength = newKeyLength;
        started = true;
        count++;
        entries += newEntries;
        bytes = PageReader.sum(bytes, newBytes);
        if (count == PageLimits.RECORDS_MAX || (count >= PageLimits.RECORDS_MIN && isCut())) {
            end();
        }
    }

    private void checkOrder(byte[] path, int pathLength, int common) {
        if (pathLength > PathBytes.MAX) {
            throw new IllegalArgumentException("path longer than " + PathBytes.MAX + " bytes");
        }
        if (!started) {
            if (pathLength != 0) {
                throw new IllegalArgumentException("the first path is not the root's");
            }
        } else if (PathBytes.rank(path, common, pathLength)
                <= PathBytes.rank(last, common, lastLength)) {
            throw new IllegalArgumentException("path out of order");
        }
    }

    private boolean isCut() {
        return Long.remainderUnsigned(hash.hash(key, 0, keyLength), PageLimits.KEYS_PER_CUT) == 0;
    }

    private int counted(int suffixLength) {
        return kind.hasPaths() ? Varint.length(suffixLength) + suffixLength : 0;
    }

    private void append(byte[] path, int common, int suffixLength, byte[] tail, int tailLength) {
        int at = count == 0 ? 0 : restEnds[count - 1];
        rests = grow(rests, at + Varint.BYTES_MAX + suffixLength + tailLength);
        if (kind.hasPaths() && count > 0) {
            at = Varint.write(rests, at, suffixLength);
            System.arraycopy(path, common, rests, at, suffixLength);
            at += suffixLength;
        }
        if (count == 0) {
            firstTail = at;
        }
        System.arraycopy(tail, 0, rests, at, tailLength);
        shared[count] = common;
        restEnds[count] = at + tailLength;
    }

    /** Ends the page, if it holds anything, or there is none yet. */
    void endLast() throws IOException {
        if (count > 0 || pages == 0) {
            end();
        }
    }

    private void end() throws IOException {
        int length = 0;
        if (count > 0) {
            if (kind.hasPaths() && level == 0) {
                directory = PathBytes.commonDirectory(first, firstLength, last, lastLength);
            }
            page = grow(page, restEnds[count - 1] + PathBytes.MAX + count * 2 * Varint.BYTES_MAX);
            length = encode(directory == 0 ? 0 : directory + 1);
        }
        Digest name = names.of(kind, level, page, length);
        pages++;
        sink.page(this, directory, name, Arrays.copyOf(page, length));
        clear();
    }

    private void clear() {
        count = 0;
        counted = 0;
        entries = 0;
        bytes = 0;
    }

    /** Forgets the sequence, and keeps its memory for the next. */
    void restart() {
        clear();
        pages = 0;
        started = false;
    }

    private int encode(int base) {
        if (!kind.hasPaths()) {
            System.arraycopy(rests, 0, page, 0, restEnds[count - 1]);
            return restEnds[count - 1];
        }
        int at = Varint.write(page, 0, 0);
        at = directory(at, base, 0);
        at = Varint.write(page, at, firstLength - base);
        System.arraycopy(first, base, page, at, firstLength - base);
        at += firstLength - base;
        System.arraycopy(rests, firstTail, page, at, restEnds[0] - firstTail);
        at += restEnds[0] - firstTail;
        for (int i = 1; i < count; i++) {
            at = Varint.write(page, at, shared[i] - base);
            at = directory(at, base, i);
            int length = restEnds[i] - restEnds[i - 1];
            System.arraycopy(rests, restEnds[i - 1], page, at, length);
            at += length;
        }
        return at;
    }

    private int directory(int at, int base, int record) {
        return level == 0
                ? at
                : Varint.write(page, at, Math.max(0, childDirectories[record] - base));
    }

    private static byte[] copy(byte[] from, int length, byte[] to) {
        byte[] copy = grow(to, length);
        System.arraycopy(from, 0, copy, 0, length);
        return copy;
    }

    private static byte[] grow(byte[] bytes, int length) {
        return bytes.length >= length
                ? bytes
                : Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
    }

    /** Whether what comes next begins a page. */
    boolean isBetweenPages() {
        return count == 0;
    }

    /** So many pages follow those that were ended here, as they are in another sequence. */
    void pass(int more) {
        pages += more;
        started = true;
    }

    /** Pages ended so far. */
    long pages() {
        return pages;
    }

    int level() {
        return level;
    }

    byte[] first() {
        return first;
    }

    int firstLength() {
        return firstLength;
    }

    byte[] key() {
        return key;
    }

    int keyLength() {
        return keyLength;
    }

    long entries() {
        return entries;
    }

    long bytes() {
        return bytes;
    }
}
