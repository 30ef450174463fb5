package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import dev.dsync.core.tree.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The starts of the machine an index lived through, and for each which content was on disk for sure
 * when it ended: a power cut loses content, and may leave the stamp that belonged to it.
 */
final class Boots {
    private static final byte[] KEY = {'b', 'o', 'o', 't', 's'};

    /** Starts remembered; files read before those are read again. */
    private static final int MAX = 64;

    private static final Timestamp NOTHING = new Timestamp(Long.MIN_VALUE, 0);

    private final List<Boot> boots = new ArrayList<>();
    private long forgotten;

    private Boots() {}

    /** Reads what was remembered, and notes the start that now is. */
    static Boots open(Journal journal, Digest now) throws StoreException {
        Boots boots = new Boots();
        Optional<byte[]> value = journal.get(Column.META, KEY);
        if (value.isPresent()) {
            boots.decode(value.get());
        }
        if (boots.boots.isEmpty() || !boots.boots.getLast().id().equals(now)) {
            boots.boots.add(new Boot(now, NOTHING));
            if (boots.boots.size() > MAX) {
                boots.boots.removeFirst();
                boots.forgotten++;
            }
            boots.write(journal);
        }
        return boots;
    }

    /** The number of the start that now is. */
    long current() {
        return forgotten + boots.size() - 1;
    }

    /** Whether a file read in a start had its content on disk when that start ended. */
    boolean kept(FileRow row) {
        if (row.boot() >= current()) {
            return true;
        }
        return row.boot() >= forgotten
                && row.stamp()
                                .changed()
                                .compareTo(boots.get((int) (row.boot() - forgotten)).durableUntil())
                        <= 0;
    }

    /**
     * Whether content changed at this time is taken to be on disk, as that of files in their places
     * was when that was said; what is being built is not.
     */
    boolean isDurable(Timestamp changed) {
        return changed.compareTo(boots.getLast().durableUntil()) <= 0;
    }

    /** Notes that content changed up to this time is on disk. */
    void durableUntil(Journal journal, Timestamp changed) {
        Boot boot = boots.getLast();
        if (changed.compareTo(boot.durableUntil()) > 0) {
            boots.set(boots.size() - 1, new Boot(boot.id(), changed));
            write(journal);
        }
    }

    /** Writes it again, after everything was dropped. */
    void write(Journal journal) {
        RowBytes value = new RowBytes().number(forgotten);
        for (Boot boot : boots) {
            value.digest(boot.id()).time(boot.durableUntil());
        }
        journal.put(Column.META, KEY, value.take());
    }

    private void decode(byte[] value) throws StoreException {
        RecordReader in = RowBytes.reader(value);
        try {
            forgotten = in.varint(Long.MAX_VALUE, "boots");
            while (!in.atEnd()) {
                boots.add(new Boot(in.digest(), RowBytes.time(in)));
            }
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    /** A start of the machine. */
    private record Boot(Digest id, Timestamp durableUntil) {}
}
