package dev.dsync.io.index;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/** The native memory that all open databases of a process share. */
final class RocksMemory implements AutoCloseable {
    /** Blocks read, indexes, filters and what is not written yet, all together. */
    private static final long BYTES = 64L << 20;

    /** How much of it may wait to be written. */
    private static final long WRITE_BUFFERS = 24L << 20;

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    private RocksMemory() {
        cache = new LRUCache(BYTES);
        writeBuffers = new WriteBufferManager(WRITE_BUFFERS, cache);
    }

    /**
     * Loads the library, from the application image if it is there, and takes the memory.
     *
     * @throws StoreException where there is no library for this machine
     */
    static RocksMemory open() throws StoreException {
        try {
            RocksDB.loadLibrary();
            return new RocksMemory();
        } catch (UnsatisfiedLinkError | RuntimeException e) {
            throw new StoreException(Index.Health.FAILED, "no RocksDB here: " + e.getMessage());
        }
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }
}
