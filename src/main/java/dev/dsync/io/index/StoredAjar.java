package dev.dsync.io.index;

import dev.dsync.core.merkle.MalformedPageException;
import dev.dsync.core.tree.RelPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The directories of a stored index whose owner is let in for a while: rows among its facts. */
final class StoredAjar implements Index.Ajar {
    private static final byte[] PREFIX = "ajar/".getBytes(StandardCharsets.US_ASCII);

    private final StoredIndex index;
    private final Journal journal;

    StoredAjar(StoredIndex index, Journal journal) {
        this.index = index;
        this.journal = journal;
    }

    @Override
    public void put(RelPath directory, int permissions) {
        index.write(
                () -> {
                    byte[] value = new RowBytes().number(permissions).take();
                    journal.put(Column.META, key(directory), value);
                    journal.apply(Store.Durability.LOGGED); // also where much is written at once
                });
    }

    @Override
    public void remove(RelPath directory) {
        index.write(
                () -> {
                    journal.delete(Column.META, key(directory));
                    journal.apply(Store.Durability.LOGGED);
                });
    }

    @Override
    public OptionalInt find(RelPath directory) {
        return index.read(
                OptionalInt.empty(),
                () -> {
                    Optional<byte[]> value = journal.get(Column.META, key(directory));
                    return value.isEmpty()
                            ? OptionalInt.empty()
                            : OptionalInt.of(permissions(value.get()));
                });
    }

    @Override
    public Map<RelPath, Integer> all() {
        return index.read(Map.of(), this::rows);
    }

    private Map<RelPath, Integer> rows() throws StoreException {
        Map<RelPath, Integer> all = new TreeMap<>();
        try (Store.Rows rows = journal.rows(Column.META, PREFIX)) {
            while (rows.next() && isOne(rows.key())) {
                byte[] path = Arrays.copyOfRange(rows.key(), PREFIX.length, rows.key().length);
                all.put(FileRow.path(path), permissions(rows.value()));
            }
        }
        return all;
    }

    private static int permissions(byte[] value) throws StoreException {
        try {
            return (int) RowBytes.reader(value).varint();
        } catch (MalformedPageException e) {
            throw new StoreException(Index.Health.DAMAGED, e);
        }
    }

    private static boolean isOne(byte[] key) {
        return key.length >= PREFIX.length
                && Arrays.equals(key, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    private static byte[] key(RelPath directory) {
        byte[] path = FileRow.pathKey(directory);
        return new RowBytes().raw(PREFIX, PREFIX.length).raw(path, path.length).take();
    }
}
