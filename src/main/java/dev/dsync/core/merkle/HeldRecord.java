package dev.dsync.core.merkle;

import dev.dsync.core.hash.FastHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as two pages in different directories can have it: relative to the directory of a third.
 */
final class HeldRecord {
    private static final FastHash HASH = FastHash.seeded(0);

    private final byte[] path;
    private final int directory;
    private final byte[] tail;

    private HeldRecord(byte[] path, int directory, byte[] tail) {
        this.path = path;
        this.directory = directory;
        this.tail = tail;
    }

    /**
     * The reader's record seen from the directory that is the first {@code directory} bytes of
     * {@code of}; null if it does not stand below it.
     */
    static @Nullable HeldRecord of(PageReader reader, byte[] of, int directory) {
        int base = directory == 0 ? 0 : directory + 1;
        byte[] path = reader.path();
        int length = reader.pathLength();
        if (directory > 0
                && (length <= base
                        || path[directory] != '/'
                        || !Arrays.equals(path, 0, directory, of, 0, directory)
                        || (reader.level() > 0 && reader.directory() < directory))) {
            return null;
        }
        return new HeldRecord(
                Arrays.copyOfRange(path, base, length),
                reader.level() == 0 ? 0 : Math.max(0, reader.directory() - base),
                Arrays.copyOfRange(reader.page(), reader.tailAt(), reader.end()));
    }

    /** The record seen from a directory of that length further down its path. */
    HeldRecord below(int length) throws MalformedPageException {
        if (length == 0) {
            return this;
        }
        if (path.length <= length
                || path[length] != '/'
                || (directory != 0 && directory < length)) {
            throw new MalformedPageException("record not in the page's directory", 0);
        }
        byte[] rest = Arrays.copyOfRange(path, length + 1, path.length);
        return new HeldRecord(rest, Math.max(0, directory - length - 1), tail);
    }

    /** Four bytes that tell it from most others. */
    int sketch() {
        byte[] all = Arrays.copyOf(path, path.length + 2 * Varint.BYTES_MAX + tail.length);
        int at = Varint.write(all, path.length, path.length);
        at = Varint.write(all, at, directory);
        System.arraycopy(tail, 0, all, at, tail.length);
        return (int) HASH.hash(all, 0, at + tail.length);
    }

    byte[] path() {
        return path;
    }

    int directory() {
        return directory;
    }

    byte[] tail() {
        return tail;
    }
}
