package dev.dsync.io.index;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory, over those of a store that is only read, if there is one. It is full at some
 * point, and takes nothing from there on.
 */
final class MemoryStore implements Store {
    /** What a row weighs beyond its bytes. */
    private static final int ROW_BYTES = 120;

    private final @Nullable Store beneath;
    private final long bytesMax;

    /** What of the rows beneath is still seen: all, or after a clearing none. */
    private @Nullable Store visible;

    private final Map<Column, NavigableMap<byte[], Optional<byte[]>>> columns =
            new EnumMap<>(Column.class);
    private long bytes;

    /** Rows over those of {@code beneath}, which this closes. */
    MemoryStore(@Nullable Store beneath, long bytesMax) {
        this.beneath = beneath;
        visible = beneath;
        this.bytesMax = bytesMax;
        for (Column column : Column.values()) {
            columns.put(column, new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
        }
    }

    private NavigableMap<byte[], Optional<byte[]>> table(Column column) {
        return columns.getOrDefault(column, new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
    }

    @Override
    public Optional<byte[]> get(Column column, byte[] key) throws StoreException {
        Optional<byte[]> own = table(column).get(key);
        if (own != null) {
            return own;
        }
        Store lower = visible;
        return lower == null ? Optional.empty() : lower.get(column, key);
    }

    @Override
    public Rows rows(Column column, byte[] from) throws StoreException {
        Store lower = visible;
        var own = new OwnRows(table(column).tailMap(from, true).entrySet().iterator());
        return new MergedRows(own, lower == null ? null : lower.rows(column, from));
    }

    @Override
    public Optional<byte[]> lastKey(Column column) throws StoreException {
        Store lower = visible;
        Optional<byte[]> last = lower == null ? Optional.empty() : lower.lastKey(column);
        NavigableMap<byte[], Optional<byte[]>> table = table(column);
        if (table.isEmpty()) {
            return last;
        }
        byte[] own = table.lastKey();
        return last.isPresent() && Arrays.compareUnsigned(last.get(), own) > 0
                ? last
                : Optional.of(own);
    }

    @Override
    public void apply(Changes changes, Durability durability) throws StoreException {
        if (bytes + changes.bytes() > bytesMax) {
            throw new StoreException(Index.Health.NO_SPACE, "over " + bytesMax + " bytes");
        }
        changes.forEach(this::set);
    }

    private void set(Column column, byte[] key, Optional<byte[]> value) {
        NavigableMap<byte[], Optional<byte[]>> table = table(column);
        boolean gone = value.isEmpty() && visible == null;
        Optional<byte[]> before = gone ? table.remove(key) : table.put(key, value);
        if (before != null) {
            bytes -= weight(key, before);
        }
        if (!gone) {
            bytes += weight(key, value);
        }
    }

    private static long weight(byte[] key, Optional<byte[]> value) {
        return (long) ROW_BYTES + key.length + value.map(v -> v.length).orElse(0);
    }

    @Override
    public void flush() {}

    @Override
    public void clear() {
        for (Column column : Column.values()) {
            table(column).clear();
        }
        bytes = 0;
        visible = null;
    }

    @Override
    public boolean isKept() {
        return false;
    }

    @Override
    public void close() {
        if (beneath != null) {
            beneath.close();
        }
    }

    /** A position among the rows in memory, deleted ones included. */
    private static final class OwnRows {
        private final Iterator<Map.Entry<byte[], Optional<byte[]>>> rows;
        private Map.@Nullable Entry<byte[], Optional<byte[]>> row;

        OwnRows(Iterator<Map.Entry<byte[], Optional<byte[]>>> rows) {
            this.rows = rows;
            step();
        }

        final void step() {
            row = rows.hasNext() ? rows.next() : null;
        }
    }

    /** Both in order; what memory says of a key counts. */
    private static final class MergedRows implements Rows {
        private final OwnRows own;
        private final @Nullable Rows lower;
        private boolean lowerAhead;
        private byte[] key = {};
        private byte[] value = {};

        MergedRows(OwnRows own, @Nullable Rows lower) {
            this.own = own;
            this.lower = lower;
        }

        @Override
        public boolean next() throws StoreException {
            while (true) {
                if (lower != null && !lowerAhead) {
                    lowerAhead = lower.next();
                }
                var row = own.row;
                Rows below = lower != null && lowerAhead ? lower : null;
                if (row == null && below == null) {
                    return false;
                }
                int order =
                        row == null
                                ? 1
                                : below == null
                                        ? -1
                                        : Arrays.compareUnsigned(row.getKey(), below.key());
                if (order >= 0) {
                    lowerAhead = false;
                }
                if (row == null || order > 0) {
                    if (below != null) {
                        key = below.key();
                        value = below.value();
                    }
                    return true;
                }
                own.step();
                if (row.getValue().isPresent()) {
                    key = row.getKey();
                    value = row.getValue().get();
                    return true;
                }
            }
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public byte[] value() {
            return value;
        }

        @Override
        public void close() {
            if (lower != null) {
                lower.close();
            }
        }
    }
}
