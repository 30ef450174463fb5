package dev.dsync.io.index;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.RecordReader;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The row that says which index this is, and of which format. */
final class IdentityRow {
    private static final byte[] KEY = {'i', 'd', 'e', 'n', 't', 'i', 't', 'y'};

    private IdentityRow() {}

    static Optional<IndexIdentity> read(Journal journal) throws StoreException {
        Optional<byte[]> value = journal.get(Column.META, KEY);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        RecordReader in = RowBytes.reader(value.get());
        try {
            if (in.varint() != IndexIdentity.FORMAT) {
                throw in.malformed("another format");
            }
            return Optional.of(
                    new IndexIdentity(
                            RowBytes.fixed(in, Long.BYTES),
                            RowBytes.fixed(in, Long.BYTES),
                            RowBytes.fixed(in, Long.BYTES)));
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    /** Writes one that never was. */
    static IndexIdentity begin(Journal journal, RandomGenerator random) {
        var identity = new IndexIdentity(random.nextLong(), random.nextLong(), random.nextLong());
        byte[] value =
                new RowBytes()
                        .number(IndexIdentity.FORMAT)
                        .fixed(identity.epochHigh(), Long.BYTES)
                        .fixed(identity.epochLow(), Long.BYTES)
                        .fixed(identity.seed(), Long.BYTES)
                        .take();
        journal.put(Column.META, KEY, value);
        return identity;
    }
}
