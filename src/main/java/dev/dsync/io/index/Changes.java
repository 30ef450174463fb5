package dev.dsync.io.index;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Rows put and deleted, not applied yet; the last word on a key counts. */
final class Changes {
    /** What a row weighs beyond its bytes. */
    private static final int ROW_BYTES = 96;

    private final Map<Column, NavigableMap<byte[], Optional<byte[]>>> columns =
            new EnumMap<>(Column.class);
    private long bytes;

    void put(Column column, byte[] key, byte[] value) {
        set(column, key, Optional.of(value));
        bytes += value.length;
    }

    void delete(Column column, byte[] key) {
        set(column, key, Optional.empty());
    }

    private void set(Column column, byte[] key, Optional<byte[]> value) {
        columns.computeIfAbsent(column, c -> new TreeMap<>(Arrays::compareUnsigned))
                .put(key, value);
        bytes += key.length + ROW_BYTES;
    }

    /** Whether something is said of the key here. */
    boolean decides(Column column, byte[] key) {
        NavigableMap<byte[], Optional<byte[]>> rows = columns.get(column);
        return rows != null && rows.containsKey(key);
    }

    /** The value put here; nothing if the key was deleted or is not decided here. */
    Optional<byte[]> get(Column column, byte[] key) {
        NavigableMap<byte[], Optional<byte[]>> rows = columns.get(column);
        return rows == null ? Optional.empty() : rows.getOrDefault(key, Optional.empty());
    }

    /** About how much memory this takes. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    void clear() {
        columns.clear();
        bytes = 0;
    }

    /** Tells all, by column and in the order of keys. */
    void forEach(Visitor visitor) throws StoreException {
        for (var column : columns.entrySet()) {
            for (var row : column.getValue().entrySet()) {
                visitor.visit(column.getKey(), row.getKey(), row.getValue());
            }
        }
    }

    /** Who is told of changes. */
    interface Visitor {
        /**
         * A row put, or deleted if there is no value.
         *
         * @throws StoreException if the visitor cannot take it
         */
        void visit(Column column, byte[] key, Optional<byte[]> value) throws StoreException;
    }
}
