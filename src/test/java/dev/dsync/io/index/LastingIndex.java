package dev.dsync.io.index;

import dev.dsync.core.hash.Digest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An index of one root in memory that outlives who opens it, as one on disk outlives a process; and
 * forgets, as that does, what was not committed when the process is killed or the power fails.
 */
public final class LastingIndex {
    private final RandomGenerator random;
    private Map<Column, NavigableMap<byte[], byte[]>> rows = none();
    private Map<Column, NavigableMap<byte[], byte[]>> logged = none();
    private Map<Column, NavigableMap<byte[], byte[]>> durable = none();
    private @Nullable StoredIndex open;
    private boolean full;

    /** An index that knows nothing; its identities come from here. */
    public LastingIndex(RandomGenerator random) {
        this.random = random;
    }

    private static Map<Column, NavigableMap<byte[], byte[]>> none() {
        Map<Column, NavigableMap<byte[], byte[]>> none = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            none.put(column, new TreeMap<>(Arrays::compareUnsigned));
        }
        return none;
    }

    private static Map<Column, NavigableMap<byte[], byte[]>> copy(
            Map<Column, NavigableMap<byte[], byte[]>> rows) {
        Map<Column, NavigableMap<byte[], byte[]>> copy = new EnumMap<>(Column.class);
        rows.forEach((column, table) -> copy.put(column, new TreeMap<>(table)));
        return copy;
    }

    /** Opens it; an index opened already is shared. */
    public Index open(Digest boot) {
        Optional<Index> shared = open == null ? Optional.empty() : open.share();
        if (shared.isPresent()) {
            return shared.get();
        }
        try {
            StoredIndex opened =
                    StoredIndex.open(new Lasting(), new Opening(boot, random, index -> {}));
            open = opened;
            return opened;
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the disk is full from now on. */
    public void setFull(boolean now) {
        full = now;
    }

    /** The process is gone; whoever has it open must not use it any more. */
    public void kill() {
        open = null;
        rows = copy(logged);
    }

    /** The machine is gone; whoever has it open must not use it any more. */
    public void powerCut() {
        open = null;
        rows = copy(durable);
        logged = copy(durable);
    }

    /** All of it is lost. */
    public void lose() {
        open = null;
        rows = none();
        logged = none();
        durable = none();
    }

    /** What was committed until now; run when nobody has it open, it is that again. */
    public Runnable saved() {
        Map<Column, NavigableMap<byte[], byte[]>> then = copy(logged);
        return () -> {
            open = null;
            rows = copy(then);
            logged = copy(then);
            durable = copy(then);
        };
    }

    private static void set(
            Map<Column, NavigableMap<byte[], byte[]>> rows,
            Column column,
            byte[] key,
            Optional<byte[]> value) {
        NavigableMap<byte[], byte[]> table = rows.get(column);
        if (table == null) {
            throw new IllegalStateException("no table " + column);
        }
        value.ifPresentOrElse(bytes -> table.put(key, bytes), () -> table.remove(key));
    }

    /** The rows, for one who has them open. */
    private final class Lasting implements Store {
        private NavigableMap<byte[], byte[]> table(Column column) {
            return rows.getOrDefault(column, new TreeMap<>(Arrays::compareUnsigned));
        }

        @Override
        public Optional<byte[]> get(Column column, byte[] key) {
            return Optional.ofNullable(table(column).get(key));
        }

        @Override
        public Rows rows(Column column, byte[] from) {
            var left = new TreeMap<>(table(column).tailMap(from, true)).entrySet().iterator();
            return new Rows() {
                private @Nullable Entry<byte[], byte[]> at;

                @Override
                public boolean next() {
                    at = left.hasNext() ? left.next() : null;
                    return at != null;
                }

                @Override
                public byte[] key() {
                    return row().getKey();
                }

                @Override
                public byte[] value() {
                    return row().getValue();
                }

                private Entry<byte[], byte[]> row() {
                    if (at == null) {
                        throw new IllegalStateException("at no row");
                    }
                    return at;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Optional<byte[]> lastKey(Column column) {
            return table(column).isEmpty()
                    ? Optional.empty()
                    : Optional.of(table(column).lastKey());
        }

        @Override
        public void apply(Changes changes, Durability durability) throws StoreException {
            if (full) {
                throw new StoreException(Index.Health.NO_SPACE, "full");
            }
            changes.forEach((column, key, value) -> set(rows, column, key, value));
            if (durability != Durability.UNLOGGED) {
                changes.forEach((column, key, value) -> set(logged, column, key, value));
            }
            if (durability == Durability.SYNCED) {
                durable = copy(logged);
            }
        }

        @Override
        public void flush() {
            logged = copy(rows);
            durable = copy(rows);
        }

        @Override
        public void clear() {
            rows.values().forEach(NavigableMap::clear);
            flush();
        }

        @Override
        public boolean isKept() {
            return true;
        }

        @Override
        public void close() {}
    }
}
