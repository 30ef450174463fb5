package dev.dsync.io.index;

import java.util.Optional;

/** Tables of keys and values, ordered by key as unsigned bytes. */
interface Store extends AutoCloseable {
    /** The value, which the caller may keep and must not change. */
    Optional<byte[]> get(Column column, byte[] key) throws StoreException;

    /** Rows from a key on; of what is written meanwhile, some may be seen. */
    Rows rows(Column column, byte[] from) throws StoreException;

    /** The greatest key. */
    Optional<byte[]> lastKey(Column column) throws StoreException;

    /** Writes all of it or nothing. */
    void apply(Changes changes, Durability durability) throws StoreException;

    /** Makes everything written durable, whether logged or not. */
    void flush() throws StoreException;

    /** Drops every row. */
    void clear() throws StoreException;

    /** Whether what is written outlives the process. */
    boolean isKept();

    @Override
    void close();

    /** How sure it is that something written is still there later. */
    enum Durability {
        /** Gone with the process, unless flushed. */
        UNLOGGED,
        /** Gone with the machine. */
        LOGGED,
        /** There. */
        SYNCED
    }

    /** A position in a table. */
    interface Rows extends AutoCloseable {
        /** Steps to the next row, at first to the first. */
        boolean next() throws StoreException;

        byte[] key();

        byte[] value() throws StoreException;

        @Override
        void close();
    }
}
