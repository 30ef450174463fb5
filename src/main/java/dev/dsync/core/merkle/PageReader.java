package dev.dsync.core.merkle;

import dev.dsync.core.hash.Digest;
import java.util.Arrays;

/** The records of one page in order, each checked as it is read, with paths made whole again. */
final class PageReader {
    private final PageKind kind;
    private final RecordReader in = new RecordReader(new byte[0], 0, 0);
    private byte[] page = {};
    private int level;

    private byte[] path = new byte[256];
    private int base;
    private int pathLength;
    private int count;
    private int sharedMin;
    private int firstSlash;
    private int directoryMin;

    private int directory;
    private int nameAt;
    private int tailAt;
    private int payloadAt;
    private int payloadLength;
    private long entries;
    private long bytes;
    private long entriesTotal;
    private long bytesTotal;

    PageReader(PageKind kind) {
        this.kind = kind;
    }

    /** The sum, or the greatest number if it is more. */
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /**
     * Begins a page that stands at this directory: the first {@code directoryLength} bytes of
     * {@code of}.
     */
    void open(int pageLevel, byte[] bytesOfPage, int length, byte[] of, int directoryLength)
            throws MalformedPageException {
        if (length > PageLimits.BYTES_MAX) {
            throw new MalformedPageException(
                    "page over " + PageLimits.BYTES_MAX, PageLimits.BYTES_MAX);
        }
        page = bytesOfPage;
        level = pageLevel;
        in.reset(page, 0, length);
        base = 0;
        if (directoryLength > 0) {
            base = directoryLength + 1;
            grow(base);
            System.arraycopy(of, 0, path, 0, directoryLength);
            path[directoryLength] = '/';
        }
        pathLength = base;
        count = 0;
        sharedMin = Integer.MAX_VALUE;
        directoryMin = Integer.MAX_VALUE;
        firstSlash = -1;
        entries = 0;
        bytes = 0;
        entriesTotal = 0;
        bytesTotal = 0;
    }

    /** A reader at the same record that moves by itself. */
    PageReader copy() {
        PageReader copy = new PageReader(kind);
        copy.in.reset(page, in.position(), in.left());
        copy.page = page;
        copy.level = level;
        copy.path = path.clone();
        copy.base = base;
        copy.pathLength = pathLength;
        copy.count = count;
        copy.sharedMin = sharedMin;
        copy.firstSlash = firstSlash;
        copy.directoryMin = directoryMin;
        copy.entriesTotal = entriesTotal;
        copy.bytesTotal = bytesTotal;
        return copy;
    }

    /** Continues with more bytes of a page that is being put together. */
    void extend(byte[] bytesOfPage, int length) {
        page = bytesOfPage;
        in.reset(page, in.position(), length - in.position());
    }

    /** Whether bytes are left. */
    boolean hasMore() {
        return !in.atEnd();
    }

    /** Steps to the next record; false behind the last. */
    boolean next() throws MalformedPageException {
        if (in.atEnd()) {
            checkDirectory();
            return false;
        }
        if (count == PageLimits.RECORDS_MAX) {
            throw in.malformed("more than " + PageLimits.RECORDS_MAX + " records");
        }
        if (kind.hasPaths()) {
            readPath();
        }
        tailAt = in.position();
        if (level == 0) {
            bytes = in.varint(Long.MAX_VALUE, "bytes");
            payloadLength = in.length(PageWriter.PAYLOAD_MAX, "payload");
            payloadAt = in.skip(payloadLength);
            if (!kind.hasPaths() && payloadLength < Digest.BYTES) {
                throw in.malformed("record without key");
            }
            entries = 1;
        } else {
            nameAt = in.skip(Digest.BYTES);
            entries = in.varint(Long.MAX_VALUE, "entries");
            bytes = in.varint(Long.MAX_VALUE, "bytes");
            if (entries == 0) {
                throw in.malformed("empty page beneath a parent");
            }
        }
        count++;
        entriesTotal += entries;
        if (entriesTotal < 0) {
            throw in.malformed("too many entries");
        }
        bytesTotal = sum(bytesTotal, bytes);
        return true;
    }

    private void readPath() throws MalformedPageException {
        int previous = pathLength - base;
        int shared = (int) in.varint(previous, "shared bytes");
        int newDirectory = level == 0 ? 0 : (int) in.varint(PathBytes.MAX, "directory");
        int length = in.length(PathBytes.MAX - base - shared, "path");
        int from = in.skip(length);
        int start = base + shared;
        if (count > 0) {
            if (length == 0) {
                throw in.malformed("path out of order");
            }
            int rank = PathBytes.rank(page, from, from + length);
            if (shared < previous && rank <= PathBytes.rank(path, start, pathLength)) {
                throw in.malformed("path out of order");
            }
        } else if (length == 0 && base > 0) {
            throw in.malformed("empty path");
        }
        grow(start + length);
        System.arraycopy(page, from, path, start, length);
        pathLength = start + length;
        checkNames(start);
        if (!PathBytes.isDirectoryOf(
                path, pathLength, newDirectory == 0 ? 0 : base + newDirectory)) {
            throw in.malformed("directory not of the path");
        }
        directory = newDirectory == 0 ? Math.max(0, base - 1) : base + newDirectory;
        noteDirectory(shared, newDirectory);
    }

    private void checkNames(int start) throws MalformedPageException {
        byte before = start == base ? (byte) '/' : path[start - 1];
        for (int i = start; i < pathLength; i++) {
            byte b = path[i];
            if (b == 0 || (b == '/' && before == '/')) {
                throw in.malformed(b == 0 ? "NUL in path" : "empty name in path");
            }
            before = b;
        }
        if (pathLength > base && before == '/') {
            throw in.malformed("empty name in path");
        }
    }

    private void noteDirectory(int shared, int newDirectory) {
        if (count == 0) {
            for (int i = pathLength - 1; i >= base; i--) {
                if (path[i] == '/') {
                    firstSlash = i - base;
                }
            }
        } else {
            sharedMin = Math.min(sharedMin, shared);
        }
        directoryMin = Math.min(directoryMin, newDirectory);
    }

    /**
     * A page is relative to the deepest directory it can be: anything else were a second name for
     * the same records.
     */
    private void checkDirectory() throws MalformedPageException {
        boolean together = firstSlash >= 0 && sharedMin > firstSlash;
        if (count > 0 && together && (level == 0 || directoryMin >= firstSlash)) {
            throw in.malformed("page not relative to its directory");
        }
    }

    private void grow(int length) {
        if (path.length < length) {
            path = Arrays.copyOf(path, Math.max(length, path.length * 2));
        }
    }

    /** The whole path, {@link #pathLength} bytes, valid until the next step. */
    byte[] path() {
        return path;
    }

    int pathLength() {
        return pathLength;
    }

    int level() {
        return level;
    }

    /** The length of the directory the child page is relative to. */
    int directory() {
        return directory;
    }

    /** The child page's name. */
    Digest name() {
        return Digest.of(page, nameAt);
    }

    byte[] page() {
        return page;
    }

    /** Where the encoding behind the path begins. */
    int tailAt() {
        return tailAt;
    }

    /** Where the record ends. */
    int end() {
        return in.position();
    }

    int payloadAt() {
        return payloadAt;
    }

    int payloadLength() {
        return payloadLength;
    }

    long entries() {
        return entries;
    }

    long bytes() {
        return bytes;
    }

    /** Entries of all records up to this one. */
    long entriesTotal() {
        return entriesTotal;
    }

    /** Bytes of all records up to this one. */
    long bytesTotal() {
        return bytesTotal;
    }

    /** Records read so far. */
    int count() {
        return count;
    }

    MalformedPageException malformed(String what) {
        return in.malformed(what);
    }
}
