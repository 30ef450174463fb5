package dev.dsync.io.index;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import java.util.Optional;

/**
 * What is written beside a database whenever it is closed: by it one is told that was put back from
 * a copy, cut short, or belongs to a directory that is no more.
 *
 * @param format of the database
 * @param epochHigh of its identity, all 128 bits 0 until there is one
 * @param commits it had
 * @param inode of the root
 * @param isDamaged whether it was found damaged
 */
record Checkpoint(
        long format, long epochHigh, long epochLow, long commits, long inode, boolean isDamaged) {
    /** More than any takes. */
    static final int BYTES_MAX = 8 << 10;

    /** That of a database about to be made. */
    static Checkpoint unborn(long inode) {
        return new Checkpoint(IndexIdentity.FORMAT, 0, 0, 0, inode, false);
    }

    static Checkpoint of(StoredIndex index, long inode) {
        IndexIdentity identity = index.identity();
        return new Checkpoint(
                IndexIdentity.FORMAT,
                identity.epochHigh(),
                identity.epochLow(),
                index.commits(),
                inode,
                index.health() == Index.Health.DAMAGED);
    }

    /** Whether it is known how far the database is: not if something could not be written. */
    static boolean isDue(StoredIndex index) {
        return switch (index.health()) {
            case SOUND, DAMAGED -> true;
            case NO_SPACE, FAILED -> false;
        };
    }

    boolean isUnborn() {
        return epochHigh == 0 && epochLow == 0;
    }

    /** Whether the database is at least as far as it was then. */
    boolean isMetBy(StoredIndex index) {
        IndexIdentity identity = index.identity();
        return identity.epochHigh() == epochHigh
                && identity.epochLow() == epochLow
                && index.commits() >= commits;
    }

    /**
     * The bytes; the path is for whoever looks in there.
     *
     * @param path of the root
     */
    byte[] encode(byte[] path) {
        return new RowBytes()
                .number(format)
                .fixed(epochHigh, Long.BYTES)
                .fixed(epochLow, Long.BYTES)
                .number(commits)
                .number(inode)
                .octet(isDamaged ? 1 : 0)
                .raw(path, path.length)
                .take();
    }

    /** Nothing if it is none; of another format, only that is read. */
    static Optional<Checkpoint> decode(byte[] bytes) {
        RecordReader in = RowBytes.reader(bytes);
        try {
            long format = in.varint();
            if (format != IndexIdentity.FORMAT) {
                return Optional.of(new Checkpoint(format, 0, 0, 0, 0, false));
            }
            return Optional.of(
                    new Checkpoint(
                            format,
                            RowBytes.fixed(in, Long.BYTES),
                            RowBytes.fixed(in, Long.BYTES),
                            in.varint(),
                            in.varint(),
                            in.octet() != 0));
        } catch (MalformedPageException e) {
            return Optional.empty();
        }
    }
}
