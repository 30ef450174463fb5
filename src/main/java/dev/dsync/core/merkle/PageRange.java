package dev.dsync.core.merkle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a remote sequence lies, to find what lies there in the sequence here.
 *
 * <p>Of a kind with paths it is the paths from the page's first to the next page's; of a kind
 * without, the bytes the page stands for and as many on either side, since what was inserted before
 * has moved them.
 */
final class PageRange {
    /** Records looked at; more would cost more to name than to send. */
    static final int RECORDS_MAX = 4096;

    private final byte[] first;
    private byte @Nullable [] end;
    private final int directory;
    private final long bytesStart;
    private final long bytes;

    /**
     * @param directory length of the directory in {@code first} that the page is relative to
     * @param end the first path behind the page, or null if nothing is
     */
    PageRange(byte[] first, int directory, byte @Nullable [] end, long bytesStart, long bytes) {
        this.first = first;
        this.directory = directory;
        this.end = end;
        this.bytesStart = bytesStart;
        this.bytes = bytes;
    }

    byte[] first() {
        return first;
    }

    int directory() {
        return directory;
    }

    /** The next page turned out to begin here. */
    void endAt(byte[] path) {
        end = path;
    }

    byte @Nullable [] end() {
        return end;
    }

    long bytesStart() {
        return bytesStart;
    }

    /**
     * The records of this level, in the sequence here, that lie in the range.
     *
     * @param slackBytes how far outside those without paths are looked for, at most as many as the
     *     range has bytes
     */
    List<HeldRecord> records(
            PageKind kind, PageStore store, PageRoot local, int level, long slackBytes)
            throws IOException {
        long slack = Math.min(slackBytes, bytes);
        List<HeldRecord> records = new ArrayList<>();
        int position = level - 1;
        if (local.level() <= position) {
            return records;
        }
        TreeWalk walk = new TreeWalk(kind, store, local);
        if (kind.hasPaths()) {
            walk.seek(first, first.length, position);
        } else {
            walk.seekByte(bytesStart - slack, position);
        }
        while (!walk.atEnd() && records.size() < RECORDS_MAX && !isBehind(kind, walk, slack)) {
            if (walk.level() > position) {
                walk.descend();
            } else {
                HeldRecord record = HeldRecord.of(walk.reader(), first, directory);
                if (record != null) {
                    records.add(record);
                }
                walk.advance();
            }
        }
        return records;
    }

    private boolean isBehind(PageKind kind, TreeWalk walk, long slack) {
        if (kind.hasPaths()) {
            return end != null
                    && PathBytes.compare(walk.path(), walk.pathLength(), end, end.length) >= 0;
        }
        long behind = PageReader.sum(PageReader.sum(bytesStart, bytes), slack);
        return walk.bytesBefore() > behind;
    }
}
