package dev.dsync.io.index;

import dev.dsync.io.index.Store.Durability;
import java.util.Optional;

/**
 * A store with what is to be written to it: reads see both, and much goes to the store at a time.
 */
final class Journal {
    /** How much waits at most. */
    private static final long BYTES_MAX = 1 << 20;

    private final Store store;
    private final Changes waiting = new Changes();
    private Durability durability = Durability.LOGGED;
    private boolean changed;

    Journal(Store store) {
        this.store = store;
    }

    /** How sure what is written from here on is before it is flushed. */
    void durability(Durability whileWaiting) {
        durability = whileWaiting;
    }

    Optional<byte[]> get(Column column, byte[] key) throws StoreException {
        return waiting.decides(column, key) ? waiting.get(column, key) : store.get(column, key);
    }

    boolean contains(Column column, byte[] key) throws StoreException {
        return get(column, key).isPresent();
    }

    void put(Column column, byte[] key, byte[] value) {
        waiting.put(column, key, value);
    }

    void delete(Column column, byte[] key) {
        waiting.delete(column, key);
    }

    /** Rows from a key on, those waiting among them. */
    Store.Rows rows(Column column, byte[] from) throws StoreException {
        apply(durability);
        return store.rows(column, from);
    }

    Optional<byte[]> lastKey(Column column) throws StoreException {
        apply(durability);
        return store.lastKey(column);
    }

    /** Hands on what waits if it is much; to be called where what waits makes sense by itself. */
    void ease() throws StoreException {
        if (waiting.bytes() > BYTES_MAX) {
            apply(durability);
        }
    }

    /** Hands on what waits, which outlives the process unless much is written at once. */
    void handOn() throws StoreException {
        apply(durability);
    }

    /** Hands on what waits. */
    void apply(Durability how) throws StoreException {
        if (!waiting.isEmpty()) {
            changed = true;
            store.apply(waiting, how);
            waiting.clear();
        }
    }

    /** Whether anything was written since all was known to be durable. */
    boolean isChanged() {
        return changed || !waiting.isEmpty();
    }

    /** Notes that all written so far is durable. */
    void settled() {
        changed = false;
    }

    /** Forgets what waits. */
    void drop() {
        waiting.clear();
    }
}
