package dev.dsync.io.index;

import dev.dsync.io.index.Index.Health;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Rows in a database of RocksDB, a column family for each table. */
final class RocksStore implements Store {
    /** The longest key: a path. */
    private static final int KEY_BYTES = 8 << 10;

    /** At first, room for a value; it grows to the longest met. */
    private static final int VALUE_BYTES = 64 << 10;

    /** How often a write is tried that has to wait for what was written before: 10 seconds. */
    private static final int TRIES_MAX = 5000;

    private static final long NEXT_TRY_NANOS = 2_000_000;

    private final RocksHandles handles;
    private final boolean writable;
    private final ReadOptions reading = new ReadOptions();
    private final WriteOptions unlogged =
            new WriteOptions().setNoSlowdown(true).setDisableWAL(true);
    private final WriteOptions logged = new WriteOptions().setNoSlowdown(true);
    private final WriteOptions synced = new WriteOptions().setNoSlowdown(true).setSync(true);
    private final ByteBuffer keyBuffer = ByteBuffer.allocateDirect(KEY_BYTES);
    private ByteBuffer valueBuffer = ByteBuffer.allocateDirect(VALUE_BYTES);

    private RocksStore(RocksHandles handles, boolean writable) {
        this.handles = handles;
        this.writable = writable;
    }

    /**
     * Opens a database, and creates it if it is not there.
     *
     * @throws BusyException if another has it open for writing
     */
    static RocksStore openToWrite(String path, RocksMemory memory)
            throws StoreException, BusyException {
        try {
            return new RocksStore(RocksHandles.openToWrite(path, memory), true);
        } catch (RocksDBException e) {
            if (isLocked(e)) {
                throw new BusyException();
            }
            throw failure(e);
        }
    }

    /** Opens a database as it is now, beside whoever writes it. */
    static RocksStore openToRead(String path, RocksMemory memory) throws StoreException {
        try {
            return new RocksStore(RocksHandles.openToRead(path, memory), false);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    /**
     * Removes a database, if it is there.
     *
     * @throws BusyException if it is open for writing
     */
    static void destroy(String path) throws StoreException, BusyException {
        try {
            RocksHandles.destroy(path);
        } catch (RocksDBException e) {
            if (isMissingFile(e)) {
                return;
            }
            if (isLocked(e)) {
                throw new BusyException();
            }
            throw failure(e);
        }
    }

    /** RocksDB has no status of its own for it. */
    private static boolean isLocked(RocksDBException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return code(e) == Status.Code.IOError
                && message.contains("lock")
                && !message.contains("no space")
                && !isMissingFile(e);
    }

    private static Status.Code code(RocksDBException e) {
        Status status = e.getStatus();
        return status == null ? Status.Code.Undefined : status.getCode();
    }

    private static StoreException failure(RocksDBException e) {
        Status status = e.getStatus();
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
            return new StoreException(Health.NO_SPACE, e);
        }
        return switch (code(e)) {
            case Corruption, InvalidArgument, NotSupported, NotFound ->
                    new StoreException(Health.DAMAGED, e);
            case IOError ->
                    new StoreException(isMissingFile(e) ? Health.DAMAGED : Health.FAILED, e);
            case Ok,
                    MergeInProgress,
                    Incomplete,
                    ShutdownInProgress,
                    TimedOut,
                    Aborted,
                    Busy,
                    Expired,
                    TryAgain,
                    Undefined ->
                    new StoreException(Health.FAILED, e);
        };
    }

    private static boolean isMissingFile(RocksDBException e) {
        return String.valueOf(e.getMessage()).contains("No such file");
    }

    @Override
    public Optional<byte[]> get(Column column, byte[] key) throws StoreException {
        ColumnFamilyHandle family = handles.family(column);
        RocksDB database = handles.database();
        try {
            int length = find(database, family, key);
            if (length > valueBuffer.capacity()) {
                valueBuffer = ByteBuffer.allocateDirect(Integer.highestOneBit(length) * 2);
                length = find(database, family, key);
            }
            if (length == RocksDB.NOT_FOUND) {
                return Optional.empty();
            }
            byte[] value = new byte[length];
            valueBuffer.get(0, value);
            return Optional.of(value);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    private int find(RocksDB database, ColumnFamilyHandle family, byte[] key)
            throws RocksDBException {
        keyBuffer.clear().put(key).flip();
        valueBuffer.clear();
        return database.get(family, reading, keyBuffer, valueBuffer);
    }

    @Override
    public Rows rows(Column column, byte[] from) {
        return new RocksRows(handles.database().newIterator(handles.family(column), reading), from);
    }

    @Override
    public Optional<byte[]> lastKey(Column column) throws StoreException {
        try (RocksIterator rows = handles.database().newIterator(handles.family(column), reading)) {
            rows.seekToLast();
            if (rows.isValid()) {
                return Optional.of(rows.key());
            }
            rows.status();
            return Optional.empty();
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public void apply(Changes changes, Durability durability) throws StoreException {
        try (WriteBatch batch = new WriteBatch((int) changes.bytes())) {
            changes.forEach((column, key, value) -> add(batch, column, key, value));
            write(
                    switch (durability) {
                        case UNLOGGED -> unlogged;
                        case LOGGED -> logged;
                        case SYNCED -> synced;
                    },
                    batch);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    /**
     * Writes when there is room for it. RocksDB would wait by itself, but on a full disk it waits
     * until somebody makes space.
     */
    private void write(WriteOptions options, WriteBatch batch) throws RocksDBException {
        for (int tries = 1; ; tries++) {
            try {
                handles.database().write(options, batch);
                return;
            } catch (RocksDBException e) {
                if (code(e) != Status.Code.Incomplete || tries == TRIES_MAX) {
                    throw e;
                }
                LockSupport.parkNanos(NEXT_TRY_NANOS);
            }
        }
    }

    private void add(WriteBatch batch, Column column, byte[] key, Optional<byte[]> value)
            throws StoreException {
        ColumnFamilyHandle family = handles.family(column);
        keyBuffer.clear().put(key).flip();
        try {
            if (value.isEmpty()) {
                batch.delete(family, keyBuffer);
                return;
            }
            byte[] bytes = value.get();
            if (bytes.length > valueBuffer.capacity()) {
                valueBuffer = ByteBuffer.allocateDirect(Integer.highestOneBit(bytes.length) * 2);
            }
            valueBuffer.clear().put(bytes).flip();
            batch.put(family, keyBuffer, valueBuffer);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public void flush() throws StoreException {
        // Not allowed to stall, it would wait until a full disk has room for a compaction.
        try (FlushOptions options =
                new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
            handles.database().flush(options, handles.families());
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public void clear() throws StoreException {
        byte[] beyond = new byte[KEY_BYTES];
        Arrays.fill(beyond, (byte) 0xff);
        try (WriteBatch batch = new WriteBatch()) {
            for (ColumnFamilyHandle family : handles.families()) {
                batch.deleteRange(family, new byte[0], beyond);
            }
            write(synced, batch);
        } catch (RocksDBException e) {
            throw failure(e);
        }
    }

    @Override
    public boolean isKept() {
        return writable;
    }

    @Override
    public void close() {
        try {
            handles.close();
        } catch (RocksDBException e) {
            // What mattered was committed, and a commit that failed was heard of then.
        } finally {
            reading.close();
            unlogged.close();
            logged.close();
            synced.close();
        }
    }

    /** Another process, or this one, has the database open for writing. */
    static final class BusyException extends Exception {
        BusyException() {
            super("open elsewhere");
        }
    }

    /** A position in a column family. */
    private static final class RocksRows implements Rows {
        private final RocksIterator iterator;
        private final byte[] from;
        private boolean begun;
        private boolean ended;

        RocksRows(RocksIterator iterator, byte[] from) {
            this.iterator = iterator;
            this.from = from;
        }

        @Override
        public boolean next() throws StoreException {
            if (ended) {
                return false;
            }
            if (begun) {
                iterator.next();
            } else {
                iterator.seek(from);
                begun = true;
            }
            if (iterator.isValid()) {
                return true;
            }
            ended = true;
            try {
                iterator.status();
            } catch (RocksDBException e) {
                throw failure(e);
            }
            return false;
        }

        @Override
        public byte[] key() {
            return iterator.key();
        }

        @Override
        public byte[] value() {
            return iterator.value();
        }

        @Override
        public void close() {
            iterator.close();
        }
    }
}
