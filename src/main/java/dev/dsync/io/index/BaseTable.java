package dev.dsync.io.index;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.merkle.PageRoot;
import dev.dsync.core.merkle.RecordReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The bases of peers, with the number of the commit that noted them. */
final class BaseTable {
    private final Journal journal;

    BaseTable(Journal journal) {
        this.journal = journal;
    }

    Optional<PageRoot> find(BaseKey key) throws StoreException {
        Optional<byte[]> value = journal.get(Column.PEER, key.bytes());
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(decode(key.bytes(), value.get()).listing());
    }

    /** Notes a base; one that is as it was is not written again. */
    void put(BaseKey key, PageRoot listing, long commit) throws StoreException {
        Optional<PageRoot> before = find(key);
        if (before.isEmpty() || !before.get().equals(listing)) {
            journal.put(
                    Column.PEER, key.bytes(), new RowBytes().number(commit).root(listing).take());
        }
    }

    /** Drops all but the latest, and says what those are. */
    List<PageRoot> keepLatest(int max) throws StoreException {
        List<Base> bases = new ArrayList<>();
        try (Store.Rows rows = journal.rows(Column.PEER, new byte[0])) {
            while (rows.next()) {
                bases.add(decode(rows.key(), rows.value()));
            }
        }
        bases.sort(Comparator.comparingLong(Base::commit).reversed());
        for (Base base : bases.subList(Math.min(max, bases.size()), bases.size())) {
            journal.delete(Column.PEER, base.key().bytes());
        }
        return bases.stream().limit(max).map(Base::listing).toList();
    }

    private static Base decode(byte[] key, byte[] value) throws StoreException {
        RecordReader names = RowBytes.reader(key);
        RecordReader in = RowBytes.reader(value);
        try {
            var baseKey =
                    new BaseKey(names.digest(), names.digest(), names.digest(), names.digest());
            return new Base(baseKey, in.varint(), RowBytes.root(in));
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    /** A row of the table. */
    private record Base(BaseKey key, long commit, PageRoot listing) {}
}
