package dev.dsync.io.index;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import java.util.Optional;

/**
 * How far the writing of an index has come.
 *
 * @param started the last generation begun; rows say in which they were written
 * @param completed the last one whose rows are to be believed
 * @param commits so far, by which an index that was put back is told from the one it was
 */
record Progress(long started, long completed, long commits) {
    static final Progress NONE = new Progress(0, 0, 0);

    private static final byte[] KEY = {'p', 'r', 'o', 'g', 'r', 'e', 's', 's'};

    static Progress read(Journal journal) throws StoreException {
        Optional<byte[]> value = journal.get(Column.META, KEY);
        if (value.isEmpty()) {
            return NONE;
        }
        RecordReader in = RowBytes.reader(value.get());
        try {
            return new Progress(in.varint(), in.varint(), in.varint());
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    void write(Journal journal) {
        byte[] value = new RowBytes().number(started).number(completed).number(commits).take();
        journal.put(Column.META, KEY, value);
    }

    /** A generation after the last. */
    Progress begin() {
        return new Progress(started + 1, completed, commits);
    }

    /** All generations completed, and one more commit. */
    Progress commit() {
        return new Progress(started, started, commits + 1);
    }

    /** Whether a row of this generation is believed by who opens the index now. */
    boolean believes(FileRow row) {
        return row.generation() <= completed || row.generation() > started;
    }
}
